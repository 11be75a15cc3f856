import Foundation
import SCIM
import Testing

@Suite("The feed of changes in the application's words, from the real binary", .serialized, .onThreadOfItsOwn)
struct DirectoryChangesTests {
    private static let configuration =
        ServerProcess.configuration + """

            roles:
              type: rules
              roles: [ { id: admin, name: Administrator } ]
              rules: [ { name: admins, role: admin, group: { name: Admins } } ]
            directory:
              mapper:
                type: rules
                keep-others: false
                users: { login: userName, active: active, title: title }
                groups: { name: displayName }
            """

    private let server: ServerProcess
    private let application: String

    init() throws {
        server = try ServerProcess(configuration: Self.configuration)
        try server.start()
        _ = server.stop()
        application = try server.makeToken("application", scopes: ["directory:read"])
        try server.start()
    }

    private func changes(_ query: String) throws -> AttributeValue {
        let reader = try HTTPConnection(port: server.port, token: application, basePath: "/directory")
        let (status, json) = try reader.send("GET", "/changes\(query)")
        #expect(status == 200, "\(json)")
        return json
    }

    private func scim(_ method: String, _ path: String, _ body: String = "") throws -> AttributeValue {
        let provider = try HTTPConnection(port: server.port, token: server.token)
        let (status, json) = try provider.send(method, path, body)
        #expect(200..<300 ~= status, "\(json)")
        return json
    }

