import ConformanceLedger
import HTTPTypes
import Logging
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterTesting
import SCIM
import ServiceAccountTokens
import Testing

@Suite("Service accounts — before an endpoint")
struct EndpointTests {
    @Test(
        "a token that is expired, revoked, malformed or of another server gives 401 and is called invalid",
        .shows("6750-3.1-b", "6750-3.1-c", "7644-2.1-a", "7644-7.4-a"))
    func badTokens() async throws {
        let clock = Clock()
        let accounts = try await ServiceAccounts(Scratch(), clock: clock)
        let (_, good) = try await accounts.issue()
        let (_, expired) = try await accounts.issue(lifetime: .seconds(60))
        let (id, revoked) = try await accounts.issue()
        let (_, foreign) = try await ServiceAccounts(Scratch(), clock: clock).issue()
        let endpoint = endpoint(accounts)
        for token in [good, expired, revoked] { #expect(await answer(of: endpoint, to: token).status == 200) }
        clock.advance(by: .seconds(60))
        try await accounts.revoke(id: id)
        for token in [expired, revoked, foreign, good + "x", "nonsense"] {
            let answer = await answer(of: endpoint, to: token)
            #expect(answer.status == 401)
            #expect(answer.challenge == #"Bearer realm="scim", error="invalid_token""#)
            #expect(!answer.text.contains(token))
        }
        #expect(await answer(of: endpoint, to: good).status == 200)
    }

    @Test("the log is told why, by the id of the token, and the client gets the same answer each time")
    func reasons() async throws {
        let (clock, log) = (Clock(), CapturedLog())
        let accounts = try await ServiceAccounts(Scratch(), clock: clock)
        let (late, expired) = try await accounts.issue(lifetime: .seconds(60))
        let (gone, revoked) = try await accounts.issue()
        let (foreigner, foreign) = try await ServiceAccounts(Scratch(), clock: clock).issue()
        clock.advance(by: .seconds(60))
        try await accounts.revoke(id: gone)
        let endpoint = endpoint(accounts, logger: log.logger)
        var answers: Set<String> = []
        for (token, reason, id) in [
            (expired, "expired", late), (revoked, "revoked", gone), (foreign, "unknown", foreigner),
            ("nonsense", "malformed", nil),
        ] as [(String, String, String?)] {
            let answer = await answer(of: endpoint, to: token)
            answers.insert("\(answer.status) \(answer.challenge ?? "") \(answer.text)")
            let line = log.lines.last ?? ""
            #expect(line.contains(" reason=\(reason) ") && line.hasPrefix("info: refused a request"))
            #expect(line.contains(id.map { " credential=\($0) " } ?? " client="))
            #expect(!line.contains(token))
        }
        #expect(log.lines.count == 4 && answers.count == 1)
    }

    private func endpoint(
        _ accounts: ServiceAccounts, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) -> Endpoint {
        let service = ProvisioningService(
            store: InMemoryStore(), roles: NoRoles(), types: [.user, .group], cursors: AESCursorSeal(), logger: logger)
        return Endpoint(service: service, authenticators: [accounts], logger: logger)
    }

    private func answer(
        of endpoint: Endpoint, to token: String
    ) async -> (status: Int, challenge: String?, text: String) {
        let answer = await endpoint.answer(request(authorization: ["Bearer \(token)"]), from: Peer()) { _ in [] }
        return (
            answer.head.status.code, answer.head.headerFields[.wwwAuthenticate],
            String(decoding: answer.body, as: UTF8.self)
        )
    }
}

private struct NoRoles: RoleResolver {
    func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
    var catalogue: [Role] { [] }
}
