/// Counts the work that one thread does for a request, and stops it when the budget is spent or the request is cancelled.
///
/// Work is counted in units of about one byte compared. After ``spend(_:)`` has returned false, callers may return any
/// result: ``finish()`` throws.
package final class WorkMeter {
    /// The units between two looks at the clock: some milliseconds of the slowest comparisons.
    package static let interval = 1 << 17
    /// What a value costs besides its bytes.
    package static let value = 64

    private let budget: WorkBudget?
    private let clock: () -> Int
    private let isCancelled: () -> Bool
    private let start: Int
    private var last: Int
    private var units = 0
    private var failure: (any Error)?

    /// Begins to count.
    ///
    /// - Parameters:
    ///   - budget: What the processor time is taken from; `nil` for no bound.
    ///   - clock: The processor time of the thread in nanoseconds.
    ///   - isCancelled: Whether the request is cancelled.
    package init(
        _ budget: WorkBudget?, clock: @escaping () -> Int = ThreadClock.nanoseconds,
        isCancelled: @escaping () -> Bool
    ) {
        self.budget = budget
        self.clock = clock
        self.isCancelled = isCancelled
        start = clock()
        last = start
    }

    /// Counts for the current task, on the thread on which it runs; `nil` if the task has no budget.
    package static var ofTask: WorkMeter? {
        WorkBudget.current.map { WorkMeter($0) { Task.isCancelled } }
    }

    /// The processor time since counting began, up to the last look at the clock, in nanoseconds.
    package var elapsed: Int { last - start }

    /// Counts work that is about to be done.
    ///
    /// - Returns: Whether it may be done.
    package func spend(_ units: Int) -> Bool {
        self.units &+= units
        return self.units < Self.interval || look()
    }

    /// Counts work that is about to be done.
    ///
    /// - Throws: Why it must not be done.
    package func require(_ units: Int) throws {
        if !spend(units), let failure { throw failure }
    }

    /// Ends counting.
    ///
    /// - Throws: Why the work had to end before it was done.
    package func finish() throws {
        if let failure { throw failure }
        // The rest of the interval counts against what the request does next.
        try? charge()
    }

    private func look() -> Bool {
        guard failure == nil else { return false }
        do {
            if isCancelled() { throw CancellationError() }
            try charge()
            units = 0
            return true
        } catch {
            failure = error
            return false
        }
    }

    private func charge() throws(SCIMError) {
        let now = clock()
        defer { last = now }
        try budget?.spend(nanoseconds: now - last)
    }
}

extension WorkMeter? {
    /// Counts work, if there is a meter.
    package func spend(_ units: Int) -> Bool { self?.spend(units) ?? true }

    /// The reader, with each value counted; it ends as soon as the meter stops the work.
    func counting<Source>(_ read: @escaping Reader<Source>) -> Reader<Source> {
        guard let meter = self else { return read }
        return { source, visit in
            read(source) { value in
                // The result no longer matters: `finish()` throws.
                guard meter.spend(WorkMeter.value + (value.string?.utf8.count ?? 0)) else { return true }
                return visit(value)
            }
        }
    }
}
