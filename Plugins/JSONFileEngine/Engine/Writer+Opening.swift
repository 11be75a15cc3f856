package import Logging
package import SCIM

extension Writer {
    /// Claims a folder and brings it into a state in which it can be written to.
    ///
    /// - Throws: ``JSONFileStoreError``, whatever happens.
    package init(opening path: String, types: [ResourceType], options: StoreOptions, logger: Logger) throws {
        let folder = StoreFolder(path: path, disk: options.disk)
        do {
            if !options.createsStore {
                let listing = try folder.storeListing()
                if !listing.isBeingReplaced { try listing.requireManifest() }
            }
            let lock = try folder.claim(options, logger)
            do {
                let recovery = Recovery(
                    folder: folder, layouts: types.map { TypeLayout($0) }, logger: logger, makeID: { options.storeID },
                    now: options.clock())
                let isNew = try StoreListing(folder).isEmpty
                self.init(try recovery.run(), lock: lock, options: options, isNew: isNew)
                state.tellClashes(logger)
            } catch {
                folder.disk.close(lock.file)
                throw error
            }
        } catch let error as FileSystemError {
            throw JSONFileStoreError(starting: error)
        }
    }
}

extension StoreFolder {
    /// Claims the folder, which is made if it does not exist, and makes sure that the store can work in it.
    ///
    /// - Throws: ``JSONFileStoreError`` if it is in use, on another machine, not writable or open to everybody,
    ///   ``FileSystemError``.
    package func claim(_ options: StoreOptions, _ logger: Logger) throws -> FolderLock {
        try makeWithParents()
        if !options.allowsRemoteFolder, try disk.isRemote(path) {
            throw JSONFileStoreError(
                .configuration,
                "the data folder \(path) is on a network file system, where neither locks nor synchronisation can be "
                    + "relied on; use a local disk, or say 'allow-network-folder: true' if losing data is no matter")
        }
        let lock = try FolderLock(self, at: options.clock())
        do {
            try requireWritable()
            try closeToOthers(logger)
        } catch {
            disk.close(lock.file)
            throw error
        }
        return lock
    }

    /// Makes the folder and those above it, as far as they do not exist.
    ///
    /// - Parameter model: A folder whose owner is to have them; `nil` for that of the folder they lie in.
    package func makeWithParents(forOwnerOf model: StoreFolder? = nil) throws(FileSystemError) {
        do {
            try disk.makeFolder(path)
        } catch {
            if error.isPresent { return }
            guard error.isMissing, let parent else { throw error }
            try parent.makeWithParents(forOwnerOf: model)
            try disk.makeFolder(path)
        }
        if let model { try disk.give(path, toOwnerOf: model.path) }
        if let parent { try disk.synchronizeFolder(parent.path) }
    }

    private var parent: StoreFolder? {
        var rest = path[...]
        while rest.last == "/" { rest.removeLast() }
        guard let slash = rest.lastIndex(of: "/") else {
            return rest.isEmpty ? nil : StoreFolder(path: ".", disk: disk)
        }
        return StoreFolder(path: slash == rest.startIndex ? "/" : String(rest[..<slash]), disk: disk)
    }
}
