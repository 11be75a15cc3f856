import ConformanceLedger
import Foundation
import SCIM
import Testing

@Suite("Starting, and failing to, with one clear line and a status of its own", .serialized, .onThreadOfItsOwn)
struct StartTests {
    @Test("the first start shows a token, the second finds data and token")
    func twice() throws {
        let server = try ServerProcess()
        try server.start()
        let token = server.token
        #expect(token.hasPrefix("scim_live_"))
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ines"}"#
        #expect(try HTTPConnection(port: server.port, token: token).send("POST", "/Users", body).status == 201)
        #expect(server.stop() == 0)
        try server.start()
        #expect(server.token == token)
        let again = try HTTPConnection(port: server.port, token: token).send("GET", "/Users")
        #expect(again.json["totalResults"] == 1)
        #expect(server.stop() == 0)
        for file in FileManager.default.enumerator(at: server.folder, includingPropertiesForKeys: nil) ?? .init() {
            guard let url = file as? URL, let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
            #expect(!text.contains(token.suffix(40)), "the token stands in \(url.lastPathComponent)")
        }
    }

    @Test("a bad configuration is told whole, with status 78")
    func badConfiguration() throws {
        let server = try ServerProcess(
            configuration: """
                server:
                  prot: 8080
                  host: 0.0.0.0
                store: { type: json-fil }
                authenticators: []
                """)
        let (status, output) = try server.run(["serve"])
        #expect(status == 78)
        #expect(output.contains("config.yaml:2:3: error: unknown key 'prot'; did you mean 'port'?\n  prot: 8080\n  ^"))
        #expect(output.contains("config.yaml:3:9: error:"))
        #expect(output.contains("config.yaml:4:16: error: unknown type 'json-fil'"))
        #expect(output.contains("did you mean 'json-file'?"))
        #expect(output.contains("config.yaml:5:17: error:"))
        #expect(try server.run(["check"]).status == 78)
        #expect(try server.run(["serve", "--config", "none.yaml"]).status == 78)
        #expect(!FileManager.default.fileExists(atPath: server.folder.appending(path: "data").path()))
    }

    @Test("tokens travel over loopback or behind a TLS proxy, never in the open", .shows("7644-7.2-a", "7644-7.4-a"))
    func transportSecurity() throws {
        for (settings, status) in [
            ("host: 0.0.0.0", 78), ("host: scim.example.com", 78), ("host: '::'", 78), ("host: 127.0.0.1", 0),
            ("host: '::1'", 0), ("host: localhost", 0), ("host: 0.0.0.0, behind-tls-proxy: true", 0),
            ("host: 0.0.0.0, behind-tls-proxy: false", 78),
        ] as [(String, Int32)] {
            let server = try ServerProcess(
                configuration: ServerProcess.configuration.replacing("port: 0", with: "port: 0, \(settings)"))
            let (result, output) = try server.run(["check"])
            #expect(result == status, "\(settings): \(output)")
            #expect(output.contains("unencrypted") == (status == 78))
        }
    }

    @Test("a second process on the same data is refused with status 75")
    func secondProcess() throws {
        let server = try ServerProcess()
        try server.start()
        // With a port of its own, and with the one that is taken as well.
        for port in [0, server.port] {
            try server.configure(ServerProcess.configuration.replacing("port: 0", with: "port: \(port)"))
            let (status, output) = try server.run(["serve"])
            #expect(status == 75)
            #expect(output.contains("in use by"))
            #expect(output.split(separator: "\n").count == 1)
        }
    }

    @Test("a port in use is refused with status 69")
    func portInUse() throws {
        let first = try ServerProcess()
        try first.start()
        let second = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("port: 0", with: "port: \(first.port)")
                .replacing("path: data", with: "path: data, backup: { every: 1s }"))
        let (status, output) = try second.run(["serve"])
        #expect(status == 69)
        // Nothing was made that the next start would take for a store in use.
        #expect(try FileManager.default.contentsOfDirectory(atPath: second.folder.path()) == ["config.yaml"])
        #expect(output.contains("127.0.0.1:\(first.port) is in use"))
        #expect(output.split(separator: "\n").count == 1)
    }

    @Test("a data folder that cannot be made is refused with status 73")
    func unwritable() throws {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("path: data", with: "path: /proc/roster")
                .replacing("file: data/", with: "file: ./"))
        let (status, output) = try server.run(["serve"])
        #expect(status == 73)
        #expect(output.contains("/proc/roster"))
    }

    @Test("tokens are made, listed and revoked while the server runs")
    func tokens() throws {
        let server = try ServerProcess()
        try server.start()
        let made = try server.run(["token", "create", "reader", "--scope", "users:read", "--ttl", "never"])
        #expect(made.status == 0)
        let token = try #require(made.output.firstMatch(of: /scim_live_\S+/)).0
        let id = String(token.split(separator: "_")[2])
        let list = try server.run(["token", "list"])
        #expect(list.output.contains("reader") && list.output.contains(id) && !list.output.contains(token))
        #expect(try server.run(["token", "create", "x", "--scope", "users:raed"]).status != 0)
        #expect(try waitFor(status: 200, token: String(token), server))
        #expect(try server.run(["token", "revoke", id]).status == 0)
        #expect(try waitFor(status: 401, token: String(token), server))
        let nobody = try server.run(["token", "revoke", "nobody00"])
        #expect(nobody.status == 66 && nobody.output.contains("see: roster token list\n"), "\(nobody.output)")
    }

    @Test("a command line that is wrong is answered with the usage of its own command")
    func usage() throws {
        let server = try ServerProcess()
        let lifetime = try server.run(["token", "create", "x", "--ttl", "soon"])
        #expect(lifetime.status == 64 && lifetime.output.contains("Usage: roster token create <name>"), "\(lifetime)")
        let scope = try server.run(["token", "create", "x", "--scope", "users:raed"])
        #expect(scope.status == 64 && scope.output.contains("users:read"), "\(scope)")
        #expect(scope.output.contains("see: roster token create --help\n"), "\(scope)")
    }

    @Test("a token for a user who is not there is made with a warning, for one who is there without")
    func tokenOfNobody() throws {
        let server = try ServerProcess()
        #expect(try server.run(["token", "create", "early", "--user", "nobody"]).output.contains("warning: "))
        try server.start()
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ines"}"#
        let token = try server.makeToken("okta", scopes: ["users:write", "users:read"])
        #expect(try waitFor(status: 200, token: token, server))
        let made = try HTTPConnection(port: server.port, token: token).send("POST", "/Users", body)
        let id = try #require(made.json["id"]?.string)
        let own = try server.run(["token", "create", "ines", "--user", id])
        #expect(own.status == 0 && !own.output.contains("warning"), "\(own.output)")
        let other = try server.run(["token", "create", "ines", "--user", "ines"])
        #expect(other.status == 0 && other.output.contains("warning: no user has the id 'ines'"), "\(other.output)")
    }

    /// Asks until the running server has noticed the change; gives up after very many answers.
    private func waitFor(status: Int, token: String, _ server: ServerProcess) throws -> Bool {
        let connection = try HTTPConnection(port: server.port, token: token)
        for _ in 0..<200_000 where try connection.send("GET", "/Users?count=0").status == status { return true }
        return false
    }
}