    private func user(_ name: String) throws -> String {
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"\#(name)","active":true}"#
        return try scim("POST", "/Users", body)["id"]?.string ?? ""
    }

    private func patch(_ path: String, _ operation: String) throws {
        _ = try scim(
            "PATCH", path,
            #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[\#(operation)]}"#)
    }

    @Test("tells records, teams and roles before and after, who did it and by which request")
    func content() throws {
        let start = try #require(try changes("")["position"]?.string)
        let ada = try user("ada")
        let group =
            #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Crew","members":[{"value":"\#(ada)"}]}"#
        let team = try scim("POST", "/Groups", group)["id"]?.string ?? ""
        try patch("/Groups/\(team)", #"{"op":"replace","path":"displayName","value":"Admins"}"#)
        try patch("/Users/\(ada)", #"{"op":"replace","path":"active","value":false}"#)
        try patch("/Users/\(ada)", #"{"op":"replace","path":"nickName","value":"not seen"}"#)
        _ = try scim("DELETE", "/Groups/\(team)")
        let feed = try changes("?after=\(start)&count=100")
        let list = feed["changes"]?.array ?? []
        #expect(list.count == 6)
        let users = list.map { $0["users"]?.array?.first }
        #expect(users[0]?["before"] == .null && users[0]?["after"]?["record"]?["login"] == "ada")
        #expect(users[1]?["teamsGained"] == [.string(team)] && users[1]?["rolesGained"] == [])
        #expect(list[1]["teams"]?.array?.first?["membersAdded"] == [.string(ada)])
        #expect(users[2]?["rolesGained"] == ["admin"])
        #expect(list[2]["teams"]?.array?.first?["before"]?["record"] == ["name": "Crew"])
        #expect(list[2]["teams"]?.array?.first?["after"]?["record"] == ["name": "Admins"])
        #expect(users[3]?["before"]?["record"]?["active"] == true && users[3]?["after"]?["record"]?["active"] == false)
        #expect(list[4]["users"] == [])
        #expect(users[5]?["rolesLost"] == ["admin"] && users[5]?["teamsLost"] == [.string(team)])
        #expect(Set(list.map { $0["request"] }).count == 6)
        #expect(list.allSatisfy { $0["actor"]?.string?.isEmpty == false && DateTime($0["time"]?.string ?? "") != nil })
        // The same again from the journal, after a restart, and page by page.
        #expect(server.stop() == 0)
        try server.start()
        var again: [AttributeValue] = [], position = start
        while case let page = try changes("?after=\(position)&count=2"), let found = page["changes"]?.array,
            !found.isEmpty
        {
            again += found
            position = page["position"]?.string ?? position
        }
        #expect(again == list)
    }

    @Test(
        "events come as they happen, go on where a reader stopped, and do not hold up the end", .timeLimit(.minutes(5)))
    func events() throws {
        let start = try #require(try changes("")["position"]?.string)
        let head =
            "GET /directory/changes HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nAuthorization: Bearer \(application)\r\n"
        let reader = try HTTPConnection(port: server.port, token: application)
        try reader.write(head + "\r\n")
        #expect(try reader.text(upTo: "\r\n\r\n").contains("text/event-stream"))
        let ada = try user("ada")
        #expect(try reader.text(upTo: "\n\n").contains(#""login":"ada""#))
        try patch("/Users/\(ada)", #"{"op":"replace","value":{"active":false}}"#)
        #expect(try reader.text(upTo: "\n\n").contains(#""active":false"#))
        let again = try HTTPConnection(port: server.port, token: application)
        try again.write(head + "Last-Event-ID: \(start)\r\n\r\n")
        let first = try again.text(upTo: "\n\n")
        #expect(
            first.contains("event: change") && first.contains(#""login":"ada""#)
                && first.contains("id: \((Int(start) ?? 0) + 1)\n")
        )
        let gone = try HTTPConnection(port: server.port, token: application)
        try gone.write(head + "Last-Event-ID: 99999999\r\n\r\n")
        #expect(try gone.read().status == 410)
        #expect(server.stop() == 0)
    }

    @Test("nothing is told any more to whom the token was taken away", .timeLimit(.minutes(5)))
    func revoked() throws {
        let position = try #require(try changes("")["position"]?.string)
        let head = "HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(application)\r\n"
        let stream = try HTTPConnection(port: server.port, token: application)
        try stream.write("GET /directory/changes \(head)Accept: text/event-stream\r\n\r\n")
        _ = try stream.text(upTo: "\r\n\r\n")
        let waiting = try HTTPConnection(port: server.port, token: application)
        try waiting.write("GET /directory/changes?after=\(position)&wait=60 \(head)\r\n")
        let listed = try server.run(["token", "list"]).output
        let line = try #require(listed.split(separator: "\n").first { $0.contains("application") })
        let id = try #require(line.split(separator: " ").first)
        #expect(try server.run(["token", "revoke", String(id)]).status == 0, "\(listed)")
        let probe = try HTTPConnection(port: server.port, token: application, basePath: "/directory")
        while try probe.send("GET", "/users").status != 401 {}
        _ = try user("ada")
        #expect(try waiting.read().status == 401)
        #expect(try !stream.text(upTo: "0\r\n\r\n").contains("event: change"))
    }

    @Test("whoever waits hears of a deactivation as soon as it is answered", .timeLimit(.minutes(5)))
    func waiting() throws {
        let ada = try user("ada")
        let position = try #require(try changes("")["position"]?.string)
        let reader = try HTTPConnection(port: server.port, token: application, basePath: "/directory")
        try reader.write(
            "GET /directory/changes?after=\(position)&wait=60 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(application)\r\n\r\n"
        )
        try patch("/Users/\(ada)", #"{"op":"replace","value":{"active":false}}"#)
        let (status, json) = try reader.read()
        #expect(status == 200)
        #expect(json["changes"]?.array?.first?["users"]?.array?.first?["after"]?["record"]?["active"] == false)
        #expect(try changes("?after=\(json["position"]?.string ?? "")")["changes"] == [])
        let bad = try HTTPConnection(port: server.port, token: application, basePath: "/directory")
        #expect(try bad.send("GET", "/changes?after=99999999").status == 410)
        #expect(try bad.send("GET", "/changes?after=x").status == 400)
        #expect(try bad.send("GET", "/changes?after=0&wait=61").status == 400)
    }
}
