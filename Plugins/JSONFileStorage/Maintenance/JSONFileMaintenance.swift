package import JSONFileEngine
package import Logging
public import RosterCore
package import SCIM

/// What an operator does with the folder of a ``JSONFileStore``, while nobody serves from it and partly while somebody does.
public struct JSONFileMaintenance: StoreMaintenance {
    let folder: StoreFolder
    let layouts: [TypeLayout]
    let options: StoreOptions
    let logger: Logger

    /// Looks after a folder; nothing is opened yet.
    package init(path: String, types: [ResourceType], options: StoreOptions, logger: Logger) {
        folder = StoreFolder(path: path, disk: options.disk)
        layouts = types.map { TypeLayout($0) }
        self.options = options
        self.logger = logger
    }

    /// What is in the folder.
    ///
    /// - Throws: ``JSONFileStoreError`` of kind `missing` if there is no store.
    func listing() throws -> StoreListing { try folder.storeListing() }
}

extension JSONFileMaintenance {
    /// Makes sure that no process uses the folder, by its lock.
    public func requireUnused() throws {
        _ = try listing()
        // Who asks makes nothing, so where there is no lock nobody has one.
        guard try folder.disk.names(in: folder.path).contains(FileName.lock) else { return }
        try exclusively {}
    }

    /// Reads every file and holds each against the others; what a server writes meanwhile is no problem.
    public func verify(_ progress: MaintenanceProgress) throws -> StoreInspection {
        try inspect(isFinished: false, progress)
    }

    /// Reads every file and holds each against the others.
    ///
    /// - Parameter isFinished: Whether nobody writes any more, so that nothing may be unfinished.
    func inspect(isFinished: Bool, _ progress: MaintenanceProgress) throws -> StoreInspection {
        _ = try listing()
        func look() throws -> StoreInspection {
            try folder.looking {
                var inspection = FolderInspection(
                    folder: folder, layouts: layouts, isFinished: isFinished, progress: progress)
                return try inspection.run()
            }
        }
        let first = try look()
        if first.findings.isEmpty { return first }
        // What was only half written at the first look is whole at the second.
        var second = try look()
        let seen = Set(first.findings)
        second.findings = second.findings.filter { seen.contains($0) }
        return second
    }
}
