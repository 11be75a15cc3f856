import HTTPTypes
import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("The contract of an authenticator")
struct AuthenticatorConformanceTests {
    private static let secret = "correct-horse-battery-staple"
    private static let good = HTTPRequest(
        method: .get, scheme: nil, authority: nil, path: "/", headerFields: [.authorization: "Bearer \(secret)"])

    @Test("is kept by one that knows one token")
    func keeps() async throws {
        try await AuthenticatorConformance(OneToken(), good: Self.good).run()
    }

    @Test(
        "is found broken",
        arguments: [
            (Flaw.knowsNobody, "good credentials name a principal"),
            (.mindsCase, "good credentials name a principal"),
            (.letsAnyoneIn, "a request without credentials is left to others"),
            (.takesAnyScheme, "credentials of another scheme are left to others"),
            (.comparesStart, "bad credentials name nobody"),
            (.answersInternalError, "bad credentials name nobody"),
            (.repeatsSecret, "a refusal does not repeat the credentials"),
        ])
    func finds(_ flaw: Flaw, _ rule: String) async {
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await AuthenticatorConformance(OneToken(flaw: flaw), good: Self.good).run()
        }
        #expect(failure?.violations.map(\.rule).contains(rule) == true)
    }

    enum Flaw {
        case knowsNobody, mindsCase, letsAnyoneIn, takesAnyScheme, comparesStart, answersInternalError, repeatsSecret
    }

    private struct OneToken: Authenticator {
        var flaw: Flaw?
        let scheme = AuthenticationScheme.bearerToken

        func authenticate(_ request: HTTPRequest, from peer: Peer) async throws -> Principal? {
            let principal = Principal(id: "1", name: "test", scopes: [.all])
            if flaw == .letsAnyoneIn { return principal }
            if flaw == .knowsNobody { return nil }
            guard let field = request.headerFields[.authorization], let space = field.firstIndex(of: " ") else {
                return nil
            }
            let name = flaw == .mindsCase ? String(field[..<space]) : field[..<space].lowercased()
            guard name == (flaw == .mindsCase ? "Bearer" : "bearer") || flaw == .takesAnyScheme else { return nil }
            let token = String(field[field.index(after: space)...])
            if token == secret { return principal }
            if flaw == .comparesStart, token.hasPrefix(secret) { return principal }
            let code: SCIMError.Code = flaw == .answersInternalError ? .internalError : .unauthorized
            throw SCIMError(code, flaw == .repeatsSecret ? "'\(token)' is not known" : "the token is not known")
        }
    }
}
