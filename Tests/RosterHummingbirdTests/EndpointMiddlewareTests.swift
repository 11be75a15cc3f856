import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterHummingbird
import RosterTesting
import SCIM
import Testing

@Suite("Endpoints beside the routes of an application in Hummingbird")
struct EndpointMiddlewareTests {
    private let headers: HTTPFields = [.authorization: "Bearer x", .contentType: "application/scim+json"]

    private func endpoints(basePath: String = "/scim") -> Endpoints {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let service = ProvisioningService(
            store: InMemoryStore(), roles: NoRoles(), types: [.user, .group],
            cursors: AESCursorSeal(), logger: quiet)
        var settings = EndpointSettings()
        settings.basePath = basePath
        settings.maximumBodyBytes = 1_000
        return Endpoints(
            scim: Endpoint(service: service, authenticators: [AnyBearer()], settings: settings, logger: quiet),
            directory: DirectoryEndpoint(
                directory: Directory(service: service, mapper: PlainRecords(), logger: quiet),
                authenticators: [AnyBearer()], settings: settings, logger: quiet))
    }

    private func application(_ endpoints: Endpoints) -> some ApplicationProtocol {
        let router = Router()
        router.add(middleware: EndpointMiddleware(endpoints))
        router.get("/hello") { _, _ in "Hello" }
        router.get("/scimitar") { _, _ in "A sword" }
        return Application(router: router)
    }

    @Test("each path belongs to one of them", arguments: [TestingSetup.router, .live])
    func paths(_ setup: TestingSetup) async throws {
        try await application(endpoints()).test(setup) { client in
            func status(_ path: String, _ headers: HTTPFields = [:]) async throws -> Int {
                try await client.executeRequest(uri: path, method: .get, headers: headers, body: nil).status.code
            }
            for (path, without, with) in [
                ("/hello", 200, 200), ("/scimitar", 200, 200), ("/", 404, 404), ("/none", 404, 404),
                ("/Scim/Users", 404, 404), ("/scim", 401, 200), ("/scim/Users", 401, 200),
                ("/%73cim/Users?count=1", 401, 200), ("//scim/v2/Users", 401, 200), ("/directory/users", 401, 200),
            ] {
                let codes = (try await status(path), try await status(path, headers))
                #expect(codes == (without, with), "\(path)")
            }
        }
    }

    @Test("an answer has what Hummingbird would have to be told of", arguments: [TestingSetup.router, .live])
    func answers(_ setup: TestingSetup) async throws {
        try await application(endpoints()).test(setup) { client in
            func send(_ method: HTTPRequest.Method, _ path: String, _ body: String = "") async throws -> TestResponse {
                try await client.executeRequest(
                    uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
            }
            let created = try await send(
                .post, "/scim/Users", #"{"schemas":["\#(Schema.user.id)"],"userName":"ada"}"#)
            #expect(created.status == .created)
            let id = try JSONReader.read(Array(buffer: created.body))["id"]?.string ?? ""
            let read = try await send(.get, "/scim/Users/\(id)")
            let head = try await send(.head, "/scim/Users/\(id)")
            #expect(head.status == .ok && head.body.readableBytes == 0)
            #expect(head.headers[.contentLength] == read.headers[.contentLength])
            #expect(head.headers[.eTag] == read.headers[.eTag])
            #expect(
                try await send(.post, "/scim/Users", String(repeating: " ", count: 1_001)).status == .contentTooLarge)
            let deleted = try await send(.delete, "/scim/Users/\(id)")
            #expect(deleted.status == .noContent && deleted.headers[.contentLength] == nil)
        }
    }

    @Test("SCIM at the root leaves the routes nothing")
    func root() async throws {
        try await application(endpoints(basePath: "")).test(.router) { client in
            for path in ["/hello", "/Users"] {
                let reply = try await client.executeRequest(uri: path, method: .get, headers: [:], body: nil)
                #expect(reply.status == .unauthorized, "\(path)")
            }
        }
    }

    @Test("the peer is what the application says, or the address of its context")
    func peer() async throws {
        let seen = SeenPeers()
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let service = ProvisioningService(
            store: InMemoryStore(), roles: NoRoles(), types: [.user, .group],
            cursors: AESCursorSeal(), logger: quiet)
        let endpoints = Endpoints(scim: Endpoint(service: service, authenticators: [seen], logger: quiet))
        let forwarded = Router()
        forwarded.add(
            middleware: EndpointMiddleware(endpoints) { request, _ in
                Peer(address: request.headers[values: .xForwardedFor].last)
            })
        let addressed = Router(context: AddressedContext.self)
        addressed.add(middleware: EndpointMiddleware(endpoints))
        func ask(_ application: some ApplicationProtocol) async throws {
            try await application.test(.live) { client in
                _ = try await client.executeRequest(
                    uri: "/scim/Users", method: .get, headers: [.xForwardedFor: "203.0.113.7"], body: nil)
            }
        }
        try await ask(Application(router: forwarded))
        try await ask(Application(router: addressed, configuration: .init(address: .hostname("127.0.0.1", port: 0))))
        try await ask(Application(responder: EndpointResponder<BasicRequestContext>(endpoints)))
        #expect(seen.addresses == ["203.0.113.7", "127.0.0.1", nil])
    }
}

/// A context that knows where a request came from.
private struct AddressedContext: RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}

extension HTTPField.Name {
    fileprivate static var xForwardedFor: Self { Self("X-Forwarded-For") ?? .from }
}
