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
    private let directory: Directory
    private let authentication: Authentication
    private let json: JSONLimits
    private let maximumBodyBytes: Int
    private let logger: Logger

    /// Puts an endpoint together.
    ///
    /// - Parameters:
    ///   - directory: What is shown.
    ///   - basePath: The path, with a slash before it and none behind it.
    ///   - authenticators: Who may ask, as for SCIM; the scopes are ``RosterCore/Scope/readDirectory`` and
    ///     ``RosterCore/Scope/writeDirectory``.
    public init(
        directory: Directory, basePath: String = "/directory", authenticators: [any Authenticator],
        settings: EndpointSettings = .init(), logger: Logger
    ) {
        self.directory = directory
        self.basePath = basePath
        authentication = Authentication(authenticators: authenticators)
        json = settings.json
        maximumBodyBytes = settings.maximumBodyBytes
        self.logger = logger
    }

    /// Whether a request target lies below the base path.
    public func serves(_ request: HTTPRequest) -> Bool {
        guard let target = request.path, target.hasPrefix(basePath) else { return false }
        let next = target.utf8.dropFirst(basePath.utf8.count).first
        return next == nil || next == UInt8(ascii: "/") || next == UInt8(ascii: "?")
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
        do {
            answer = try await perform(request, id, from: peer, body: body)
        } catch let refusal as Refusal {
            answer = Answer.problem(refusal.error)
            for header in refusal.headers { answer.head.headerFields.append(header) }
        } catch {
            let failure = directory.failure(for: error, in: id)
            answer = Answer.problem(failure)
            authentication.decorate(&answer, for: failure)
        }
        answer.head.headerFields.requestID = id
        return answer
    }

    private func perform(
        _ request: HTTPRequest, _ id: RequestID, from peer: Peer, body: (_ limit: Int) async throws -> [UInt8]
    ) async throws -> Answer {
        let authentication = authentication
        let principal = try await authentication.principal(of: request, from: peer)
        var exchange = try DirectoryExchange(
            request: request, id, below: basePath, principal: principal, directory: directory,
            readmission: Readmission {
                try await authentication.principal(of: request, from: peer).require(.readDirectory)
            })
        return try await exchange.perform {
            try MediaType.check(request, besides: "application/merge-patch+json")
            return try JSONReader.read(try await body(maximumBodyBytes), limits: json)
        }
    }
}
