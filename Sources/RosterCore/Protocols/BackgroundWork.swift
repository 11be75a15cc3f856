/// Work of a store or an authenticator beside requests, such as watching a file, or a pool of connections.
///
/// A type that conforms to this protocol too hands itself out; a type around another one hands on what that has.
public protocol BackgroundWork: Sendable {
    /// Works until the server shuts down, as `ServiceLifecycle` tells, or the task is cancelled. The server stops it after the last
    /// request.
    ///
    /// - Throws: Why the server cannot go on. The process ends.
    func run() async throws
}
