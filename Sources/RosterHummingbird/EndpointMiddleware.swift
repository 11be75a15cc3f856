public import Hummingbird
public import RosterCore
public import RosterHTTP

/// Serves the endpoints beside the routes of a router.
///
/// ```swift
/// router.add(middleware: LogRequestsMiddleware(.info))
/// router.add(middleware: EndpointMiddleware(roster.endpoints))
/// router.get("/hello") { _, _ in "Hello" }
/// ```
///
/// Requests below the base path of an endpoint are answered by it; all others go on to the routes. Add it behind what concerns every
/// request, such as logging, and before the routes and whatever authenticates their users: endpoints authenticate their own clients.
public struct EndpointMiddleware<Context: RequestContext>: RouterMiddleware {
    private let endpoints: Endpoints
    private let responder: EndpointResponder<Context>

    /// Serves endpoints.
    ///
    /// The peer has the address of the context if that is a `RemoteAddressRequestContext`, and otherwise none.
    public init(_ endpoints: Endpoints) {
        self.endpoints = endpoints
        responder = EndpointResponder(endpoints)
    }

    /// Serves endpoints.
    ///
    /// - Parameter peer: Where a request came from, for example by a header of the proxy in front. Logs name it, and authenticators may
    ///   look at it.
    public init(_ endpoints: Endpoints, peer: @escaping @Sendable (Request, Context) -> Peer) {
        self.endpoints = endpoints
        responder = EndpointResponder(endpoints, peer: peer)
    }

    /// Answers a request below an endpoint and passes on every other.
    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let basePath = endpoints.basePath(of: request.head) else { return try await next(request, context) }
        // Metrics and traces name requests by it.
        context.coreContext.endpointPath.value = basePath
        return await responder.respond(to: request, context: context)
    }
}
