import ConformanceLedger
import Logging
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterTesting
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.2 — filters see what the provider filled in")
struct DefaultedAttributeConformanceTests {
    @Test(.shows("7644-3.4.2.2-u"))
    func defaultedValueIsFoundAsItWasReturned() async {
        var provider = Provider()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let service = ProvisioningService(
            store: InMemoryStore(), roles: EveryoneIsAGuest(), types: [.user, .group], cursors: AESCursorSeal(),
            logger: logger)
        provider.client.endpoint = Endpoint(
            service: service, authenticators: [OneToken(scopes: [.all])], logger: logger)
        let user = await provider.user("una")
        _ = await provider.user("bea", ["roles": [["value": "pilot"]]])
        #expect(await user.read()["roles"] == [["value": "guest", "display": "Guest"]])
        #expect(await provider.names(where: #"roles.value eq "guest""#) == ["una"])
        #expect(await provider.names(where: #"roles[display eq "Guest"]"#) == ["una"])
    }

    private struct EveryoneIsAGuest: RoleResolver {
        let catalogue = [Role(id: "guest", name: "Guest")]

        func roles(of subject: RoleSubject) -> [RoleGrant] {
            catalogue.map { RoleGrant($0, from: .byDefault) }
        }
    }
}
