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
    private let routes: RouteTable
    private let discovery: Discovery
    private let logger: Logger
    private let repairLog: RepairLog

    /// Puts an endpoint together.
    ///
    /// - Parameters:
    ///   - service: What carries requests out.
    ///   - authenticators: Who may ask; the first that knows the credentials decides.
    public init(
        service: ProvisioningService, authenticators: [any Authenticator], settings: EndpointSettings = .init(),
        logger: Logger
    ) {
        self.service = service
        authentication = Authentication(authenticators: authenticators)
        self.settings = settings
        self.logger = logger
        repairLog = RepairLog(logger)
        routes = RouteTable(basePath: settings.basePath, types: service.types)
        discovery = Discovery(
            types: service.types, authenticators: authenticators, service: service.settings, endpoint: settings)
    }

    /// How many requests were put right by each tolerance since this endpoint was made.
    public var repairs: [Tolerance: Int] { repairLog.counts }

    /// The same service for whoever asks: for the check of an endpoint, never for a server.
    func withoutAuthentication() -> Endpoint {
        let anybody = Principal(id: "self-check", name: "self-check", scopes: [.all])
        return Endpoint(
            service: service,
            authenticators: authentication.authenticators.map { Admission(scheme: $0.scheme, principal: anybody) },
            settings: settings, logger: logger)
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
        do {
            answer = try await perform(request, id, from: peer, mediaType: mediaType, body: body)
        } catch let refusal as Refusal {
            answer = refusal.answer(as: mediaType)
        } catch {
            let failure = service.failure(for: error, in: id)
            answer = Answer.failure(failure, as: mediaType)
            authentication.decorate(&answer, for: failure)
        }
        answer.head.headerFields.requestID = id
        return answer
    }

    private func perform(
        _ request: HTTPRequest, _ id: RequestID, from peer: Peer, mediaType: String,
        body: (_ limit: Int) async throws -> [UInt8]
    ) async throws -> Answer {
        let target = request.path ?? "/"
        guard target.utf8.count <= settings.maximumTargetBytes else {
            throw SCIMError(.uriTooLong, "the URL is longer than \(settings.maximumTargetBytes) bytes")
        }
        // Before anything is looked at: no path, however it is spelled, leads past this line without credentials.
        let principal = try await authentication.principal(of: request, from: peer)
        let end = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        let (route, basePath) = routes.route(target[..<end])
        var repairs = Repairs(allowed: !settings.isStrict)
        let parameters =
            end < target.endIndex
            ? try QueryParameters(target[target.utf8.index(after: end)...], repairs: &repairs) : QueryParameters()
        var exchange = Exchange(
            request: request, parameters: parameters, mediaType: mediaType,
            caller: Caller(principal, baseURL: baseURL(of: request, basePath: basePath), requestID: id),
            service: service, discovery: discovery, settings: settings, repairs: repairs)
        let answer = try await exchange.perform(route) { limit async throws -> AttributeValue in
            try MediaType.check(request)
            return try JSONReader.read(try await body(limit), limits: settings.json)
        }
        repairLog.note(exchange.repairs.made, of: request, id, by: principal)
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
