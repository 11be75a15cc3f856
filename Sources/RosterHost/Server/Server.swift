import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import RosterComposition
import RosterCore
import RosterHTTP
import ServiceLifecycle
import UnixSignals

/// The standing server: the endpoint behind Hummingbird, with the parts that need a life-cycle of their own.
struct Server {
    private let configuration: Roster.Configuration
    private let end: @Sendable (any Error) -> Never

    /// Prepares to serve.
    ///
    /// - Parameter end: Ends the process when a part of the server fails.
    init(_ configuration: Roster.Configuration, endingBy end: @escaping @Sendable (any Error) -> Never) {
        self.configuration = configuration
        self.end = end
    }

    /// Serves until SIGTERM or SIGINT, then answers what is under way and stops.
    func run() async throws {
        // A file that outgrows the limits of the process is a disk that is full, and no reason to die.
        signal(SIGXFSZ, SIG_IGN)
        let settings = withRoom(for: configuration.settings)
        try await checkAddress(settings)
        let roster = try await Roster(configuration)
        let firstStart = FirstStart(configuration)
        // Whatever becomes of the start: the token is good, and nothing else tells it.
        defer { firstStart.show(at: ListeningAddress(settings)) }
        var application = Self.application(
            endpoints: roster.endpoints, readiness: Readiness { roster.impediment },
            parts: vital(roster.services, telling: roster.refusals), settings: settings, logger: configuration.logger,
            whenListening: { firstStart.show(at: $0) })
        application.beforeServerStarts {
            try await roster.prepare()
            // Once more, for the store took its time: a token that is shown is no use if another program has the port by now.
            try await ListeningAddress(settings).check()
            // Tokens exist before the listener opens: nobody can be first to claim the server.
            try await firstStart.welcome(roster)
        }
        do {
            try await application.runService(gracefulShutdownSignals: [.sigterm, .sigint])
        } catch is CancellationError {
            // It was told to stop while it was starting.
        }
    }

    /// Services whose failure ends the process.
    private func vital(_ services: [any Service], telling refusals: RefusalLog) -> [any Service] {
        let end = end
        return services.map { service in
            VitalService(service: service) { failure in
                refusals.flush()
                end(failure)
            }
        }
    }

    /// The settings with no more connections than the system has descriptors for.
    private func withRoom(for wanted: ServerSettings) -> ServerSettings {
        var settings = wanted
        settings.maximumConnections = DescriptorLimit.makeRoom(forConnections: wanted.maximumConnections)
        if settings.maximumConnections < wanted.maximumConnections {
            configuration.logger.warning(
                "the limit on open files of this process leaves room for fewer connections than 'limits: connections' says",
                metadata: [
                    "connections": "\(settings.maximumConnections)", "configured": "\(wanted.maximumConnections)",
                ])
        }
        return settings
    }

    /// Looks for the port before anything is made: a start without it must leave neither a store nor a backup behind.
    private func checkAddress(_ settings: ServerSettings) async throws {
        do {
            try await ListeningAddress(settings).check()
        } catch {
            // A server over the same data has most likely the same port, and the data is what the operator wants to hear of.
            do {
                try await configuration.maintain { maintenance, _ in try maintenance.requireUnused() }
            } catch let use as any ExitReason where use.exitCode == 75 {
                throw use
            } catch {}
            throw error
        }
    }

    /// The endpoints behind Hummingbird.
    ///
    /// - Parameters:
    ///   - parts: The services of the endpoints. They stop after the last request.
    ///   - whenListening: Called with the address as soon as the listener is open.
    static func application(
        endpoints: Endpoints, readiness: Readiness = Readiness(), parts: [any Service] = [], settings: ServerSettings,
        logger: Logger, whenListening: @escaping @Sendable (ListeningAddress) -> Void = { _ in }
    ) -> Application<ServerResponder> {
        Application(
            responder: ServerResponder(endpoints: endpoints, readiness: readiness, logger: logger),
            server: HTTPServerBuilder { responder in
                WatchedChannel(
                    http: HTTP1Channel(responder: responder, configuration: .limited(by: settings)),
                    shutdownGrace: settings.shutdownGrace)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections)),
            services: parts,
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? settings.port
                let address = ListeningAddress(host: settings.host, port: port)
                whenListening(address)
                logger.notice("serving", metadata: ["url": "\(address.url)\(settings.endpoint.basePath)"])
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
            additionalChannelHandlers: [
                TransferDeadline(settings.transferTimeout, atShutdown: settings.shutdownGrace)
            ],
            idleTimeout: TimeAmount(settings.idleTimeout),
            httpDecoderConfiguration: DecoderConfiguration(
                maxHeaderFieldSize: 8 * 1_024, maxHeaderListSize: 32 * 1_024, maxHeaderFieldCount: 100))
    }
}
