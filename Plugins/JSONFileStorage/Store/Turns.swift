/// A part of the work for an account, which runs on one thread.
struct Job: Sendable {
    /// The account that it works for.
    let account: String
    /// Runs for one slice; returns the rest of the work, if any.
    let work: @Sendable () -> Job?
}

/// A queue of jobs in which accounts take turns (round robin), and the jobs of one account likewise.
struct Turns {
    private var jobs: [String: Queue<Job>] = [:]
    private var accounts = Queue<String>()

    /// Whether no job waits.
    var isEmpty: Bool { accounts.isEmpty }

    /// Adds a job behind the others of its account.
    mutating func add(_ job: Job) {
        if jobs[job.account] == nil { accounts.append(job.account) }
        jobs[job.account, default: Queue()].append(job)
    }

    /// Removes and returns the job whose turn it is; `nil` if none waits.
    mutating func next() -> Job? {
        guard let account = accounts.popFirst() else { return nil }
        let job = jobs[account]?.popFirst()
        if jobs[account]?.isEmpty ?? true { jobs[account] = nil } else { accounts.append(account) }
        return job
    }
}

/// A first-in, first-out queue; both ends take constant time on average.
struct Queue<Element> {
    private var leaving: [Element] = []
    private var coming: [Element] = []

    var isEmpty: Bool { leaving.isEmpty && coming.isEmpty }

    mutating func append(_ element: Element) {
        coming.append(element)
    }

    mutating func popFirst() -> Element? {
        if leaving.isEmpty {
            leaving = coming.reversed()
            coming = []
        }
        return leaving.popLast()
    }
}

extension Queue: Sendable where Element: Sendable {}
