#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the file system knows about a file.
struct FileStatus: Sendable {
    /// What differs whenever a file was replaced, written to, or given other rights.
    struct Fingerprint: Sendable, Hashable {
        fileprivate var inode: UInt64
        fileprivate var size: Int64
        fileprivate var modified: [Int]
        /// Also moves when only the mode changes: after `chmod 600` a file that was refused is read again.
        fileprivate var changed: [Int]
    }

    /// Whom a file belongs to.
    struct Owner: Sendable {
        let user: UInt32
        let group: UInt32
    }

    let fingerprint: Fingerprint
    let owner: Owner
    /// The rights, such as 0o600.
    let mode: UInt32
    let isRegularFile: Bool
    /// The number of bytes.
    let size: Int64
    /// How many names it has.
    let links: UInt64

    init(_ status: stat) {
        #if canImport(Darwin)
        let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
        #else
        let (modified, changed) = (status.st_mtim, status.st_ctim)
        #endif
        fingerprint = Fingerprint(
            inode: UInt64(status.st_ino), size: Int64(status.st_size), modified: [modified.tv_sec, modified.tv_nsec],
            changed: [changed.tv_sec, changed.tv_nsec])
        owner = Owner(user: status.st_uid, group: status.st_gid)
        mode = UInt32(status.st_mode & 0o7777)
        isRegularFile = status.st_mode & S_IFMT == S_IFREG
        size = Int64(status.st_size)
        links = UInt64(status.st_nlink)
    }

    /// Looks a path up.
    ///
    /// - Returns: `nil` if nothing is there.
    static func at(_ path: String) throws(SystemError) -> FileStatus? {
        var status = stat()
        if stat(path, &status) == 0 { return FileStatus(status) }
        let error = SystemError.last
        if error.isAbsence { return nil }
        throw error
    }

    /// Whether users who neither own the file nor belong to its group may do anything with it.
    var isOpenToOthers: Bool { mode & 0o007 != 0 }

    /// Whether the group of the file may do anything with it, as where Kubernetes mounts it with an `fsGroup`.
    var isOpenToGroup: Bool { mode & 0o070 != 0 }
}
