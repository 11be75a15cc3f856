import ConformanceLedger
import Foundation
import SCIM
import Testing

@Suite("groups — whether two may have one name", .serialized, .onThreadOfItsOwn)
struct GroupNameTests {
    @Test(
        "a second group of one name is refused unless the configuration wants it", .shows("7643-7-f", "7644-4-g"),
        arguments: [("", 409), ("groups: { unique-names: true }", 409), ("groups: { unique-names: false }", 201)])
    func secondGroup(_ section: String, _ status: Int) throws {
        let server = try ServerProcess(configuration: ServerProcess.configuration + "\n" + section)
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        let group = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"NAME"}"#
        #expect(try connection.send("POST", "/Groups", group.replacing("NAME", with: "Crew")).status == 201)
        let second = try connection.send("POST", "/Groups", group.replacing("NAME", with: "crew"))
        #expect(second.status == status)
        #expect(second.json["scimType"] == (status == 409 ? "uniqueness" : nil))
        let attributes =
            try connection.send("GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group").json["attributes"]
        #expect(
            attributes?.array?.first { $0["name"] == "displayName" }?["uniqueness"]
                == (status == 409 ? "server" : "none"))
        #expect(server.stop() == 0)
    }

    @Test("two of one name from before are named by a start and by a check, served, backed up, exported and imported")
    func later() throws {
        let lenient = ServerProcess.configuration + "\ngroups: { unique-names: false }"
        let server = try ServerProcess(configuration: lenient)
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        let group = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Crew"}"#
        var ids: [String] = []
        for _ in 0..<2 { ids.append(try #require(try connection.send("POST", "/Groups", group).json["id"]?.string)) }
        #expect(server.stop() == 0)
        #expect(try server.run(["check"]).output == "config.yaml: no problems\n")
        try server.configure(ServerProcess.configuration)
        let note = "displayName 'crew' is that of both \(ids[0]) and \(ids[1])"
        let check = try server.run(["check"])
        #expect(check.status == 0 && check.output.contains("note: \(note)"), "\(check.output)")
        try server.start()
        let again = try HTTPConnection(port: server.port, token: server.token)
        let operation = #"{"op":"replace","path":"externalId","value":"x"}"#
        let patch =
            #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[\#(operation)]}"#
        #expect(try again.send("PATCH", "/Groups/\(ids[1])", patch).status == 200)
        #expect(try again.send("POST", "/Groups", group).status == 409)
        #expect(server.stop() == 0)
        #expect(server.output.contains("share a value that has to be unique"), "\(server.output)")
        #expect(try server.run(["backup", "create"]).status == 0)
        let backup = try #require(try server.run(["backup", "list"]).output.split(separator: " ").first).description
        for command in [["store", "verify"], ["backup", "verify", backup], ["backup", "restore", backup]] {
            let (status, output) = try server.run(command)
            #expect(status == 0, "\(output)")
            #expect(output.contains("note: \(note)") == (command.last != backup || command[1] == "verify"), "\(output)")
        }
        #expect(try server.run(["store", "repair", "--plan"]).status == 0)
        let lines = try server.run(["store", "export"]).output
        let other = try ServerProcess()
        try lines.write(to: other.folder.appending(path: "all.jsonl"), atomically: true, encoding: .utf8)
        let imported = try other.run(["store", "import", "all.jsonl"])
        #expect(imported.status == 0 && imported.output.contains("note: line 2: \(note)"), "\(imported.output)")
        #expect(try other.run(["store", "export"]).output == lines)
    }
}
