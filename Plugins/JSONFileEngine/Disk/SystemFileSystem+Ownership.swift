#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The owner of new files: what root makes in the folder of another user must be usable by that user's server.
extension SystemFileSystem {
    /// Gives what root has just made to the owner of the folder it lies in.
    ///
    /// - Parameter number: The file or the folder, open; nothing but what this process made itself is given away.
    static func handOver(_ number: Int32, at path: String) throws(FileSystemError) {
        try handOver(number, at: path, toOwnerOf: parent(of: path))
    }

    package func give(_ path: String, toOwnerOf model: String) throws(FileSystemError) {
        guard geteuid() == 0 else { return }
        let folder = try openFolder(path)
        defer { close(folder) }
        try Self.handOver(folder.number, at: path, toOwnerOf: model)
    }

    private static func handOver(_ number: Int32, at path: String, toOwnerOf model: String) throws(FileSystemError) {
        guard geteuid() == 0 else { return }
        var heir = stat(), own = stat()
        guard stat(model, &heir) == 0, fstat(number, &own) == 0 else { return }
        // Where a file system has one owner for everything, there is nothing to give.
        guard heir.st_uid != 0, own.st_uid != heir.st_uid else { return }
        _ = try repeating("fchown", path) { fchown(number, heir.st_uid, heir.st_gid) }
    }

    /// A call that failed; where it was refused, with whose fault that is.
    package static func failure(_ code: Int32, _ call: String, _ path: String) -> FileSystemError {
        var error = FileSystemError(code, call, path)
        if code == EACCES || code == EPERM { error.holder = holder(of: path, refusing: call) }
        return error
    }

    /// Whom that belongs to which refused a call, what may be done with it, and who this process is.
    private static func holder(of path: String, refusing call: String) -> String? {
        // Names are given and taken in their folder.
        var place = ["rename", "unlink", "mkdir", "rmdir"].contains(call) ? parent(of: path) : path
        var status = stat()
        while stat(place, &status) != 0 {
            let above = parent(of: place)
            guard above != place else { return nil }
            place = above
        }
        let mode = String(status.st_mode & 0o7777, radix: 8)
        return "\(place) belongs to \(userName(status.st_uid)) and has mode 0\(mode); this process runs as "
            + userName(geteuid())
    }

    /// The name of a user, or the number where there is no name.
    static func userName(_ user: uid_t) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 14)
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, let name = found?.pointee.pw_name else {
            return "user \(user)"
        }
        return String(cString: name)
    }

    /// The folder that a path lies in.
    static func parent(of path: String) -> String {
        var rest = path[...]
        while rest.count > 1, rest.last == "/" { rest.removeLast() }
        guard let slash = rest.lastIndex(of: "/") else { return "." }
        return slash == rest.startIndex ? "/" : String(rest[..<slash])
    }
}
