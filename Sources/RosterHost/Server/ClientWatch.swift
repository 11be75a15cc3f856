import NIOCore

/// Notices on a connection that its client has left, and that the server is to stop.
///
/// A client that closes its half of the connection counts as one that has left: nothing tells them apart. It gets its answer if that
/// takes no search and no large change.
final class ClientWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    /// How long what is under way may take when the server is to stop.
    static let grace = TimeAmount.seconds(5)
    /// How long a connection may last when the server is to stop, whatever its client does.
    static let end = TimeAmount.seconds(15)

    private let presence: ClientPresence

    init(_ presence: ClientPresence) {
        self.presence = presence
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            let presence = presence, channel = context.channel
            context.eventLoop.scheduleTask(in: Self.grace) { presence.end() }
            context.eventLoop.scheduleTask(in: Self.end) { channel.close(promise: nil) }
        } else if let event = event as? ChannelEvent, event == .inputClosed {
            presence.end()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        presence.end()
        context.fireChannelInactive()
    }
}
