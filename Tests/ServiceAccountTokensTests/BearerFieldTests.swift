import ConformanceLedger
import HTTPTypes
import RosterCore
import SCIM
import ServiceAccountTokens
import Testing

@Suite("RFC 6750 §2.1 — the Authorization field")
struct BearerFieldTests {
    @Test(
        "the token is found in any spelling of the scheme", .shows("7644-2-a"),
        arguments: [
            "Bearer TOKEN", "bearer TOKEN", "BEARER TOKEN", "bEaReR TOKEN", "Bearer   TOKEN", "Bearer\tTOKEN",
            "Bearer \t TOKEN  ", "  Bearer TOKEN\t",
        ])
    func accepted(_ value: String) async throws {
        let accounts = try await ServiceAccounts(Scratch())
        let (id, token) = try await accounts.issue()
        let principal = try accounts.authenticate(value.replacing("TOKEN", with: token))
        #expect(principal == Principal(id: id, name: "okta", scopes: [.all]))
    }

    @Test(
        "other schemes are somebody else's",
        arguments: [
            "Basic dXNlcjpwYXNz", "Basic TOKEN", "Digest TOKEN", "BearerX TOKEN", "Bearer-2 TOKEN", "BearerTOKEN",
            "Token TOKEN", "non-token", "", " ", "Beare", "Bea rer TOKEN", "glsoat-abcdef", "MAC TOKEN", "TOKEN",
            " TOKEN ", "TOKENx", "TOKEN x", "scim_live_",
        ])
    func foreign(_ value: String) async throws {
        let accounts = try await ServiceAccounts(Scratch())
        let (_, token) = try await accounts.issue()
        #expect(try accounts.authenticate(value.replacing("TOKEN", with: token)) == nil)
    }

    @Test(
        "what is ours and wrong is refused, all in the same words (ToolJet #16217)",
        arguments: [
            "Bearer", "bearer", "Bearer ", "Bearer \t ", "Bearer,", "Bearer, TOKEN", "Bearer ,", "Bearer:TOKEN",
            "Bearer: TOKEN", "Bearer=TOKEN", "Bearer \"TOKEN\"", "Bearer null", "Bearer undefined", "Bearer none",
            "Bearer {{token}}", "Bearer Bearer TOKEN", "Bearer TOKEN TOKEN", "Bearer TOKEN, Bearer TOKEN",
            "Bearer TOKEN,", "Bearer TOKENx", "Bearer xTOKEN", "Bearer token=TOKEN",
            "Bearer scim_live_", "Bearer SCIM_LIVE_AAAAAAAA_", "Bearer é", "Bearer 0",
        ])
    func refused(_ value: String) async throws {
        let accounts = try await ServiceAccounts(Scratch())
        let (_, token) = try await accounts.issue()
        #expect(throws: refusal) { try accounts.authenticate(value.replacing("TOKEN", with: token)) }
    }

    @Test("no byte but a blank may stand before or behind the token")
    func bytes() async throws {
        let token = Array(try await ServiceAccounts(Scratch()).issue().token.utf8)
        for byte in UInt8.min...UInt8.max {
            for value in [Array("Bearer ".utf8) + token + [byte], Array("Bearer ".utf8) + [byte] + token] {
                let isToken = value.withUnsafeBufferPointer { BearerField.token(in: $0).map { Token($0) != nil } }
                #expect(isToken == (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")))
            }
        }
    }

    @Test("two fields are refused, whatever is in them")
    func twice() async throws {
        let accounts = try await ServiceAccounts(Scratch())
        let (_, token) = try await accounts.issue()
        let good = "Bearer \(token)"
        for (first, second) in [(good, good), (good, "Basic x"), ("Basic x", good), (good, ""), ("", good)] {
            #expect(throws: refusal) { try accounts.authenticate(first, second) }
        }
    }

    @Test("nothing but the field is looked at (open-webui #19168, CVE-2026-45339)")
    func elsewhere() async throws {
        let accounts = try await ServiceAccounts(Scratch())
        let (_, token) = try await accounts.issue()
        var request = request(authorization: [])
        request.path = "/scim/Users?access_token=\(token)&token=\(token)"
        for name in ["x-api-key", "cookie", "proxy-authorization", "x-authorization", "authentication", "api-key"] {
            guard let name = HTTPField.Name(name) else { continue }
            request.headerFields.append(HTTPField(name: name, value: "Bearer \(token)"))
        }
        #expect(try await accounts.authenticate(request, from: Peer()) == nil)
        request.headerFields.append(HTTPField(name: .authorization, value: "Bearer"))
        await #expect(throws: refusal) { try await accounts.authenticate(request, from: Peer()) }
    }

    @Test("the scheme is announced as a bearer token")
    func scheme() async throws {
        #expect(try await ServiceAccounts(Scratch()).scheme == .bearerToken)
    }
}
