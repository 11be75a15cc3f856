/// An error that ends the process with one clear line and a status of its own (sysexits).
public protocol ExitReason: Error {
    /// The exit status, such as 73 for a folder that cannot be written or 75 for one that is in use.
    var exitCode: Int32 { get }

    /// What to tell the operator, in one line.
    var reason: String { get }
}
