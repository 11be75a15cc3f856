import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Embedded

@Suite("An application with SCIM beside its own routes, in one process")
struct EmbeddingTests {
    /// A client of the running application.
    private struct Client {
        let http: any TestClientProtocol
        let token: String

        func send(
            _ method: HTTPRequest.Method, _ path: String, _ body: String = ""
        ) async throws -> (status: Int, body: String) {
            let headers: HTTPFields = [.authorization: "Bearer \(token)", .contentType: "application/scim+json"]
            let reply = try await http.executeRequest(
                uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
            return (reply.status.code, String(buffer: reply.body))
        }

        /// Asks the application's own route until it tells this.
        func awaitBadges(_ names: String) async throws {
            while try await send(.get, "/badges").body != names {}
        }
    }

    /// Runs the application with a listener, over the data of a folder.
    ///
    /// - Parameter token: The token of an earlier start, `nil` for the first one.
    /// - Returns: The token.
    private func serve(
        in folder: URL, token: String? = nil, _ test: @escaping @Sendable (Client) async throws -> Void
    ) async throws -> String {
        let file = folder.appending(path: "config.yaml")
        if token == nil {
            let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
            try FileManager.default.copyItem(at: package.appending(path: "config.yaml"), to: file)
        }
        let shown = Mutex(token ?? "")
        let application = try await application(configuration: file.path(), port: 0, badges: Badges()) { new in
            shown.withLock { $0 += new }
        }
        try await application.test(.live) { try await test(Client(http: $0, token: shown.withLock { $0 })) }
        return shown.withLock { $0 }
    }

    @Test("the README shows the code that embeds")
    func page() throws {
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        func lines(_ path: String) throws -> [Substring] {
            try String(contentsOf: package.appending(path: path).standardized, encoding: .utf8).split(separator: "\n")
        }
        let code = try lines("Sources/Embedded/Embedding.swift").filter { $0.hasPrefix("    ") }.map { $0.dropFirst(4) }
        let page = try lines("../../README.md")
        let start = try #require(page.firstIndex { $0.hasSuffix("Embedding.swift)") }) + 1
        let shown = page[start...].prefix { $0 != "```" }
        #expect(shown.count > 10 && shown.filter { !code.contains($0) } == [])
    }

    @Test(
        "it serves both, and follows the directory from its first user on, over a restart", .timeLimit(.minutes(5)))
    func both() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "embedded-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let token = try await serve(in: folder) { client in
            #expect(try await client.send(.get, "/health") == (200, "well"))
            #expect(try await client.send(.get, "/none").status == 404)
            #expect(try await Client(http: client.http, token: "wrong").send(.get, "/scim/Users").status == 401)
            let user = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","active":true}"#
            for name in ["ada", "bob"] {
                let body = user.replacing("ada", with: name)
                #expect(try await client.send(.post, "/scim/Users", body).status == 201)
            }
            try await client.awaitBadges(#"["ada","bob"]"#)
        }
        _ = try await serve(in: folder, token: token) { client in
            try await client.awaitBadges(#"["ada","bob"]"#)
            let found = try await client.send(.get, "/scim/Users?filter=userName%20eq%20%22ada%22&attributes=id").body
            let id = try #require(found.firstMatch(of: /"id":"([^"]+)"/)).1
            let patch = """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],\
                "Operations":[{"op":"replace","path":"active","value":false}]}
                """
            #expect(try await client.send(.patch, "/scim/Users/\(id)", patch).status == 200)
            try await client.awaitBadges(#"["bob"]"#)
        }
    }
}
