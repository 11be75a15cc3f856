/// Where a long work of maintenance tells how far it is.
public struct MaintenanceProgress: Sendable {
    /// Receives how much is done and how much there is, in bytes.
    private let receive: @Sendable (_ done: Int, _ total: Int) -> Void

    /// Tells nobody.
    public static let none = MaintenanceProgress { _, _ in }

    /// Hands the numbers to a closure, which is called often and should be quick.
    public init(_ receive: @escaping @Sendable (_ done: Int, _ total: Int) -> Void) {
        self.receive = receive
    }

    /// Tells how far the work is.
    ///
    /// - Parameters:
    ///   - done: The bytes that are done.
    ///   - total: The bytes that there are, as far as is known now; 0 if nothing is.
    public func report(_ done: Int, of total: Int) { receive(done, total) }
}
