/// A disk around a disk: what it does not do itself is done by the one inside.
package protocol FileSystemWrapper: FileSystem {
    /// The disk inside.
    var base: any FileSystem { get }
}

extension FileSystemWrapper {
    package func read(_ file: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer) throws(FileSystemError) -> Int
    {
        try base.read(file, into: buffer)
    }

    package func open(_ path: String, _ mode: OpenMode) throws(FileSystemError) -> FileDescriptor {
        try base.open(path, mode)
    }

    package func close(_ file: FileDescriptor) { base.close(file) }

    package func write(_ file: FileDescriptor, _ bytes: UnsafeRawBufferPointer) throws(FileSystemError) -> Int {
        try base.write(file, bytes)
    }

    package func synchronizeData(_ file: FileDescriptor) throws(FileSystemError) { try base.synchronizeData(file) }

    package func synchronize(_ file: FileDescriptor) throws(FileSystemError) { try base.synchronize(file) }

    package func openFolder(_ path: String) throws(FileSystemError) -> FileDescriptor { try base.openFolder(path) }

    package func synchronizeFolder(_ folder: FileDescriptor) throws(FileSystemError) {
        try base.synchronizeFolder(folder)
    }

    package func length(of file: FileDescriptor, at path: String) throws(FileSystemError) -> Int? {
        try base.length(of: file, at: path)
    }

    package func length(of path: String) throws(FileSystemError) -> Int { try base.length(of: path) }

    package func truncate(_ file: FileDescriptor, to length: Int) throws(FileSystemError) {
        try base.truncate(file, to: length)
    }

    package func rename(_ path: String, to newPath: String) throws(FileSystemError) {
        try base.rename(path, to: newPath)
    }

    package func remove(_ path: String) throws(FileSystemError) { try base.remove(path) }

    package func names(in path: String) throws(FileSystemError) -> [String] { try base.names(in: path) }

    package func makeFolder(_ path: String) throws(FileSystemError) { try base.makeFolder(path) }

    package func give(_ path: String, toOwnerOf model: String) throws(FileSystemError) {
        try base.give(path, toOwnerOf: model)
    }

    package func removeFolder(_ path: String) throws(FileSystemError) { try base.removeFolder(path) }

    package func lock(_ file: FileDescriptor) throws(FileSystemError) { try base.lock(file) }

    package func letCacheGo(of file: FileDescriptor) { base.letCacheGo(of: file) }

    package func isRemote(_ path: String) throws(FileSystemError) -> Bool { try base.isRemote(path) }

    package func mode(of path: String) throws(FileSystemError) -> FileMode { try base.mode(of: path) }

    package func setMode(_ mode: FileMode, of path: String) throws(FileSystemError) {
        try base.setMode(mode, of: path)
    }

    package func realPath(of path: String) -> String? { base.realPath(of: path) }
}
