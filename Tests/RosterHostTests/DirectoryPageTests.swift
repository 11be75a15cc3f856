import Foundation
import SCIM
import Testing

@Suite("docs/directory.md — played with the real binary", .onThreadOfItsOwn)
struct DirectoryPageTests {
    private func text(_ path: String) throws -> String {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: project.appending(path: path), encoding: .utf8)
    }

    /// The blocks of one language on the page, in order.
    private func blocks(_ language: String) throws -> [String] {
        let parts = try text("docs/directory.md").components(separatedBy: "```")
        return stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
            .filter { $0.hasPrefix(language) }.map { String($0.drop { $0 != "\n" }.dropFirst()) }
    }

    @Test("the Swift code on the page is the code of an example that is tested")
    func code() throws {
        let example = try text("Examples/CustomBackend/Tests/CustomBackendTests/FollowingTests.swift")
        let code = try blocks("swift").map { block in
            block.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
        }
        #expect(!code.isEmpty && code.allSatisfy(example.contains))
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
        let nested = try ServerProcess(configuration: yaml)
        let (missing, reason) = try nested.run(["explain", "ines"])
        #expect(missing == 66 && reason.contains("there is no store"), "\(reason)")
        #expect(!FileManager.default.fileExists(atPath: nested.folder.appending(path: "data").path()))
        try json[0].write(to: server.folder.appending(path: "user.json"), atomically: true, encoding: .utf8)
        let (mapped, record) = try server.run(["map", "explain", "user.json"])
        #expect(mapped == 0 && record.contains(#"email = "ines@example.com""#), "\(record)")
        try "{}".write(to: server.folder.appending(path: "user.json"), atomically: true, encoding: .utf8)
        #expect(try server.run(["map", "explain", "user.json"]).status != 0)
        try server.start()
        #expect(try shown() == expected)
        #expect(server.stop() == 0)
    }

    @Test("a role that comes through groups in groups is explained group by group, and nothing moves the cursor")
    func nested() throws {
        let server = try ServerProcess(configuration: try #require(try blocks("yaml").first))
        try server.start()
        let provider = try HTTPConnection(port: server.port, token: server.token)
        func create(_ path: String, _ body: String) throws -> String {
            let (status, json) = try provider.send("POST", path, body)
            #expect(status == 201, "\(json)")
            return json["id"]?.string ?? ""
        }
        func group(_ name: String, _ member: String) throws -> String {
            let schema = "urn:ietf:params:scim:schemas:core:2.0:Group"
            let body = #"{"schemas":["\#(schema)"],"displayName":"\#(name)","members":[{"value":"\#(member)"}]}"#
            return try create("/Groups", body)
        }
        let user = try create(
            "/Users",
            #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","emails":[{"value":"a@b.c"}]}"#
        )
        let inner = try group(#"Inner\u001b[31m"#, user), middle = try group("Middle", inner)
        let outer = try group("Admins", middle)
        #expect(server.stop() == 0)
        let explained = try server.run(["explain", "ada"]).output
        let origin = "rule 'admins' through group 'Admins' (\(outer)), to which it belongs by"
        #expect(
            explained.contains(#"\#(origin) 'Inner\u{1B}[31m' (\#(inner)), then 'Middle' (\#(middle))"#), "\(explained)"
        )
        #expect(!explained.contains("\u{1B}"))
    }
}
