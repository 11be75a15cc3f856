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
    private let endpoints: EndpointResponder<Context>
    private let readiness: Readiness
    private let logger: Logger
    private let duration = Timer(label: "scim_request_duration", preferredDisplayUnit: .milliseconds)

    init(endpoints: Endpoints, readiness: Readiness, logger: Logger) {
        self.endpoints = EndpointResponder(endpoints) { _, context in context.peer }
        self.readiness = readiness
        self.logger = logger
    }

    func respond(to request: Request, context: Context) async -> Response {
        let started = ContinuousClock.now
        let response = await answer(to: request, context)
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

    private func answer(to request: Request, _ context: Context) async -> Response {
        if let answer = readiness.answer(request.head) { return Response(answer, to: request) }
        return await endpoints.respond(to: request, context: context)
    }

    /// What Hummingbird makes for each request: where it came from.
    struct Context: InitializableFromSource {
        let peer: Peer

        init(source: ApplicationRequestContextSource) {
            let channel = source.channel
            peer = Peer(address: channel.remoteAddress?.ipAddress)
        }
    }
}
