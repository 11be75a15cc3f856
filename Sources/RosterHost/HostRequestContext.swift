public import Hummingbird
public import NIOCore

/// What routes of a program know of a request besides the request itself.
public struct HostRequestContext: RemoteAddressRequestContext {
    /// What Hummingbird keeps.
    public var coreContext: CoreRequestContextStorage
    /// The address at the other end of the connection.
    public let remoteAddress: SocketAddress?

    /// Takes what Hummingbird makes for each request.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}
