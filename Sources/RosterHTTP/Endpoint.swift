public import HTTPTypes
public import Logging
public import RosterCore
public import SCIM

/// SCIM over HTTP as a function: a request goes in, an answer comes out (RFC 7644).
///
/// It knows no server, so the standing server, an application that mounts it in a router of its own, and tests without
/// a socket all run the same code. A class because every request refers to it and it never changes.
public final class Endpoint: Sendable {
    private let service: ProvisioningService
    private let authentication: Authentication
    let settings: EndpointSettings
    private let base: BasePath
    private let routes: RouteTable
    private let discovery: Discovery
    private let logger: Logger
    private let repairLog: RepairLog
    private let refusals: Refusals
    private let largeRequests = LargeRequests(threads: Processors.count - 1)

    /// Puts an endpoint together.
    ///
    /// - Parameters:
    ///   - service: What carries requests out.
    ///   - authenticators: Who may ask; the first that knows the credentials decides.
    ///   - refusals: Where refused requests are told of; one of its own if left out.
    public init(
        service: ProvisioningService, authenticators: [any Authenticator], settings: EndpointSettings = .init(),
        logger: Logger, refusals: RefusalLog? = nil
    ) {
        self.service = service
        authentication = Authentication(authenticators: authenticators, realm: settings.realm)
        self.settings = settings
        self.logger = logger
        let refusals = refusals ?? RefusalLog(logger)
        repairLog = RepairLog(logger, now: refusals.now)
        self.refusals = Refusals(log: refusals, words: KnownWords(types: service.types))
        base = BasePath(settings.basePath)
        routes = RouteTable(basePath: settings.basePath, types: service.types)
        discovery = Discovery(
            types: service.types, authenticators: authenticators, service: service.settings, endpoint: settings)
    }

    /// The path under which SCIM is served; empty for the root.
    public var basePath: String { settings.basePath }

    /// Whether a request target lies below the base path.
    public func serves(_ request: HTTPRequest) -> Bool {
        base.segments(below: (request.path ?? "").prefix { $0 != "?" }) != nil
    }

    /// How many requests were put right by each tolerance since this endpoint was made.
    public var repairs: [Tolerance: Int] { repairLog.counts }

    /// The same service for whoever asks: for the check of an endpoint, never for a server.
    func withoutAuthentication() -> Endpoint {
        let anybody = Principal(id: "self-check", name: "self-check", scopes: [.all])
        return silent(authentication.authenticators.map { Admission(scheme: $0.scheme, principal: anybody) })
    }

    /// The same endpoint without a log of what it refuses or repairs, for its check.
    func withoutLog() -> Endpoint { silent(authentication.authenticators) }

    private func silent(_ authenticators: [any Authenticator]) -> Endpoint {
        Endpoint(
            service: service, authenticators: authenticators, settings: settings,
            logger: Logger(label: logger.label) { _ in SwiftLogNoOpLogHandler() })
    }

    /// Answers a request; every failure is a SCIM error.
    ///
    /// - Parameters:
    ///   - request: The head of the request.
    ///   - peer: Where it came from.
    ///   - body: Reads the body, at most as many bytes as it is told; called at most once, after the request was
    ///     authenticated. Throws ``SCIM/SCIMError/Code/payloadTooLarge`` beyond the limit.
    public func answer(
        _ request: HTTPRequest, from peer: Peer, body: (_ limit: Int) async throws -> [UInt8]
    ) async -> Answer {
        let mediaType = MediaType.ofAnswer(to: request)
        let id = request.headerFields.requestID ?? RequestID()
        var answer: Answer
        var principal: Principal?
        do {
            var repairs = Repairs(allowed: !settings.isStrict)
            let admitted = try await admit(request, from: peer, repairs: &repairs)
            principal = admitted
            answer = try await withTaskExecutorPreference(largeRequests.executor(for: request, of: admitted)) {
                try await perform(request, id, by: admitted, repairs, mediaType: mediaType, body: body)
            }
        } catch {
            let refusal = error as? Refusal ?? Refusal(service.failure(for: error, in: id))
            answer = refusal.answer(as: mediaType)
            authentication.decorate(&answer, for: refusal.error)
            refusals.note(refusal, of: request, id, by: principal, from: peer)
        }
        answer.head.headerFields.requestID = id
        return answer
    }

    private func admit(
        _ request: HTTPRequest, from peer: Peer, repairs: inout Repairs
    ) async throws -> Principal {
        guard (request.path ?? "/").utf8.count <= settings.maximumTargetBytes else {
            throw SCIMError(.uriTooLong, "the URL is longer than \(settings.maximumTargetBytes) bytes")
        }
        // Before anything is looked at: no path, however it is spelled, leads past this line without credentials.
        return try await authentication.principal(of: request, from: peer, repairs: &repairs)
    }

    private func perform(
        _ request: HTTPRequest, _ id: RequestID, by principal: Principal, _ admission: Repairs, mediaType: String,
        body: (_ limit: Int) async throws -> [UInt8]
    ) async throws -> Answer {
        let target = request.path ?? "/"
        let end = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        let (route, basePath) = routes.route(target[..<end])
        var repairs = admission
        let parameters =
            end < target.endIndex
            ? try QueryParameters(target[target.utf8.index(after: end)...], repairs: &repairs) : QueryParameters()
        var exchange = Exchange(
            request: request, parameters: parameters, mediaType: mediaType,
            caller: Caller(principal, baseURL: baseURL(of: request, basePath: basePath), requestID: id),
            service: service, discovery: discovery, settings: settings, repairs: repairs)
        let answer = try await exchange.perform(route) { limit async throws -> AttributeValue in
            try MediaType.check(request)
            // What arrives piece by piece needs no turn among the large requests.
            let bytes = try await withTaskExecutorPreference(
                LargeRequests.isLarge(request) ? globalConcurrentExecutor : nil
            ) {
                try await body(limit)
            }
            return try JSONReader.read(bytes, limits: settings.json)
        }
        repairLog.note(exchange.repairs, of: request, id, by: principal)
        refusals.note(exchange.results, of: request, id, by: principal)
        return answer
    }

    private func baseURL(of request: HTTPRequest, basePath: String) -> String {
        if let publicURL = settings.publicURL { return publicURL }
        // What the client claims to have called stands in every answer: nothing but a host and a port may get there.
        let isHost = request.authority?.utf8.allSatisfy {
            $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]")
        }
        let host = isHost == true ? request.authority ?? "localhost" : "localhost"
        return "\(request.scheme ?? "http")://\(host)\(basePath)"
    }
}

/// Lets everybody in.
private struct Admission: Authenticator {
    let scheme: AuthenticationScheme
    let principal: Principal

    func authenticate(_ request: HTTPRequest, from peer: Peer) -> Principal? { principal }
}
