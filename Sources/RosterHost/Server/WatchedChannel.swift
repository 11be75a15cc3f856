import HummingbirdCore
import Logging
import NIOCore
import RosterHummingbird

/// A connection of HTTP/1.1 whose requests know whether their client still waits.
struct WatchedChannel: ServerChildChannel {
    /// A connection with its client.
    struct Value: ServerChildChannelValue {
        let http: HTTP1Channel.Value
        let presence: ClientPresence

        var channel: any Channel { http.channel }
    }

    let http: HTTP1Channel
    /// How long what is under way may take when the server is to stop.
    let shutdownGrace: Duration

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let presence = ClientPresence()
        return channel.eventLoop.makeCompletedFuture {
            // First, as not every handler passes on what it is told.
            let watch = ClientWatch(presence, grace: shutdownGrace)
            try channel.pipeline.syncOperations.addHandler(watch, position: .first)
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }.map {
            Value(http: $0, presence: presence)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await ClientPresence.$current.withValue(value.presence) {
            await http.handle(value: value.http, logger: logger)
        }
    }
}
