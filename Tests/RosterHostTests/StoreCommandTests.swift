import Foundation
import SCIM
import Testing

@Suite("The operator's commands for the data of a store", .serialized, .onThreadOfItsOwn)
struct StoreCommandTests {
    /// A server with three users and a group of two of them.
    private func served(_ configuration: String = ServerProcess.configuration) throws -> (ServerProcess, ids: [String])
    {
        let server = try ServerProcess(configuration: configuration)
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        var ids: [String] = []
        for name in ["ada", "bob", "cyd"] {
            let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"\#(name)"}"#
            ids.append(try #require(try connection.send("POST", "/Users", body).json["id"]?.string))
        }
        let members = ids.prefix(2).map { #"{"value":"\#($0)"}"# }.joined(separator: ",")
        let group =
            #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff","members":[\#(members)]}"#
        ids.append(try #require(try connection.send("POST", "/Groups", group).json["id"]?.string))
        return (server, ids)
    }

    private func journal(_ server: ServerProcess) -> URL {
        server.folder.appending(path: "data/journal-00000000000000000001.jsonl")
    }

    @Test("verify tells what there is while the server runs, and ends with 65 and the place of damage")
    func verify() throws {
        let (server, _) = try served()
        let sound = try server.run(["store", "verify"])
        #expect(sound.status == 0)
        #expect(sound.output.contains("User: 3\n") && sound.output.contains("Group: 1\n"), "\(sound.output)")
        #expect(sound.output.hasSuffix("no findings\n"))
        #expect(server.stop() == 0)
        var bytes = try Data(contentsOf: journal(server))
        bytes[600] ^= 4
        try bytes.write(to: journal(server))
        let damaged = try server.run(["store", "verify"])
        #expect(damaged.status == 65)
        #expect(damaged.output.contains("journal-00000000000000000001.jsonl: byte "), "\(damaged.output)")
        #expect(try Data(contentsOf: journal(server)) == bytes)
        let refused = try server.run(["serve"])
        #expect(refused.status == 65)
        #expect(
            refused.output.contains("Run: roster store verify, then: roster store repair --plan"), "\(refused.output)")
    }

    @Test("export while the server runs, import elsewhere, export: the same bytes")
    func exportAndImport() throws {
        let (server, ids) = try served()
        let (status, lines) = try server.run(["store", "export"])
        #expect(status == 0)
        #expect(lines.split(separator: "\n").count == 4)
        #expect(try server.run(["store", "import", "-"]).status == 75)
        let other = try ServerProcess()
        let file = other.folder.appending(path: "all.jsonl")
        try Data(lines.utf8).write(to: file)
        let loaded = try other.run(["store", "import", "all.jsonl"])
        #expect(loaded.status == 0 && loaded.output == "User: 3\nGroup: 1\n", "\(loaded.output)")
        #expect(try other.run(["store", "export"]).output == lines)
        #expect(try other.run(["store", "export", "again.jsonl"]).status == 0)
        #expect(try Data(contentsOf: other.folder.appending(path: "again.jsonl")) == Data(lines.utf8))
        #expect(try other.run(["store", "import", "all.jsonl"]).status == 73)
        try other.start()
        let found = try HTTPConnection(port: other.port, token: other.token).send("GET", "/Users/\(ids[0])")
        #expect(found.status == 200)
        #expect(try other.run(["store", "export", "--tree", "tree"]).status == 0)
        let user = try String(contentsOf: other.folder.appending(path: "tree/Users/\(ids[0]).json"), encoding: .utf8)
        #expect(user.contains("\n    \"userName\": \"ada\"\n"), "\(user)")
        #expect(try other.run(["store", "export", "--tree", "tree"]).status == 73)
    }

    @Test("a line that cannot be imported is named, with status 65")
    func badImport() throws {
        let server = try ServerProcess()
        try Data("{\"type\":\n".utf8).write(to: server.folder.appending(path: "bad.jsonl"))
        let (status, output) = try server.run(["store", "import", "bad.jsonl"])
        #expect(status == 65)
        #expect(output.contains("line 1: ") && output.contains("Nothing was changed"), "\(output)")
        #expect(!FileManager.default.fileExists(atPath: server.folder.appending(path: "data").path()))
        #expect(try server.run(["store", "import", "none.jsonl"]).status == 66)
    }

    @Test("stats tells numbers while the server runs")
    func stats() throws {
        let (server, ids) = try served()
        let (status, output) = try server.run(["store", "stats"])
        #expect(status == 0)
        #expect(output.contains("User: 3, ") && output.contains("2 members: staff (\(ids[3]))"), "\(output)")
        #expect(output.contains("every change behind n=0 can be read, since "), "\(output)")
    }

    @Test("history tells what became of a user while the server runs, and ends with 66 if there never was one")
    func history() throws {
        let (server, ids) = try served()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        let patch =
            #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"a\u001b[2Jb"}]}"#
        #expect(try connection.send("PATCH", "/Users/\(ids[0])", patch).status == 200)
        #expect(try connection.send("DELETE", "/Users/\(ids[0])").status == 204)
        let (status, output) = try server.run(["history", "ADA"])
        #expect(status == 0)
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first == "User \(ids[0]) 'ada', deleted", "\(output)")
        #expect(lines.contains("    userName: + \"ada\""), "\(output)")
        #expect(lines.contains("    joined 'staff' (\(ids[3]))") && lines.contains("    left 'staff' (\(ids[3]))"))
        #expect(lines.contains { $0.hasPrefix("    title: + \"a") && !$0.contains("\u{1B}") }, "\(output)")
        #expect(lines.contains { $0.contains("  deleted by ") && $0.contains(", request ") }, "\(output)")
        let short = try server.run(["history", "ada", "--limit", "1"])
        #expect(short.output.contains("earlier changes that are not shown: 3;"), "\(short.output)")
        let group = try server.run(["history", ids[3]])
        #expect(group.output.contains("    members that came: 'ada' (\(ids[0])), 'bob' (\(ids[1]))"), "\(group.output)")
        let nobody = try server.run(["history", "nobody"])
        #expect(nobody.status == 66 && nobody.output.contains("'nobody'"), "\(nobody.output)")
        #expect(try server.run(["history", "ada", "--limit", "0"]).status == 64)
    }

