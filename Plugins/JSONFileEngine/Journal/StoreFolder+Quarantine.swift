extension StoreFolder {
    /// Puts a file where no start will look at it again.
    ///
    /// - Returns: The path that it has now.
    func setAside(_ name: String) throws -> String {
        let quarantine = try makeQuarantine()
        let kept = quarantine.path(of: try quarantine.unusedName(name))
        try disk.rename(path(of: name), to: kept)
        try disk.synchronizeFolder(quarantine.path)
        try disk.synchronizeFolder(path)
        return kept
    }

    /// Keeps a copy of a file that is about to be replaced.
    ///
    /// - Returns: The path of the copy.
    func keepCopy(of name: String) throws -> String {
        let quarantine = try makeQuarantine()
        let copy = try quarantine.unusedName(name)
        let (file, _) = try quarantine.make(copy) { try self.copy(name, upTo: .max, to: &$0) }
        disk.close(file)
        return quarantine.path(of: copy)
    }

    /// The folder for what is kept and never looked at again.
    func makeQuarantine() throws(FileSystemError) -> StoreFolder {
        let quarantine = StoreFolder(path: path(of: FileName.quarantine), disk: disk)
        do {
            try disk.makeFolder(quarantine.path)
            try disk.synchronizeFolder(path)
        } catch {
            guard error.isPresent else { throw error }
        }
        return quarantine
    }
}
