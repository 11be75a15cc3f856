import JSONFileEngine
public import RosterCore
import SCIM

extension JSONFileMaintenance {
    /// Hands out every resource, type by type in the order of their creation, as of the last whole line of the journal.
    public func export(_ progress: MaintenanceProgress, to receive: (ResourceRecord) throws -> Void) throws {
        let state = try contents(progress).state
        for place in layouts.indices {
            for stored in state.resources(at: place) { try receive(ResourceRecord(stored.whole)) }
        }
    }

    /// What the folder holds now, if the configuration has a place for all of it.
    func contents(_ progress: MaintenanceProgress) throws -> (state: StoreState, reading: StoreReading) {
        _ = try listing()
        let reading = try folder.looking { try StoreReading(of: folder, layouts: layouts, progress: progress) }
        return (try served(reading.state, reading.types), reading)
    }

    /// Tells which resources share a value that became unique later; what the next start replaces is not looked at.
    public func reservations(_ progress: MaintenanceProgress) throws -> [String] {
        if try listing().isBeingReplaced, try folder.looking({ try folder.problemOfReplacement() }) == nil {
            return ["the content is being replaced, or was until the power failed: the next start completes it"]
        }
        return try contents(progress).state.clashes.map(\.note)
    }

    /// A state without what was kept of types that the configuration does not have.
    ///
    /// - Parameter source: What holds it, in words.
    /// - Throws: ``JSONFileStoreError`` if there are resources of such a type.
    func served(
        _ state: StoreState, _ types: TypePlaces, in source: String = StoreState.usualSource
    ) throws -> StoreState {
        var state = state
        try state.keepOnly(layouts.count, named: types.unservedName, in: source)
        return state
    }
}
