import NIOCore
import RosterHummingbird

/// Notices on a connection that its client has left, and that the server is to stop.
///
/// A client that closes its half of the connection counts as one that has left, because the two look the same. It still
/// receives its answer unless that needs a long search or a large change.
final class ClientWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    /// How long a connection may last after that, whatever its client does.
    private static let delay = TimeAmount.seconds(10)

    private let presence: ClientPresence
    private let grace: TimeAmount

    /// - Parameter grace: How long what is under way may take when the server is to stop.
    init(_ presence: ClientPresence, grace: Duration) {
        self.presence = presence
        self.grace = TimeAmount(grace)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            let presence = presence, channel = context.channel
            context.eventLoop.scheduleTask(in: grace) { presence.end() }
            context.eventLoop.scheduleTask(in: grace + Self.delay) { channel.close(promise: nil) }
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
