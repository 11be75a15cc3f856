import HTTPTypes
import RosterCore
import RosterHTTP

/// What a server serves: SCIM for identity providers, the directory for the application if it is configured, and whether it is
/// ready.
struct Endpoints: Sendable {
    let scim: Endpoint
    var directory: DirectoryEndpoint?
    var readiness = Readiness()
    /// Where both tell of the requests that they refuse; `nil` if each has a log of its own.
    var refusals: RefusalLog?

    /// Whether the answer may take its time, so that a server which is told to stop must not wait for it.
    func isPatient(_ request: HTTPRequest) -> Bool { directory?.serves(request) == true && request.method == .get }

    /// Whether the answer takes no time that would be worth stopping when the client leaves: a read without a search.
    func isQuick(_ request: HTTPRequest) -> Bool {
        (request.method == .get || request.method == .head) && !(request.path ?? "").utf8.contains(UInt8(ascii: "?"))
    }

    /// Answers a request at the endpoint below which it lies.
    func answer(
        _ request: HTTPRequest, from peer: Peer, body: (_ limit: Int) async throws -> [UInt8]
    ) async -> Answer {
        if let answer = readiness.answer(request) { return answer }
        if let directory, directory.serves(request) { return await directory.answer(request, from: peer, body: body) }
        return await scim.answer(request, from: peer, body: body)
    }
}
