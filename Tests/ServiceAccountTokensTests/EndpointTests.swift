import ConformanceLedger
import HTTPTypes
import Logging
import RosterCore
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

    private func endpoint(_ accounts: ServiceAccounts) -> Endpoint {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let service = ProvisioningService(
            store: InMemoryStore(), roles: NoRoles(), types: [.user, .group], logger: logger)
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
