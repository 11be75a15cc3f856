import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import RosterHost

@Suite("The base URL that the first start shows works", .serialized, .onThreadOfItsOwn)
struct BaseURLTests {
    /// The URL that was shown, and the last line of the log.
    private func start(_ settings: String) throws -> (server: ServerProcess, shown: String, logged: String) {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("port: 0", with: settings))
        try server.start()
        let shown = try #require(server.output.firstMatch(of: /SCIM base URL +(\S+)/)).1
        let logged = try #require(server.output.firstMatch(of: /url=(\S+)/)).1
        let tried = try #require(server.output.firstMatch(of: /curl -H 'Authorization: Bearer \S+' '(\S+)'/)).1
        #expect(tried == "\(shown)Users?count=2")
        return (server, String(shown), String(logged))
    }

    /// Asks as a client does that was given the URL.
    private func status(of text: String, _ server: ServerProcess) throws -> Int {
        let url = try #require(URL(string: text))
        let host = try #require(url.host()).filter { !"[]".contains($0) }
        let connection = try HTTPConnection(
            host: host, port: try #require(url.port), token: server.token, basePath: "/scim")
        return try connection.send("GET", "/Users?count=0").status
    }

    @Test(
        "with a port that the system chooses, on each kind of address",
        arguments: [
            ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("::", "[::1]"),
        ])
    func addresses(host: String, called: String) async throws {
        guard (try? await ListeningAddress(host: host, port: 0).check()) != nil else { return }
        let (server, shown, logged) = try start("port: 0, host: '\(host)', behind-tls-proxy: true")
        let port = try #require(shown.firstMatch(of: /:([0-9]+)\/scim\/$/)).1
        #expect(port != "0" && shown == "http://\(called):\(port)/scim/")
        #expect(logged.hasSuffix(":\(port)/scim"))
        #expect(try status(of: shown, server) == 200)
        #expect(server.stop() == 0)
    }

    @Test("with a public URL it is that one")
    func publicURL() throws {
        let (server, shown, _) = try start("port: 0, public-url: 'https://id.example.com/scim/'")
        #expect(shown == "https://id.example.com/scim/")
        #expect(server.stop() == 0)
    }
}
