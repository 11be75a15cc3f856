/// The disk calls that the store makes, so that tests can fail each of them and cut the power between any two.
///
/// Calls block. Those that the operating system may interrupt are repeated until they are through.
package protocol FileSystem: Sendable {
    /// Opens a file.
    func open(_ path: String, _ mode: OpenMode) throws(FileSystemError) -> FileDescriptor

    /// Closes a file; locks on it are released.
    func close(_ file: FileDescriptor)

    /// Reads from where the last read ended.
    ///
    /// - Returns: The number of bytes, 0 at the end of the file.
    func read(_ file: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer) throws(FileSystemError) -> Int

    /// Writes to the end of the file.
    ///
    /// - Returns: The number of bytes, which may be fewer than were given.
    func write(_ file: FileDescriptor, _ bytes: UnsafeRawBufferPointer) throws(FileSystemError) -> Int

    /// Waits until the content is on the disk (`fdatasync`).
    func synchronizeData(_ file: FileDescriptor) throws(FileSystemError)

    /// Waits until the content and what the file system knows about the file are on the disk (`fsync`).
    func synchronize(_ file: FileDescriptor) throws(FileSystemError)

    /// Opens a folder, so that its names can be waited for when there are no descriptors left.
    func openFolder(_ path: String) throws(FileSystemError) -> FileDescriptor

    /// Waits until the names in an open folder are on the disk.
    func synchronizeFolder(_ folder: FileDescriptor) throws(FileSystemError)

    /// The length in bytes of an open file that is what a path names; `nil` once it was deleted, moved or replaced.
    func length(of file: FileDescriptor, at path: String) throws(FileSystemError) -> Int?

    /// Cuts a file off at a length in bytes.
    func truncate(_ file: FileDescriptor, to length: Int) throws(FileSystemError)

    /// Gives a file another name; a file of that name is replaced in one step.
    func rename(_ path: String, to newPath: String) throws(FileSystemError)

    /// Deletes a file.
    func remove(_ path: String) throws(FileSystemError)

    /// The names in a folder.
    func names(in path: String) throws(FileSystemError) -> [String]

    /// Makes a folder that only its owner may enter; its parent has to exist.
    func makeFolder(_ path: String) throws(FileSystemError)

    /// Gives a folder that this process has just made to the owner of another one, if this process may do that and its own user
    /// is not the one who is to use it. The default does nothing.
    func give(_ path: String, toOwnerOf model: String) throws(FileSystemError)

    /// Deletes a folder that is empty.
    func removeFolder(_ path: String) throws(FileSystemError)

    /// The length of a file in bytes.
    func length(of path: String) throws(FileSystemError) -> Int

    /// Takes an exclusive lock on a file, or fails at once.
    func lock(_ file: FileDescriptor) throws(FileSystemError)

    /// Has what follows read a file from the disk and not from a cache, as far as the operating system can do that. The default
    /// does nothing.
    func letCacheGo(of file: FileDescriptor)

    /// Whether a folder is on another machine, where neither locks nor synchronisation can be relied on. The default is false.
    func isRemote(_ path: String) throws(FileSystemError) -> Bool

    /// Who may use a file or a folder. By default it is the owner alone.
    func mode(of path: String) throws(FileSystemError) -> FileMode

    /// Changes who may use a file or a folder. The default does nothing.
    func setMode(_ mode: FileMode, of path: String) throws(FileSystemError)

    /// The path of a folder from the root, without links; `nil` if it does not exist. The default is the path as it is.
    func realPath(of path: String) -> String?
}

extension FileSystem {
    /// Nothing.
    package func letCacheGo(of file: FileDescriptor) {}

    /// Nothing.
    package func give(_ path: String, toOwnerOf model: String) throws(FileSystemError) {}

    /// On this machine.
    package func isRemote(_ path: String) throws(FileSystemError) -> Bool { false }

    /// The owner alone.
    package func mode(of path: String) throws(FileSystemError) -> FileMode { FileMode(bits: 0o600) }

    /// Nothing.
    package func setMode(_ mode: FileMode, of path: String) throws(FileSystemError) {}

    /// The path as it is.
    package func realPath(of path: String) -> String? { path }

    /// Waits until the names in a folder are on the disk.
    package func synchronizeFolder(_ path: String) throws(FileSystemError) {
        let folder = try openFolder(path)
        defer { close(folder) }
        try synchronizeFolder(folder)
    }
}

/// For what a file is opened.
package enum OpenMode: Sendable, Hashable {
    /// To read a file that exists.
    case reading
    /// To write a file that does not exist yet.
    case creating
    /// To write to the end of a file that exists.
    case appending
    /// To read and write a file that is made if it does not exist.
    case updating
}
