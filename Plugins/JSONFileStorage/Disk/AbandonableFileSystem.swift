#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A disk from which nothing is read any more once what is done with it is given up.
///
/// Long work that reads ends between two pieces in this way, however deep inside it the reading is.
struct AbandonableFileSystem: FileSystem {
    /// The disk.
    let base: any FileSystem
    /// Asked before each read whether the work is given up.
    let isAbandoned: @Sendable () -> Bool

    func read(_ file: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer) throws(FileSystemError) -> Int {
        if isAbandoned() { throw FileSystemError(ECANCELED, "read", "file \(file.number)") }
        return try base.read(file, into: buffer)
    }

    func open(_ path: String, _ mode: OpenMode) throws(FileSystemError) -> FileDescriptor { try base.open(path, mode) }

    func close(_ file: FileDescriptor) { base.close(file) }

    func write(_ file: FileDescriptor, _ bytes: UnsafeRawBufferPointer) throws(FileSystemError) -> Int {
        try base.write(file, bytes)
    }

    func synchronizeData(_ file: FileDescriptor) throws(FileSystemError) { try base.synchronizeData(file) }

    func synchronize(_ file: FileDescriptor) throws(FileSystemError) { try base.synchronize(file) }

    func openFolder(_ path: String) throws(FileSystemError) -> FileDescriptor { try base.openFolder(path) }

    func synchronizeFolder(_ folder: FileDescriptor) throws(FileSystemError) { try base.synchronizeFolder(folder) }

    func length(of file: FileDescriptor, at path: String) throws(FileSystemError) -> Int? {
        try base.length(of: file, at: path)
    }

    func length(of path: String) throws(FileSystemError) -> Int { try base.length(of: path) }

    func truncate(_ file: FileDescriptor, to length: Int) throws(FileSystemError) {
        try base.truncate(file, to: length)
    }

    func rename(_ path: String, to newPath: String) throws(FileSystemError) { try base.rename(path, to: newPath) }

    func remove(_ path: String) throws(FileSystemError) { try base.remove(path) }

    func names(in path: String) throws(FileSystemError) -> [String] { try base.names(in: path) }

    func makeFolder(_ path: String) throws(FileSystemError) { try base.makeFolder(path) }

    func removeFolder(_ path: String) throws(FileSystemError) { try base.removeFolder(path) }

    func lock(_ file: FileDescriptor) throws(FileSystemError) { try base.lock(file) }

    func letCacheGo(of file: FileDescriptor) { base.letCacheGo(of: file) }

    func isRemote(_ path: String) throws(FileSystemError) -> Bool { try base.isRemote(path) }
}
