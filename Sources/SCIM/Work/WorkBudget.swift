import Synchronization

/// How much processor time one request may take for what grows with the store, however many threads work for it.
///
/// It travels with the task, so that it bounds every store that answers by ``Query/page(of:)``.
public final class WorkBudget: Sendable {
    /// The budget of the current task; `nil` where work has no bound.
    @TaskLocal public static var current: WorkBudget?

    /// For whom the work is done.
    ///
    /// Where requests share threads, accounts take turns.
    public let account: String
    private let granted: Duration
    private let setting: String
    private let limit: Int
    private let spent = Atomic<Int>(0)

    /// Grants processor time.
    ///
    /// - Parameters:
    ///   - limit: The processor time of all threads together.
    ///   - account: For whom the work is done.
    ///   - setting: The name of the setting that the operator raises to grant more.
    public init(_ limit: Duration, for account: String, setting: String) {
        self.account = account
        let (seconds, attoseconds) = limit.components
        self.limit = Int(clamping: seconds).multipliedClamping(by: 1_000_000_000) + Int(attoseconds / 1_000_000_000)
        granted = limit
        self.setting = setting
    }

    /// The nanoseconds that were spent so far.
    var spentNanoseconds: Int { spent.load(ordering: .relaxed) }

    /// Takes note of processor time that was spent.
    ///
    /// - Throws: ``SCIMError/Code/tooMany`` once more than the limit was spent.
    public func spend(nanoseconds: Int) throws(SCIMError) {
        let total = spent.wrappingAdd(nanoseconds, ordering: .relaxed).newValue
        guard total > limit else { return }
        throw SCIMError(
            .tooMany,
            """
            the search needs more than \(own: granted) of processor time ('\(own: setting)'); use fewer comparisons, or compare an \
            indexed attribute such as userName
            """)
    }
}

extension Int {
    /// The product, or the greatest number below it that can be doubled.
    fileprivate func multipliedClamping(by factor: Int) -> Int {
        let (product, isTooLarge) = multipliedReportingOverflow(by: factor)
        return isTooLarge ? .max / 2 : Swift.min(product, .max / 2)
    }
}
