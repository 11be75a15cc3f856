#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An open file, which is closed when it goes out of scope.
///
/// Calls block and belong on a queue of their own.
struct OpenFile: ~Copyable {
    private let descriptor: Int32

    /// The ways to open a file.
    enum Purpose {
        /// An existing file is read.
        case reading
        /// An existing file is written over from its beginning, and keeps its length.
        case rewriting
        /// An existing file is written to behind its end.
        case appending
        /// A file that must not exist yet is made, for the owner alone whatever the umask.
        case creation
        /// A file is opened to be locked, and made if missing.
        case locking
        /// A folder is opened to be synchronized.
        case folder

        fileprivate var flags: Int32 {
            switch self {
            // A FIFO in the place of the file must not hold up the process.
            case .reading: O_RDONLY | O_NONBLOCK
            case .rewriting: O_WRONLY | O_NOFOLLOW | O_NONBLOCK
            case .appending: O_WRONLY | O_APPEND | O_NONBLOCK
            case .creation: O_WRONLY | O_CREAT | O_EXCL
            case .locking: O_RDWR | O_CREAT | O_NOFOLLOW
            case .folder: O_RDONLY | O_DIRECTORY
            }
        }
    }

    init(_ path: String, for purpose: Purpose) throws(SystemError) {
        descriptor = open(path, purpose.flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last }
        if case .creation = purpose, fchmod(descriptor, 0o600) != 0 { throw .last }
    }

    deinit {
        if descriptor >= 0 { _ = close(descriptor) }
    }

    /// What the file system knows about the file.
    func status() throws(SystemError) -> FileStatus {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last }
        return FileStatus(status)
    }

    /// Reads from the beginning on.
    ///
    /// - Parameter limit: The number of bytes after which reading stops.
    func contents(limit: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// Writes all bytes.
    func write(_ bytes: [UInt8]) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits until what was written is on the disk.
    ///
    /// A failure is final: what the disk holds is then unknown.
    func synchronize() throws(SystemError) {
        #if canImport(Darwin)
        // `fsync` on Darwin leaves the bytes in the cache of the disk.
        if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
        #endif
        guard fsync(descriptor) == 0 else { throw .last }
    }

    /// Gives the file to another user, which only root may do.
    func give(to owner: FileStatus.Owner) throws(SystemError) {
        guard fchown(descriptor, owner.user, owner.group) == 0 else { throw .last }
    }

    /// Leaves to the group of the file whose place this one takes what it could do with that: a server may read its file as one
    /// of the group.
    func admit(groupOf old: FileStatus) throws(SystemError) {
        let group = try status().owner.group
        // Who is not of the group cannot give it anything, and must not give it to another one.
        guard group == old.owner.group || fchown(descriptor, .max, old.owner.group) == 0 else { return }
        guard fchmod(descriptor, mode_t(0o600 | old.mode & 0o060)) == 0 else { throw .last }
    }

    /// Locks the file against other holders of a lock; the lock ends with the process at the latest.
    ///
    /// - Returns: Whether nobody else holds the lock.
    func tryLock() throws(SystemError) -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            guard errno == EINTR else { throw .last }
        }
        return true
    }

    /// Gives the lock back.
    func unlock() {
        _ = flock(descriptor, LOCK_UN)
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
