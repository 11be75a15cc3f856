/// The folder of a store: names of its files and the one safe way to make a file.
package struct StoreFolder: Sendable {
    /// The path of the folder.
    package let path: String
    /// The disk it is on.
    package let disk: any FileSystem

    /// Names a folder of a disk.
    package init(path: String, disk: any FileSystem) {
        self.path = path
        self.disk = disk
    }

    /// The path of a file in the folder.
    package func path(of name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    /// Makes a file that is there as a whole or not at all, whatever happens, and durable when this returns.
    ///
    /// - Parameters:
    ///   - name: The name; a file of this name is replaced.
    ///   - naming: Called before the file gets its name: what fails before that has changed nothing.
    ///   - write: Writes the content.
    /// - Returns: The file, open at its end, and its length in bytes.
    package func make(
        _ name: String, naming: () -> Void = {}, _ write: (inout FileOutput) throws -> Void
    ) throws -> (file: FileDescriptor, length: Int) {
        let temporary = path(of: name + ".tmp")
        let file = try open(creating: temporary)
        do {
            var output = FileOutput(file, on: disk)
            try write(&output)
            try output.flush()
            try disk.synchronize(file)
            // Opened before there is something to take back: without a descriptor nothing has happened yet.
            let names = try disk.openFolder(path)
            defer { disk.close(names) }
            naming()
            try disk.rename(temporary, to: path(of: name))
            try disk.synchronizeFolder(names)
            return (file.named(path(of: name)), output.length)
        } catch {
            disk.close(file)
            // Only tidiness: the next start deletes such files as well.
            try? disk.remove(temporary)
            throw error
        }
    }

    /// Makes sure that an open file has still its name; without one its content is lost when it is closed.
    ///
    /// - Returns: The length of the file in bytes.
    @discardableResult
    func checkPresence(of file: FileDescriptor, as name: String) throws(FileSystemError) -> Int {
        let path = path(of: name)
        guard let length = try disk.length(of: file, at: path) else { throw .gone(path) }
        return length
    }

    /// Makes sure that the folder still says that it is one of this store; without that the next start refuses it.
    ///
    /// - Parameters:
    ///   - file: The file that was found at the start, open.
    ///   - expected: The length that it had, in bytes.
    func checkManifest(_ file: FileDescriptor, length expected: Int) throws {
        let length = try checkPresence(of: file, as: FileName.manifest)
        guard length == expected else {
            throw JSONFileStoreError(changed: path(of: FileName.manifest), length: length, insteadOf: expected)
        }
    }

    /// Opens a new file; what an earlier attempt left that failed half-way makes room.
    package func open(creating path: String) throws(FileSystemError) -> FileDescriptor {
        do {
            return try disk.open(path, .creating)
        } catch {
            guard error.isPresent else { throw error }
            try disk.remove(path)
            return try disk.open(path, .creating)
        }
    }

    /// Makes a small file.
    package func make(_ name: String, naming: () -> Void = {}, _ content: [UInt8]) throws {
        let (file, _) = try make(name, naming: naming) { try $0.append(content) }
        disk.close(file)
    }

    /// Hands the lines of a file to a reader.
    package func reading<Result>(_ name: String, _ body: (inout LineReader) throws -> Result) throws -> Result {
        let file = try disk.open(path(of: name), .reading)
        defer { disk.close(file) }
        var reader = LineReader(file, on: disk)
        return try body(&reader)
    }

    /// Hands the records of a segment or a snapshot to a reader.
    func readingRecords<Result>(
        _ name: String, _ types: TypePlaces, _ body: (inout RecordReader) throws -> Result
    ) throws -> Result {
        try reading(name) { lines in
            var reader = RecordReader(lines, types: types)
            return try body(&reader)
        }
    }
}
