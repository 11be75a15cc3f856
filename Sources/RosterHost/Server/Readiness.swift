import HTTPTypes
import RosterCore
import RosterHTTP

/// Answers `/readyz` without credentials: whether the server serves, and whether a part of it is degraded.
///
/// A server that takes no changes still answers reads and tells when to come back, which is more than a load balancer could do that had
/// no other to turn to: so it is ready, and the line says that it is not at its best.
struct Readiness: Sendable {
    private static let path = "/readyz"

    /// What is wrong with the store; `nil` if nothing is.
    var impediment: @Sendable () -> String? = { nil }

    /// Answers a request; `nil` if it is not for this.
    func answer(_ request: HTTPRequest) -> Answer? {
        guard let target = request.path, target.hasPrefix(Self.path),
            [nil, UInt8(ascii: "?")].contains(target.utf8.dropFirst(Self.path.utf8.count).first)
        else { return nil }
        guard request.method == .get || request.method == .head else {
            var answer = Answer.text(405, "GET and HEAD only")
            answer.head.headerFields[.allow] = "GET, HEAD"
            return answer
        }
        return .text(200, impediment().map { "degraded: \($0)" } ?? "ready")
    }
}
