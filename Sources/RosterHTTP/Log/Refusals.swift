import HTTPTypes
import RosterCore
import SCIM

/// What an endpoint tells the log of the requests that it refuses.
struct Refusals: Sendable {
    let log: RefusalLog
    let words: KnownWords

    /// Notes a refused request.
    ///
    /// - Parameter principal: Who sent it; `nil` if unknown.
    func note(
        _ refusal: Refusal, of request: HTTPRequest, _ id: RequestID, by principal: Principal?, from peer: Peer
    ) {
        let failure = refusal.error
        var fields = fields(of: failure, request)
        // Credentials that end during a wait have a flaw, and their sender is known.
        if let flaw = refusal.flaw {
            fields["reason"] = flaw.reason
            fields["credential"] = flaw.credential?.printable
        }
        guard let principal else {
            let reason = fields["reason"] ?? failure.code.rawValue
            fields["address"] = peer.network
            fields["reason"] = reason
            return log.note(strangerFrom: peer.network, reason: reason, fields, id)
        }
        let reads = request.method == .get || request.method == .head
        guard failure.code != .preconditionFailed, failure.code != .notFound || !reads else { return }
        fields["account"] = principal.name.printable
        log.note(fields, id)
    }

    /// Notes the operations of a bulk request that were refused (RFC 7644 §3.7.3).
    func note(_ results: [BulkResult], of request: HTTPRequest, _ id: RequestID, by principal: Principal) {
        for result in results {
            guard case .failure(let failure) = result.outcome, failure.code != .preconditionFailed else { continue }
            var fields = fields(of: failure, request)
            fields["account"] = principal.name.printable
            fields["part-of"] = "\(request.method.rawValue) \(request.loggedPath)"
            // An operation has whatever its client wrote there, and not only what can stand in the line of a request.
            fields["method"] = shown(method: result.method)
            fields["path"] = result.location == nil ? endpoint(in: result.path) : result.path.loggedPath
            log.note(fields, id)
        }
    }

    private func fields(of failure: SCIMError, _ request: HTTPRequest) -> RefusalMinute.Fields {
        var fields = [
            "method": shown(method: request.method.rawValue), "path": request.loggedPath,
            "status": String(failure.code.status), "client": request.loggedClient,
            "detail": failure.wording.logged(showing: words.contains).quotedForLog,
        ]
        fields["scimType"] = failure.code.scimType
        if failure.code == .unavailable, Task.isCancelled { fields["reason"] = RefusalMinute.cancelled }
        return fields
    }

    private func shown(method: String) -> String { words.contains(method[...]) ? method : "…" }

    /// The endpoint that the path of an operation begins with, as far as there is one.
    private func endpoint(in path: String) -> String {
        let first = path.split(separator: "/").first.map(String.init) ?? ""
        return words.contains(endpoint: first) ? "/\(first)" : "…"
    }
}
