public import RosterCore

/// Why a file of service accounts can be neither used nor changed.
public struct AccountFileError: ExitReason, Hashable, CustomStringConvertible {
    /// The exit status of sysexits: 73, 74, 75, 77 or 78.
    public let exitCode: Int32
    /// The file and what is wrong with it, in one line; nothing secret.
    public let reason: String

    /// The reason.
    public var description: String { reason }

    /// The file is not what it should be; `EX_CONFIG`.
    static func damaged(_ path: String, _ reason: String) -> Self {
        Self(
            exitCode: 78,
            reason:
                "\(path): \(reason). Nothing was changed. Put a copy of the file in its place, or put it away and make "
                + "new tokens: mv \(path) \(path).damaged && roster token create NAME")
    }

    /// The file would not be what it should be, and stays as it is; `EX_CONFIG`.
    static func malformed(_ path: String, _ reason: String) -> Self {
        Self(exitCode: 78, reason: "\(path): \(reason)")
    }

    /// Users outside the group of the file may use it; `EX_CONFIG`.
    static func openToOthers(_ path: String, mode: UInt32) -> Self {
        Self(
            exitCode: 78,
            reason:
                "\(path): the file is open to all users (mode 0\(String(mode, radix: 8))); run: chmod 600 \(path)"
        )
    }

    /// The file cannot be read; `EX_NOPERM` or `EX_IOERR`.
    static func unreadable(_ path: String, _ error: SystemError) -> Self {
        Self(exitCode: error.isRefusal ? 77 : 74, reason: "\(path): the file cannot be read: \(error)")
    }

    /// The file or its folder cannot be made; `EX_CANTCREAT`.
    static func unwritable(_ path: String, _ error: SystemError) -> Self {
        Self(exitCode: 73, reason: "\(path): the file cannot be written: \(error)")
    }

    /// Another process does not let go of the lock; `EX_TEMPFAIL`.
    static func locked(_ path: String) -> Self {
        Self(exitCode: 75, reason: "\(path): another process is changing the service accounts; try again")
    }
}
