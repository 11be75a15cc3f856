import Dispatch
import RosterCore

extension Wiring {
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
