import JSONFileEngine
public import RosterCore
import SCIM

extension JSONFileMaintenance {
    /// Writes a snapshot and deletes the files that it makes superfluous, as a server does by itself when the journal has grown.
    public func compact(_ progress: MaintenanceProgress) throws {
        _ = try listing()
        do {
            var writer = try Writer(opening: folder.path, types: layouts.map(\.type), options: options, logger: logger)
            defer { writer.close() }
            if let compaction = try writer.rotate(force: true) {
                try writer.end(compaction, Result { try compaction.run { false } })
            }
            if let failure = writer.failure { throw failure }
        } catch let error as FileSystemError {
            throw JSONFileStoreError(opening: error)
        } catch let error as JSONFileStoreError where error.kind == .inUse {
            throw JSONFileStoreError(.inUse, "\(error.reason); a server that runs compacts by itself")
        }
    }
}
