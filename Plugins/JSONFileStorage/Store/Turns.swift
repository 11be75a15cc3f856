/// A part of the work for an account, which one thread does.
struct Job: Sendable {
    /// For whom it is done.
    let account: String
    /// Does a part that takes no longer than it must; returns what is left.
    let work: @Sendable () -> Job?
}

/// Whose turn it is: accounts come one after the other, and so do the jobs of one account.
struct Turns {
    private var jobs: [String: Queue<Job>] = [:]
    private var accounts = Queue<String>()

    /// Whether no job waits.
    var isEmpty: Bool { accounts.isEmpty }

    /// Lets a job wait for its turn, behind the others of its account.
    mutating func add(_ job: Job) {
        if jobs[job.account] == nil { accounts.append(job.account) }
        jobs[job.account, default: Queue()].append(job)
    }

    /// Takes the job out whose turn it is; `nil` if none waits.
    mutating func next() -> Job? {
        guard let account = accounts.popFirst() else { return nil }
        let job = jobs[account]?.popFirst()
        if jobs[account]?.isEmpty ?? true { jobs[account] = nil } else { accounts.append(account) }
        return job
    }
}

/// What comes first goes first.
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
