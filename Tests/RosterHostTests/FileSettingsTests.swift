import Foundation
import SCIM
import Testing

@Suite("Settings of the server that are read from a file", .serialized, .onThreadOfItsOwn)
struct FileSettingsTests {
    private func server(_ settings: String) throws -> ServerProcess {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("port: 0", with: "port: 0, \(settings)"))
        try server.start()
        return server
    }

    @Test("base-path and public-url")
    func places() throws {
        let server = try server("base-path: /id/v1, public-url: https://id.example.com/scim/")
        let connection = try HTTPConnection(port: server.port, token: server.token, basePath: "/id/v1")
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada"}"#
        let created = try connection.send("POST", "/Users", body)
        let id = try #require(created.json["id"]?.string)
        #expect(created.status == 201)
        #expect(created.json["meta"]?["location"] == .string("https://id.example.com/scim/Users/\(id)"))
        let elsewhere = try HTTPConnection(port: server.port, token: server.token)
        #expect(try elsewhere.send("GET", "/Users").status == 404)
        #expect(server.stop() == 0)
    }

    @Test("idle-timeout", .timeLimit(.minutes(1)))
    func idle() throws {
        let server = try server("limits: { idle-timeout: 1s }")
        let connection = try HTTPConnection(port: server.port, token: server.token)
        #expect(try connection.send("GET", "/Users").status == 200)
        // By default this would take longer than the test may.
        #expect(throws: HTTPConnection.Closed.self) { try connection.read() }
        #expect(server.stop() == 0)
    }

    @Test("a file of tokens that nobody gave to the server ends it with status 77", .whereUsersCanBeChanged)
    func forbidden() throws {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("data/service-accounts", with: "service-accounts"))
        #expect(try server.run(["token", "create", "okta"]).status == 0)
        let file = server.folder.appending(path: "service-accounts.json").path()
        if geteuid() == 0 {
            server.launcher = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            #expect(chown(server.folder.path(), 65_534, 65_534) == 0)
        } else {
            #expect(chmod(file, 0) == 0)
        }
        let (status, output) = try server.run(["serve"])
        #expect(status == 77 && output.contains("service-accounts.json"), "\(output)")
    }
}
