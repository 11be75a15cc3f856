import HTTPTypes
import Hummingbird
import Logging
import Metrics
import NIOCore
import RosterCore
import RosterHTTP
import RosterHummingbird

/// Answers what the standing server serves, and tells log and metrics.
struct ServerResponder: HTTPResponder {
    private let endpoints: Endpoints
    private let responder: EndpointResponder<Context>
    private let readiness: Readiness
    private let routes: RouterResponder<HostRequestContext>?
    private let logger: Logger
    private let duration = Timer(label: "scim_request_duration", preferredDisplayUnit: .milliseconds)

    /// - Parameter routes: What answers where no endpoint does; `nil` if SCIM answers there too.
    init(
        endpoints: Endpoints, readiness: Readiness, routes: RouterResponder<HostRequestContext>?, logger: Logger
    ) {
        self.endpoints = endpoints
        self.routes = routes
        responder = EndpointResponder(endpoints) { _, context in context.peer }
        self.readiness = readiness
        self.logger = logger
    }

    func respond(to request: Request, context: Context) async throws -> Response {
        let started = ContinuousClock.now
        let response = try await answer(to: request, context)
        let elapsed = started.duration(to: .now)
        duration.record(duration: elapsed)
        logger.debug(
            "answered",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(request.head.loggedPath)",
                "status": "\(response.status.code)", "took": "\(elapsed)",
                "request": "\(response.headers.requestID?.description ?? "")",
            ])
        return response
    }

    private func answer(to request: Request, _ context: Context) async throws -> Response {
        if let answer = readiness.answer(request.head) { return Response(answer, to: request) }
        if let routes, endpoints.basePath(of: request.head) == nil {
            return try await routes.respond(to: request, context: context.ofRoutes)
        }
        return await responder.respond(to: request, context: context)
    }

    /// What Hummingbird makes for each request: where it came from.
    struct Context: InitializableFromSource {
        private let channel: any Channel
        private let logger: Logger

        var peer: Peer { Peer(address: channel.remoteAddress?.ipAddress) }

        /// What routes are given.
        var ofRoutes: HostRequestContext {
            HostRequestContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
        }

        init(source: ApplicationRequestContextSource) {
            channel = source.channel
            logger = source.logger
        }
    }
}
