import Logging

extension StoreFolder {
    /// Makes sure that files can be made in the folder; the journal would need its next one only much later.
    ///
    /// - Throws: ``JSONFileStoreError`` of kind `notWritable`; ``FileSystemError`` if the disk fails.
    func requireWritable() throws {
        // A start deletes what has this name, and so does the next probe, if the power fails in between.
        let probe = path(of: FileName.manifest + ".tmp")
        do {
            disk.close(try open(creating: probe))
        } catch {
            // Without room or descriptors changes are refused until there are some, and reads are answered.
            if error.isPassing { return }
            throw refusal(error)
        }
        do {
            try disk.remove(probe)
        } catch {
            try? disk.remove(probe)
            throw refusal(error)
        }
    }

    private func refusal(_ error: FileSystemError) -> any Error {
        guard error.isForbidden else { return error }
        return JSONFileStoreError(
            .notWritable,
            "the data folder \(path) cannot be written: \(error.reason). Make it a folder of the user that this process "
                + "runs as, with mode 0700, on a disk that is not read-only")
    }

    /// Makes sure that nobody outside the owner's group can use the folder and the files of the store.
    ///
    /// Permissions for others are removed, as `initdb` of PostgreSQL does with a folder that it is given. Those of the group
    /// are only named: `fsGroup` of Kubernetes sets them on each mount.
    ///
    /// - Throws: ``JSONFileStoreError`` of kind `configuration` if they cannot be removed; ``FileSystemError``.
    func closeToOthers(_ logger: Logger) throws {
        let paths = [path] + (try disk.names(in: path)).filter(FileName.isOfStore).sorted().map { path(of: $0) }
        var closed: [String] = [], shared: [String] = []
        for path in paths {
            let found = try disk.mode(of: path)
            var mode = found
            if found.isOpenToOthers {
                // Whether it had an effect is what the mode says afterwards: not every file system keeps modes.
                try? disk.setMode(found.withoutOthers, of: path)
                mode = try disk.mode(of: path)
                if mode.isOpenToOthers {
                    try requireHarmless(mode, of: path, logger)
                } else {
                    closed.append("\(path) (\(found))")
                }
            }
            if mode.isOpenToGroup { shared.append("\(path) (\(mode))") }
        }
        if !closed.isEmpty {
            logger.warning(
                "files of the store were open to every user of this machine; the permissions of others have been removed",
                metadata: ["files": "\(closed.joined(separator: ", "))"])
        }
        if !shared.isEmpty {
            logger.warning(
                "files of the store are open to their group", metadata: ["files": "\(shared.joined(separator: ", "))"])
        }
    }

    /// Refuses what others can use and this process cannot change, unless they can do no more than list the folder: the root of a
    /// volume often belongs to somebody else.
    private func requireHarmless(_ mode: FileMode, of path: String, _ logger: Logger) throws {
        guard path == self.path, !mode.isWritableByOthers else {
            throw JSONFileStoreError(
                .configuration,
                "\(path) is open to every user of this machine (mode \(mode)), and this process may not change that. Run as "
                    + "its owner: chmod o-rwx \(path). On a volume that belongs to somebody else use a folder below its root"
            )
        }
        logger.warning(
            "every user of this machine can list the data folder, which belongs to somebody else",
            metadata: ["folder": "\(path)", "mode": "\(mode)"])
    }
}
