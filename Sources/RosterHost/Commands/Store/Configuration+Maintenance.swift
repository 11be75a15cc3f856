import Dispatch
import RosterComposition
import RosterCore
import SCIM

extension ConfigurationOption {
    /// Works on the data of the store of the configuration, which is not made if it does not exist.
    func maintain<Result: Sendable>(
        in host: Host, _ work: @escaping @Sendable (any StoreMaintenance, MaintenanceProgress) throws -> Result
    ) async throws -> Result {
        try await host.configuration(config, createsData: false).maintain(work)
    }
}

extension Roster.Configuration {
    /// Whether there is no user of an id; false if nobody can tell, as where the store has no maintenance.
    func lacksUser(_ id: String) async -> Bool {
        struct Found: Error {}
        do {
            try await maintain { maintenance, progress in
                try maintenance.export(progress) { record in
                    if record.type == ResourceType.user.name, record.id.text == id { throw Found() }
                }
            }
            return true
        } catch let reason as any ExitReason {
            // Where there is no store yet, there is no user.
            return reason.exitCode == 66
        } catch {
            return false
        }
    }

    /// Looks at the data of the store as a start reads it.
    ///
    /// - Returns: What it holds that the configuration does not provide for, one line each; and why it could not be read, if it
    ///   could not: the user who checks a configuration need not have the right to.
    /// - Throws: An ``ExitReason`` with status 78 if no server starts over the data with this configuration, with 65 if it is
    ///   damaged so that none starts at all.
    func checkData() async throws -> (notes: [String], obstacle: String?) {
        guard hasMaintenance else { return ([], nil) }
        do {
            return (try await maintain { try $0.reservations($1) }, nil)
        } catch let reason as any ExitReason where reason.exitCode == 66 {
            // There is no data yet.
            return ([], nil)
        } catch let reason as any ExitReason where reason.exitCode != 78 && reason.exitCode != 65 {
            return ([], reason.reason)
        }
    }

    /// Works on the data of the store, on a thread of its own, and shows how far it is.
    ///
    /// - Throws: What the work throws; ``Failure`` with status 78 if the store has no maintenance.
    func maintain<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreMaintenance, MaintenanceProgress) throws -> Result
    ) async throws -> Result {
        let maintenance = try maintenance()
        let display = ProgressDisplay.onStandardError()
        defer { display.end() }
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "roster.maintenance").async {
                continuation.resume(with: Swift.Result { try work(maintenance, display.progress) })
            }
        }
    }
}
