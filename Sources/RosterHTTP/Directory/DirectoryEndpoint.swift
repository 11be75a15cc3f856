public import HTTPTypes
public import Logging
public import RosterCore
import SCIM

/// The directory over HTTP: what the application reads and writes, in its own words.
///
/// Like ``Endpoint`` it knows no server. Bodies are plain JSON, failures problem details (RFC 9457).
public final class DirectoryEndpoint: Sendable {
    /// The path under which the directory is served.
    public let basePath: String
    private let base: BasePath
    private let directory: Directory
    private let authentication: Authentication
    private let json: JSONLimits
    private let maximumBodyBytes: Int
    private let isStrict: Bool
    private let repairLog: RepairLog
    private let refusals: Refusals

    /// Puts an endpoint together.
    ///
    /// - Parameters:
    ///   - directory: What is shown.
    ///   - basePath: The path, with a slash before it and none behind it.
    ///   - authenticators: Who may ask, as for SCIM; the scopes are ``RosterCore/Scope/readDirectory`` and
    ///     ``RosterCore/Scope/writeDirectory``.
    ///   - refusals: Where refused requests are told of; one of its own if left out.
    public init(
        directory: Directory, basePath: String = "/directory", authenticators: [any Authenticator],
        settings: EndpointSettings = .init(), logger: Logger, refusals: RefusalLog? = nil
    ) {
        self.directory = directory
        self.basePath = basePath
        base = BasePath(basePath)
        authentication = Authentication(authenticators: authenticators, realm: settings.realm)
        json = settings.json
        maximumBodyBytes = settings.maximumBodyBytes
        isStrict = settings.isStrict
        let refusals = refusals ?? RefusalLog(logger)
        repairLog = RepairLog(logger, now: refusals.now)
        self.refusals = Refusals(
            log: refusals,
            words: KnownWords(types: directory.service.types, fields: directory.fieldNames))
    }

    /// Whether a request target lies below the base path.
    public func serves(_ request: HTTPRequest) -> Bool {
        base.segments(below: (request.path ?? "").prefix { $0 != "?" }) != nil
    }

    /// Answers a request; every failure is a problem document.
    ///
    /// - Parameters:
    ///   - request: The head of the request.
    ///   - peer: Where it came from.
    ///   - body: Reads the body, at most as many bytes as it is told; called at most once, after the request was
    ///     authenticated.
    public func answer(
        _ request: HTTPRequest, from peer: Peer, body: (_ limit: Int) async throws -> [UInt8]
    ) async -> Answer {
        let id = request.headerFields.requestID ?? RequestID()
        var answer: Answer
        var principal: Principal?
        do {
            var repairs = Repairs(allowed: !isStrict)
            let admitted = try await authentication.principal(of: request, from: peer, repairs: &repairs)
            principal = admitted
            answer = try await perform(request, id, from: peer, by: admitted, body: body)
            repairLog.note(repairs, of: request, id, by: admitted)
        } catch {
            let refusal = error as? Refusal ?? Refusal(directory.failure(for: error, in: id))
            answer = Answer.problem(refusal.error)
            for header in refusal.headers { answer.head.headerFields.append(header) }
            authentication.decorate(&answer, for: refusal.error)
            refusals.note(refusal, of: request, id, by: principal, from: peer)
        }
        answer.head.headerFields.requestID = id
        return answer
    }

    private func perform(
        _ request: HTTPRequest, _ id: RequestID, from peer: Peer, by principal: Principal,
        body: (_ limit: Int) async throws -> [UInt8]
    ) async throws -> Answer {
        let (authentication, isStrict) = (authentication, isStrict)
        var exchange = try DirectoryExchange(
            request: request, id, below: base, principal: principal, directory: directory,
            readmission: Readmission {
                var repairs = Repairs(allowed: !isStrict)
                try await authentication.principal(of: request, from: peer, repairs: &repairs).require(.readDirectory)
            })
        return try await directory.service.bounded(for: principal) {
            try await exchange.perform {
                try MediaType.check(request, besides: "application/merge-patch+json")
                return try JSONReader.read(try await body(maximumBodyBytes), limits: json)
            }
        }
    }
}
