import ConformanceLedger
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import RosterCore
import RosterHTTP
import RosterTesting
import SCIM
import Testing

@testable import RosterHost

@Suite("The endpoint behind Hummingbird")
struct ServingTests {
    private var settings: ServerSettings {
        var settings = ServerSettings()
        settings.port = 0
        settings.endpoint.maximumBodyBytes = 1_000
        return settings
    }

    private func application() -> Application<EndpointResponder> {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let service = ProvisioningService(
            store: InMemoryStore(), roles: NoRoles(), types: [.user, .group], logger: logger)
        let endpoint = Endpoint(
            service: service, authenticators: [AnyBearer()], settings: settings.endpoint, logger: logger)
        return Server.application(endpoints: Endpoints(scim: endpoint), settings: settings, logger: logger)
    }

    private let headers: HTTPFields = [.authorization: "Bearer x", .contentType: "application/scim+json"]

    @Test(
        "requests and answers keep their heads and bodies", .shows("7644-3.6-a", "7644-3.14-b"),
        arguments: [TestingSetup.router, .live])
    func exchange(_ setup: TestingSetup) async throws {
        try await application().test(setup) { client in
            let body = ByteBuffer(string: #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a"}"#)
            let created = try await client.executeRequest(
                uri: "/scim/Users", method: .post, headers: headers, body: body)
            #expect(created.status == .created)
            let user = try JSONReader.read(Array(buffer: created.body))
            let path = "/scim/Users/\(user["id"]?.string ?? "")"
            let read = try await client.executeRequest(uri: path, method: .get, headers: headers, body: nil)
            #expect(read.status == .ok)
            #expect(read.headers[.contentLength] == String(read.body.readableBytes))
            #expect(read.headers[.eTag] == user["meta"]?["version"]?.string)
            var conditional = headers
            conditional[.ifNoneMatch] = read.headers[.eTag]
            let fresh = try await client.executeRequest(uri: path, method: .get, headers: conditional, body: nil)
            #expect(fresh.status == .notModified)
            #expect(fresh.headers[.eTag] == read.headers[.eTag])
            #expect([nil, "0"].contains(fresh.headers[.contentLength]))
            #expect(fresh.body.readableBytes == 0)
            let deleted = try await client.executeRequest(uri: path, method: .delete, headers: headers, body: nil)
            #expect(deleted.status == .noContent)
            #expect(deleted.headers[.contentLength] == nil)
        }
    }

    @Test("a body whose announced length is beyond the limit is 413 as a SCIM error")
    func largeBody() async throws {
        try await application().test(.live) { client in
            let reply = try await client.executeRequest(
                uri: "/scim/Users", method: .post, headers: headers, body: ByteBuffer(repeating: 0x20, count: 1_001))
            #expect(reply.status == .contentTooLarge)
            #expect(try JSONReader.read(Array(buffer: reply.body))["status"] == "413")
        }
    }

    @Test("without credentials nothing is told, not even that a path does not exist")
    func unauthorized() async throws {
        try await application().test(.live) { client in
            for path in ["/", "/scim/Users", "/other", "/scim/%2e%2e/Users"] {
                let reply = try await client.executeRequest(uri: path, method: .get, headers: [:], body: nil)
                #expect(reply.status == .unauthorized)
                #expect(reply.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
            }
        }
    }

    private struct NoRoles: RoleResolver {
        func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
        var catalogue: [Role] { [] }
    }

    private struct AnyBearer: Authenticator {
        let scheme = AuthenticationScheme.bearerToken

        func authenticate(_ request: HTTPRequest, from peer: Peer) -> Principal? {
            request.headerFields[.authorization].map { Principal(id: $0, name: "test", scopes: [.all]) }
        }
    }
}
