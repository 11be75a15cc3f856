import NIOCore
import NIOHTTPTypes

/// Closes a connection whose client sends no first request, neither sends the rest of a body nor takes an answer in time.
///
/// The idle timeout starts anew with every byte that arrives, so without this a client could hold a connection for ever:
/// by sending one byte at a time, or by asking again and again and never reading. A request that arrives at once and is
/// answered at once costs nothing here.
final class TransferDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    /// How long the head of the first request may take.
    private static let headTimeout = TimeAmount.seconds(10)

    private let timeout: TimeAmount
    private let timeoutAtShutdown: TimeAmount
    private var isIncomplete = false
    private var arrival: Scheduled<Void>?
    private var departure: Scheduled<Void>?

    /// - Parameters:
    ///   - timeout: How long a body may take to arrive, and answers to leave.
    ///   - timeoutAtShutdown: How long the rest of a body may take when the server is to stop.
    init(_ timeout: Duration, atShutdown timeoutAtShutdown: Duration) {
        self.timeout = TimeAmount(timeout)
        self.timeoutAtShutdown = TimeAmount(min(timeout, timeoutAtShutdown))
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { awaitHead(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        awaitHead(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isIncomplete = true
            arrival?.cancel()
            arrival = nil
        case .body: break
        case .end:
            isIncomplete = false
            arrival?.cancel()
            arrival = nil
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isIncomplete, arrival == nil { arrival = close(context, in: timeout) }
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        departure?.cancel()
        departure = context.channel.isWritable ? nil : close(context, in: timeout)
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent, isIncomplete {
            arrival?.cancel()
            arrival = close(context, in: timeoutAtShutdown)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        arrival?.cancel()
        departure?.cancel()
        context.fireChannelInactive()
    }

    private func awaitHead(_ context: ChannelHandlerContext) {
        arrival?.cancel()
        arrival = close(context, in: min(timeout, Self.headTimeout))
    }

    private func close(_ context: ChannelHandlerContext, in timeout: TimeAmount) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
    }
}
