import Foundation
import SCIM
import Testing

@Suite("docs/directory.md — played with the real binary")
struct DirectoryPageTests {
    /// The blocks of one language on the page, in order.
    private func blocks(_ language: String) throws -> [String] {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/directory.md")
        let parts = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```")
        return stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
            .filter { $0.hasPrefix(language + "\n") }.map { String($0.dropFirst(language.count + 1)) }
    }

    @Test("a user who is pushed is read in the application's words, also after a restart")
    func page() throws {
        let yaml = try #require(try blocks("yaml").first), json = try blocks("json")
        let server = try ServerProcess(configuration: yaml)
        try server.start()
        #expect(server.stop() == 0)
        let application = try server.makeToken("application", scopes: ["directory:read", "directory:write"])
        try server.start()
        let provider = try HTTPConnection(port: server.port, token: server.token)
        let user = try provider.send("POST", "/Users", json[0])
        let id = try #require(user.json["id"]?.string)
        let group =
            #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Admins","members":[{"value":"\#(id)"}]}"#
        let team = try #require(try provider.send("POST", "/Groups", group).json["id"]?.string)
        let expected = try JSONReader.read(Array(json[1].replacing("TEAM", with: team).replacing("ID", with: id).utf8))

        func shown() throws -> AttributeValue {
            let reader = try HTTPConnection(port: server.port, token: application, basePath: "/directory")
            let (status, json) = try reader.send("GET", "/users/\(id)")
            #expect(status == 200)
            guard case .complex(var user) = json, case .complex(var record)? = user["record"] else { return json }
            for name in ["createdAt", "updatedAt"] as [AttributeName] {
                #expect(DateTime(record[name]?.string ?? "") != nil)
                record[name] = "TIME"
            }
            user["record"] = .complex(record)
            return .complex(user)
        }
        #expect(try shown() == expected)
        let finder = try HTTPConnection(port: server.port, token: application, basePath: "/directory")
        let filter = "/users?filter=externalIdpUsername+eq+%22ines@example.com%22"
        #expect(try finder.send("GET", filter).json["total"] == 1)
        // The token of the identity provider does not open the directory, nor that of the application SCIM.
        let stranger = try HTTPConnection(port: server.port, token: server.token, basePath: "/directory")
        #expect(try stranger.send("GET", "/users").status == 403)
        let outsider = try HTTPConnection(port: server.port, token: application)
        #expect(try outsider.send("GET", "/Users").status == 403)
        #expect(server.stop() == 0)
        let (status, explained) = try server.run(["explain", "INES@example.com"])
        #expect(status == 0)
        for line in [
            "admin (Administrator): rule 'admins' through group 'Admins' (\(team))", "reader (Reader): default",
            "Admins (\(team)): a member of the group", #"name = "Ines Okafor"  from displayName"#,
        ] {
            #expect(explained.contains(line), "\(explained)")
        }
        try json[0].write(to: server.folder.appending(path: "user.json"), atomically: true, encoding: .utf8)
        let (mapped, record) = try server.run(["map", "explain", "user.json"])
        #expect(mapped == 0 && record.contains(#"email = "ines@example.com""#), "\(record)")
        try "{}".write(to: server.folder.appending(path: "user.json"), atomically: true, encoding: .utf8)
        #expect(try server.run(["map", "explain", "user.json"]).status != 0)
        try server.start()
        #expect(try shown() == expected)
        #expect(server.stop() == 0)
    }
}
