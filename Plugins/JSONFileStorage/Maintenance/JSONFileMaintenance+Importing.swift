import JSONFileEngine
public import RosterCore
import SCIM

extension JSONFileMaintenance {
    /// Fills a store that holds no resource, or makes one.
    public func `import`(
        from nextLine: () throws -> [UInt8]?, _ progress: MaintenanceProgress
    ) throws -> ImportReport {
        var incoming = IncomingResources(layouts, keepsRecords: options.keepsRecords)
        var bytes = 0
        while let line = try nextLine() {
            bytes += line.count + 1
            try incoming.add(line)
            progress.report(bytes, of: 0)
        }
        let state = try incoming.finish(), notes = incoming.notes
        return try exclusively {
            let (store, highest) = try emptyStore()
            try Replacement(folder: folder, store: store, layouts: layouts, now: options.clock())
                .run(state, above: highest)
            return ImportReport(resources: state.counts(named: TypePlaces(layouts)), notes: notes)
        }
    }

    /// The identity of a store that holds no resource, and its highest number.
    private func emptyStore() throws -> (store: String, highest: Int) {
        _ = try Replacement.complete(in: folder)
        if try StoreListing(folder).isEmpty { return (options.storeID, 0) }
        let reading = try StoreReading(of: folder, layouts: layouts)
        let count = reading.state.count
        guard count == 0 else {
            throw JSONFileStoreError(
                .occupied,
                "the store in \(folder.path) holds \(count) resources; only an empty store is filled. Nothing was changed."
            )
        }
        return (reading.store, reading.position.number)
    }

    /// Works on the folder while nobody else does; it is made if it does not exist.
    ///
    /// - Throws: ``JSONFileStoreError``, whatever happens.
    func exclusively<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            let lock = try folder.claim(options, logger)
            defer { folder.disk.close(lock.file) }
            return try work()
        } catch let error as FileSystemError {
            throw JSONFileStoreError(refusing: error)
        }
    }
}
