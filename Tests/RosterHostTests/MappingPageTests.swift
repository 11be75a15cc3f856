import Foundation
import SCIM
import Testing

@Suite("docs/mapping.md — its example before a store, with the real binary", .serialized, .onThreadOfItsOwn)
struct MappingPageTests {
    private let user = "urn:ietf:params:scim:schemas:core:2.0:User"
    private let group = "urn:ietf:params:scim:schemas:core:2.0:Group"

    /// The configuration of the page as it stands there.
    private func example() throws -> String {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: project.appending(path: "docs/mapping.md"), encoding: .utf8)
        let block = try #require(page.components(separatedBy: "```yaml\n").dropFirst().first)
        return try #require(block.components(separatedBy: "```").first)
    }

    private func post(
        _ connection: HTTPConnection, _ path: String, _ schema: String, _ more: String
    ) throws -> (status: Int, json: AttributeValue) {
        try connection.send("POST", path, #"{"schemas":["\#(schema)"],\#(more)}"#)
    }

    private func found(_ connection: HTTPConnection, _ path: String, _ filter: String) throws -> [String] {
        let query = filter.replacing(" ", with: "%20").replacing("\"", with: "%22")
        return try connection.send("GET", "\(path)?filter=\(query)").json["Resources"]?.array?.compactMap {
            $0["id"]?.string
        } ?? []
    }

    @Test("names are unique and found, and the deleted leave their groups, also after a restart")
    func contract() throws {
        let server = try ServerProcess(
            configuration: "\(ServerProcess.configuration)\ndirectory: { path: /directory }\n\(try example())")
        #expect(try server.run(["check"]).status == 0)
        try server.start()
        #expect(server.stop() == 0)
        let application = try server.makeToken("application", scopes: ["directory:read"])
        try server.start()
        var scim = try HTTPConnection(port: server.port, token: server.token)
        let mail = #""emails":[{"value":"ines@example.com","primary":true}]"#
        let created = try post(scim, "/Users", user, #""userName":"ines@example.com","externalId":"00u1",\#(mail)"#)
        let ines = try #require(created.json["id"]?.string)
        let bo = try #require(try post(scim, "/Users", user, #""userName":"bo",\#(mail)"#).json["id"]?.string)
        let members = #""members":[{"value":"\#(ines)"},{"value":"\#(bo)"}]"#
        let hull = try #require(
            try post(scim, "/Groups", group, #""displayName":"Hull",\#(members)"#).json["id"]?.string)
        let fleet = try #require(
            try post(scim, "/Groups", group, #""displayName":"Fleet","members":[{"value":"\#(hull)"}]"#).json["id"]?
                .string)

        func expectContract() throws {
            let twin = try post(scim, "/Users", user, #""userName":"INES@example.com",\#(mail)"#)
            #expect(twin.status == 409 && twin.json["scimType"] == "uniqueness")
            #expect(twin.json["detail"]?.string?.contains("'userName'") == true)
            let renamed = #""Operations":[{"op":"replace","path":"userName","value":"Ines@Example.com"}]"#
            #expect(try scim.send("PATCH", "/Users/\(bo)", patch(renamed)).status == 409)
            #expect(try post(scim, "/Groups", group, #""displayName":"HULL""#).status == 409)
            #expect(try found(scim, "/Users", #"userName eq "INES@EXAMPLE.com""#) == [ines])
            #expect(try found(scim, "/Users", #"externalId eq "00u1""#) == [ines])
            #expect(try found(scim, "/Groups", #"displayName eq "hull""#) == [hull])
            #expect(try found(scim, "/Groups", #"members.value eq "\#(ines)""#) == [hull])
            #expect(try found(scim, "/Groups", #"members[value eq "\#(bo)"]"#) == [hull])
            #expect(try found(scim, "/Users", #"groups.display eq "fleet""#) == [ines, bo])
            #expect(try found(scim, "/Users", #"groups[type eq "direct" and value eq "\#(fleet)"]"#) == [])
            let groups = try scim.send("GET", "/Users/\(ines)").json["groups"]?.array
            #expect(groups?.map { $0["display"] } == ["Hull", "Fleet"])
            #expect(groups?.map { $0["type"] } == ["direct", "indirect"])
        }
        try expectContract()
        #expect(server.stop() == 0)
        #expect(try server.run(["store", "verify"]).status == 0)
        try server.start()
        scim = try HTTPConnection(port: server.port, token: server.token)
        try expectContract()

        let directory = try HTTPConnection(port: server.port, token: application, basePath: "/directory")
        let position = try #require(try directory.send("GET", "/changes").json["position"]?.string)
        #expect(try scim.send("DELETE", "/Users/\(ines)").status == 204)
        #expect(
            try scim.send("GET", "/Groups/\(hull)").json["members"]?.array?.map { $0["value"] } == [.string(bo)])
        #expect(try found(scim, "/Groups", #"members.value eq "\#(ines)""#) == [])
        let changes = try directory.send("GET", "/changes?after=\(position)").json["changes"]?.array ?? []
        #expect(changes.count == 1)
        let left = try #require(changes.first?["users"]?.array?.first)
        #expect(left["before"]?["record"]?["userName"] == "ines@example.com" && left["after"] == .null)
        #expect(left["teamsLost"] == [.string(hull), .string(fleet)])
        #expect(changes.first?["teams"]?.array?.first?["membersRemoved"] == [.string(ines)])
        #expect(server.stop() == 0)
        let history = try server.run(["history", "INES@example.com"])
        #expect(history.status == 0 && history.output.contains(ines), "\(history.output)")
    }

    @Test("a check and a start warn of records that lose a deactivation, and the mapper stands all the same")
    func deactivation() throws {
        let rules = """
            mapper:
              type: rules
              keep-others: false
              users: { login: userName }
              groups: { name: displayName, people: { from: members, each: { id: value } } }
            """
        let server = try ServerProcess(configuration: "\(ServerProcess.configuration)\n\(rules)")
        let (status, output) = try server.run(["check"])
        #expect(status == 0 && output.contains("config.yaml:8:3: warning: no field keeps 'active'"), "\(output)")
        try server.start()
        let scim = try HTTPConnection(port: server.port, token: server.token)
        #expect(try post(scim, "/Users", user, #""userName":"ada","title":"Dr""#).json["title"] == nil)
        #expect(server.stop() == 0)
        #expect(server.output.contains("config.yaml:8:3: no field keeps 'active'"), "\(server.output)")
    }

    private func patch(_ body: String) -> String {
        #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],\#(body)}"#
    }

    @Test(
        "a mapper that hides from the store what it has to look at is refused at its place",
        arguments: [
            ("  users: { login: { from: userName, values: { a: b } } }", "7:19: error: 'userName' of a User"),
            ("  users: { login: { from: [userName, displayName] } }", "7:19: error: 'userName' of a User"),
            (
                "  keep-others: false\n  users: { login: { from: userName, direction: to-application } }",
                "8:19: error: 'userName' of a User"
            ),
            (
                "  groups: { people: { from: members, each: { who: display } } }",
                "7:21: error: 'members.value' of a Group"
            ),
            ("  groups: { id: displayName }", "7:17: error: 'displayName' of a Group"),
            ("  keep-others: false", "5:1: error: 'members.value' of a Group"),
            ("  keep-others: false\n  users: { name: displayName }", "8:3: error: 'userName' of a User"),
        ])
    func refusals(_ rules: String, _ problem: String) throws {
        let server = try ServerProcess(
            configuration: "\(ServerProcess.configuration)\nmapper:\n  type: rules\n\(rules)")
        for command in ["check", "serve"] {
            let (status, output) = try server.run([command])
            try #require(status == 78)
            #expect(output.contains("config.yaml:\(problem)") && output.contains("because the store"), "\(output)")
        }
    }
}
