/// Tells what has changed in a store, in order, with nothing skipped or repeated.
///
/// A store that keeps a history conforms to it, or hands one out (``IdentityStore/feed``).
///
/// Positions are numbers that grow with each change and outlive the process. Whoever remembers the position of the last change
/// that it has dealt with goes on there, whatever happened meanwhile.
public protocol ChangeFeed: Sendable {
    /// The position of the last change that was answered; 0 before the first one.
    var position: Int { get async throws }

    /// The changes that come next after a position, in the order in which they were made; none if there are no more.
    ///
    /// - Parameter count: The most changes wanted.
    /// - Throws: ``SCIM/SCIMError/Code/gone`` if the changes after the position are not kept any more, or if the store has
    ///   never come so far.
    func changes(after position: Int, count: Int) async throws -> [StoreChange]

    /// Waits until there is a change after a position, or until the task is cancelled.
    func waitForChange(after position: Int) async
}
