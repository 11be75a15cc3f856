#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A disk call that failed.
package struct FileSystemError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The `errno` of the call.
    package let code: Int32
    /// The name of the call.
    package let call: String
    /// The file or folder.
    package let path: String
    /// Whose it is, where that was the reason; `nil` where nobody looked.
    package var holder: String?

    /// Describes a failure.
    init(_ code: Int32, _ call: String, _ path: String) {
        self.code = code
        self.call = call
        self.path = path
    }

    /// The call, the file and the reason.
    package var description: String { "\(call) \(path): \(reason)" + (holder.map { " (\($0))" } ?? "") }

    /// The reason in the words of the operating system.
    package var reason: String { isNoFile ? "it is no regular file" : String(cString: strerror(code)) }

    /// Whether the disk is full, which passes; every other failure of a write means that the disk cannot be trusted.
    package var isLackOfSpace: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

    /// Whether the file or folder does not exist.
    package var isMissing: Bool { code == ENOENT }

    /// Whether the file or folder exists already.
    package var isPresent: Bool { code == EEXIST }

    /// Whether another process holds the lock.
    package var isLocked: Bool { code == EWOULDBLOCK || code == EAGAIN }

    /// Whether the process may not do this, or the file system is read-only.
    package var isForbidden: Bool { code == EACCES || code == EPERM || code == EROFS || code == ENOTDIR }
}

extension FileSystemError {
    /// A file that is open and has lost its name.
    static func gone(_ path: String) -> Self { Self(ENOENT, "stat", path) }

    /// A folder, a pipe, a device or a link to nothing that has the name of a file; no system has this number.
    private static let noFile: Int32 = -1

    /// What is no file, in the place of one.
    package static func noFile(_ path: String) -> Self { Self(noFile, "open", path) }

    /// Whether something else than a file has the name.
    var isNoFile: Bool { code == Self.noFile }

    /// Whether a file is there and nobody can read it, such as one on a sector that is corrupt.
    package var isUnreadable: Bool {
        (call == "read" || call == "open") && code != ENOMEM && !isMissing && !isForbidden && !isPassing
    }

    /// Why a file cannot be read, with what that means for its content.
    package var unreadableReason: String { isNoFile ? reason : "it cannot be read from here on: \(reason)" }

    /// A write that took no byte and named no reason.
    static func nothingWritten(_ path: String) -> Self { Self(EIO, "write", path) }

    /// Whether a file could not be begun or filled for want of room or of descriptors, which harms nothing that is there.
    package var isPassing: Bool {
        isLackOfSpace && (call == "write" || call == "open") || (code == EMFILE || code == ENFILE) && call == "open"
    }
}
