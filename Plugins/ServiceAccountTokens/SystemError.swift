#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A call of the operating system that failed.
struct SystemError: Error, CustomStringConvertible {
    let code: Int32

    /// The failure of the call that was made last on this thread.
    static var last: SystemError { SystemError(code: errno) }

    /// Whether the thing that was named is not there.
    var isAbsence: Bool { code == ENOENT }

    /// Whether the process lacks a right.
    var isRefusal: Bool { code == EACCES || code == EPERM }

    /// What the operating system says about it.
    var description: String { String(cString: strerror(code)) }
}
