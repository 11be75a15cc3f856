/// What an operator does with the data of a store: look at it, carry it elsewhere, put it right.
///
/// It works on the data itself, without the store being open, so that it helps when the store does not open. Calls that
/// only look may be made while a server uses the data; those that change something throw an ``ExitReason`` with status 75
/// then. All calls block for as long as the disk takes: the host makes them on a thread of their own.
public protocol StoreMaintenance: Sendable {
    /// Reads everything and holds it against what it has to be; changes nothing.
    ///
    /// - Throws: An ``ExitReason`` if nothing can be read at all.
    func verify(_ progress: MaintenanceProgress) throws -> StoreInspection
}
