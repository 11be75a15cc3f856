import HTTPTypes
import RosterCore
import SCIM
import Synchronization
import Testing

@Suite("An issuer that knows nothing of showing")
struct CredentialIssuerTests {
    @Test("revokes what could not be shown", arguments: [false, true])
    func default_(fails: Bool) async throws {
        struct Unseen: Error {}
        let issuer = PlainIssuer()
        let result = await Result {
            try await issuer.issue(name: "x", scopes: [], lifetime: nil, subject: nil) { _, _ in
                if fails { throw Unseen() }
            }
        }
        #expect((try? result.get().id) == (fails ? nil : "1"))
        #expect(issuer.revoked.withLock { $0 } == (fails ? ["1"] : []))
    }
}

private final class PlainIssuer: CredentialIssuer {
    let scheme = AuthenticationScheme.bearerToken
    let revoked = Mutex<[String]>([])

    func authenticate(_ request: HTTPRequest, from peer: Peer) -> Principal? { nil }

    func issue(
        name: String, scopes: Set<Scope>, lifetime: Duration?, subject: ResourceID?
    ) -> (Credential, Secret) {
        (Credential(id: "1", name: name, scopes: scopes, created: .now, expires: nil, subject: subject), Secret("s"))
    }

    func credentials() -> [Credential] { [] }

    func revoke(id: String) { revoked.withLock { $0.append(id) } }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
