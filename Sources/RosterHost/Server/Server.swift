import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import RosterCore
import RosterHTTP
import SCIM
import ServiceLifecycle
import UnixSignals

/// The standing server: the endpoint behind Hummingbird, with the parts that need a life-cycle of their own.
struct Server {
    private let wiring: Wiring

    init(_ wiring: Wiring) {
        self.wiring = wiring
    }

    /// Serves until SIGTERM or SIGINT, then answers what is under way and stops.
    func run() async throws {
        let settings = wiring.settings
        // Tokens exist before the listener opens: nobody can be first to claim the server.
        let authenticators = try await wiring.makeAuthenticators()
        let store = try await wiring.makeStore()
        let endpoint = try await wiring.makeEndpoint(store: store, authenticators: authenticators)
        do {
            try await endpoint.check()
        } catch let promise as BrokenPromise {
            throw Failure(exitCode: 70, reason: "the server does not do what it says: \(promise)")
        }
        // Before a token is shown, which is no use to anybody if another program has the port.
        try await ListeningAddress(settings).check()
        try await FirstStart(wiring: wiring).welcome(authenticators)
        let logger = wiring.logger
        let application = Self.application(endpoint: endpoint, settings: settings, logger: logger)
        // Services stop in the reverse order: first no more requests, then the store and the authenticators.
        let parts = ([store] + authenticators as [any Sendable]).compactMap { $0 as? any Service }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: parts + [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger.quieter))
        try await group.run()
    }

    /// The endpoint behind Hummingbird.
    static func application(
        endpoint: Endpoint, settings: ServerSettings, logger: Logger
    ) -> Application<EndpointResponder> {
        Application(
            responder: EndpointResponder(endpoint: endpoint, logger: logger),
            server: .http1(configuration: .limited(by: settings)),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? settings.port
                logger.notice(
                    "serving", metadata: ["url": "http://\(settings.host):\(port)\(settings.endpoint.basePath)"])
            },
            logger: Logger(label: logger.label) { _ in LibraryLogHandler(logger.quieter) })
    }
}

extension Logger {
    /// For libraries, whose messages at `info` mean little to an operator.
    fileprivate var quieter: Logger {
        var logger = self
        if logger.logLevel == .info { logger.logLevel = .notice }
        return logger
    }
}

extension HTTP1Channel.Configuration {
    fileprivate static func limited(by settings: ServerSettings) -> Self {
        Self(
            additionalChannelHandlers: [TransferDeadline(settings.transferTimeout)],
            idleTimeout: TimeAmount(settings.idleTimeout),
            httpDecoderConfiguration: DecoderConfiguration(
                maxHeaderFieldSize: 8 * 1_024, maxHeaderListSize: 32 * 1_024, maxHeaderFieldCount: 100))
    }
}
