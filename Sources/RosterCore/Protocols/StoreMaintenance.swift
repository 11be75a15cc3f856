/// What an operator does with the data of a store: look at it, carry it elsewhere, put it right.
///
/// It works on the data itself, without the store being open, so that it helps when the store does not open. Calls that
/// only look may be made while a server uses the data; those that change something throw an ``ExitReason`` with status 75
/// then. All calls block for as long as the disk takes: the host makes them on a thread of their own.
public protocol StoreMaintenance: Sendable {
    /// Makes sure that no process uses the data; the default takes that for granted.
    ///
    /// - Throws: An ``ExitReason`` with status 75 that names who uses it; another one if nobody can tell.
    func requireUnused() throws

    /// Tells what the data holds that the configuration does not provide for, though it is sound, one line each: such as a value
    /// that became unique later and that two resources have. The default is nothing.
    ///
    /// - Throws: An ``ExitReason`` with status 78 if no server starts over this data with this configuration, with 65 if it is
    ///   damaged so that none starts at all; another one if it cannot be read.
    func reservations(_ progress: MaintenanceProgress) throws -> [String]

    /// Reads everything and holds it against what it has to be; changes nothing.
    ///
    /// - Throws: An ``ExitReason`` if nothing can be read at all.
    func verify(_ progress: MaintenanceProgress) throws -> StoreInspection

    /// Hands out every resource, type by type in the order of their creation; equal data comes as equal records.
    ///
    /// - Throws: What the receiver throws; an ``ExitReason`` if the data cannot be read.
    func export(_ progress: MaintenanceProgress, to receive: (ResourceRecord) throws -> Void) throws

    /// Fills a store that holds no resource; ids, versions and times are kept.
    ///
    /// - Parameter nextLine: Gives a ``ResourceRecord`` as a line of JSON at a time, `nil` at the end.
    /// - Returns: What was taken in. What ``export(_:to:)`` of the same data gives is taken in whole.
    /// - Throws: An ``ExitReason`` with status 73 if the store holds something, with 65 and the number of the line for a
    ///   record that cannot be taken in; nothing has changed then.
    func `import`(
        from nextLine: () throws -> [UInt8]?, _ progress: MaintenanceProgress
    ) throws -> ImportReport

    /// Finds out what can be saved of data that does not open, or saves it.
    ///
    /// - Parameter applying: Whether to do it; what was there is kept aside.
    /// - Throws: An ``ExitReason`` if nothing can be saved or, when it is to be done, if the data is in use.
    func repair(applying: Bool, _ progress: MaintenanceProgress) throws -> RepairReport

    /// Makes the data as short as it can be while no server uses it.
    func compact(_ progress: MaintenanceProgress) throws

    /// Tells in numbers what there is.
    func statistics(_ progress: MaintenanceProgress) throws -> StoreStatistics

    /// Makes a backup, which counts as one only after it has been read back; a server may use the data meanwhile.
    ///
    /// - Parameter place: The folder in which it is made; `nil` for that of the configuration, where older ones are deleted
    ///   as it says.
    /// - Throws: An ``ExitReason`` if the data is damaged or the folder cannot be written.
    func createBackup(in place: String?, _ progress: MaintenanceProgress) throws -> BackupReport

    /// The backups in the folder of the configuration, of whatever store, each store by itself in the order of the
    /// sequence numbers.
    func backups() throws -> [BackupDescription]

    /// Reads a backup and holds it against what it has to be.
    ///
    /// - Parameter name: Its name, or the path of its folder.
    /// - Throws: An ``ExitReason`` with status 66 if there is none.
    func verifyBackup(_ name: String, _ progress: MaintenanceProgress) throws -> StoreInspection

    /// Puts an earlier state in the place of all data; what was there is kept aside.
    ///
    /// - Parameters:
    ///   - name: The name of a backup, or the path of its folder; `nil` for the history of the store itself or a backup of
    ///     it, whichever reaches the state.
    ///   - target: Which state.
    /// - Throws: An ``ExitReason`` if nothing reaches the state, several stores do and none is named, or the data is in use;
    ///   nothing has changed then.
    func restore(
        _ name: String?, to target: RestoreTarget, _ progress: MaintenanceProgress
    ) throws -> RestoreReport

    /// Tells what became of resources, also of those that are gone, as far back as the data tells.
    ///
    /// - Parameters:
    ///   - name: The id of a resource, or a name that it has or had: the `userName` of a user, of others the `displayName`.
    ///   - limit: How many changes are told at most, the latest of all these resources together; 1 or more.
    /// - Returns: Every resource that the name fits, as far as the data can be read, with what is damaged; without subjects if
    ///   there never was one.
    /// - Throws: An ``ExitReason`` if nothing can be read at all.
    func history(of name: String, limit: Int, _ progress: MaintenanceProgress) throws -> StoreHistory
}

extension StoreMaintenance {
    /// Takes for granted that nobody uses the data.
    public func requireUnused() {}

    /// Nothing.
    public func reservations(_ progress: MaintenanceProgress) -> [String] { [] }
}