    @Test("'history: 7d' keeps what lies before several snapshots, and a duration that is none is refused")
    func longHistory() throws {
        let configuration = ServerProcess.configuration.replacing("path: data }", with: "path: data, history: 7d }")
        let (server, ids) = try served(configuration)
        for round in 0..<3 {
            #expect(server.stop() == 0)
            #expect(try server.run(["store", "compact"]).status == 0)
            try server.start()
            let connection = try HTTPConnection(port: server.port, token: server.token)
            let patch =
                #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"t\#(round)"}]}"#
            #expect(try connection.send("PATCH", "/Users/\(ids[1])", patch).status == 200)
        }
        #expect(try server.run(["store", "stats"]).output.contains("every change behind n=0 can be read"))
        let (status, output) = try server.run(["history", "bob"])
        #expect(status == 0 && output.contains("  created by "), "\(output)")
        #expect(output.contains(#"    title: "t1" -> "t2""#), "\(output)")
        #expect(output.hasSuffix("every change since the beginning was looked at\n"), "\(output)")
        let wrong = try ServerProcess(configuration: configuration.replacing("7d", with: "always"))
        let refused = try wrong.run(["check"])
        #expect(refused.status == 78 && refused.output.contains("such as 7d"), "\(refused.output)")
    }

    @Test("repair shows its plan, does it, and the server starts again")
    func repair() throws {
        let (server, _) = try served()
        #expect(server.stop() == 0)
        #expect(try server.run(["store", "repair"]).status == 64)
        #expect(try server.run(["store", "repair", "--plan"]).status == 0)
        var bytes = try Data(contentsOf: journal(server))
        bytes[600] ^= 4
        try bytes.write(to: journal(server))
        let plan = try server.run(["store", "repair", "--plan"])
        #expect(plan.status == 65 && plan.output.contains("cannot be read and is lost"), "\(plan.output)")
        #expect(try Data(contentsOf: journal(server)) == bytes)
        #expect(try server.run(["store", "repair", "--apply"]).status == 0)
        #expect(try server.run(["store", "verify"]).status == 0)
        #expect(try server.run(["store", "compact"]).status == 0)
        try server.start()
        #expect(try server.run(["store", "compact"]).status == 75)
    }
}
