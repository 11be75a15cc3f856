import ConformanceLedger
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import RosterComposition
import RosterCore
import RosterCrypto
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

    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func application() -> Application<ServerResponder> {
        Server.application(endpoints: endpoints, settings: settings, logger: quiet)
    }

    private var endpoints: Endpoints {
        let service = ProvisioningService(
            store: InMemoryStore(), roles: NoRoles(), types: [.user, .group], cursors: AESCursorSeal(), logger: quiet)
        let endpoint = Endpoint(
            service: service, authenticators: [AnyBearer()], settings: settings.endpoint, logger: quiet)
        return Endpoints(scim: endpoint)
    }

    private let headers: HTTPFields = [.authorization: "Bearer x", .contentType: "application/scim+json"]

    @Test(
        "whether it takes changes is told to whoever asks, and nothing else is", arguments: [nil, "the disk is full"])
    func readiness(impediment: String?) async throws {
        let application = Server.application(
            endpoints: endpoints, readiness: Readiness { impediment }, settings: settings, logger: quiet)
        try await application.test(.live) { client in
            func ask(_ uri: String, _ method: HTTPRequest.Method = .get) async throws -> TestResponse {
                try await client.executeRequest(uri: uri, method: method, headers: [:], body: nil)
            }
            for uri in ["/readyz", "/readyz?verbose"] {
                let answer = try await ask(uri)
                #expect(answer.status == .ok && answer.headers[.contentType]?.hasPrefix("text/plain") == true)
                #expect(String(buffer: answer.body) == (impediment.map { "degraded: \($0)\n" } ?? "ready\n"))
            }
            #expect(try await ask("/readyz", .head).body.readableBytes == 0)
            #expect(try await ask("/readyz", .post).status == .methodNotAllowed)
            for uri in ["/readyz/", "/readyz/Users", "/Readyz", "/scim/readyz"] {
                #expect(try await ask(uri).status == .unauthorized, "\(uri)")
            }
        }
    }

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

    @Test("paths and queries mean what they meant to the client, over a socket as well")
    func encodings() async throws {
        try await application().test(.live) { client in
            func send(_ method: HTTPRequest.Method, _ uri: String, _ body: String = "") async throws -> TestResponse {
                try await client.executeRequest(
                    uri: uri, method: method, headers: headers, body: ByteBuffer(string: body))
            }
            let user = #"{"schemas":["\#(Schema.user.id)"],"userName":"a+tag@example.com"}"#
            let created = try await send(.post, "/%73cim/%55sers", user)
            #expect(created.status == .created)
            for filter in ["userName%20eq%20%22a+tag@example.com%22", "userName+eq+%22a%2Btag@example.com%22"] {
                let found = try JSONReader.read(
                    Array(buffer: try await send(.get, "/sc%69m/Users?filter=\(filter)").body))
                #expect(found["totalResults"] == 1, "\(filter)")
            }
            let location = try #require(created.headers[.location])
            let path = String(location.drop { $0 != "/" }.dropFirst(2).drop { $0 != "/" })
            let read = try await send(.get, path)
            #expect(read.headers[.location] == location && read.headers[.contentLocation] == location)
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
}
