import ConformanceLedger
import HTTPTypes
import Logging
import RosterCore
import RosterHTTP
import SCIM
import Testing

@Suite("What clients do otherwise than the RFCs is repaired, counted and logged, or refused")
struct RepairTests {
    private static let user = #""schemas":["\#(Schema.user.id)"],"userName""#

    private static func patch(_ operation: String) -> String {
        #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[\#(operation)]}"#
    }

    @Test(arguments: RepairExample.all)
    func `by default a request is repaired and counted once`(_ example: RepairExample) async {
        let client = Client()
        let reply = await send(example, by: client)
        #expect(reply.status == example.lenient)
        #expect(reply.json["Operations"]?.array?.map { $0["status"] } ?? ["200"] == ["200"])
        #expect(client.endpoint.repairs == [example.tolerance: 1])
        _ = await send(example, by: client)
        #expect(client.endpoint.repairs[example.tolerance] ?? 0 >= 1)
    }

    @Test(arguments: RepairExample.all)
    func `where strict is set it is refused, and the tolerance is named`(_ example: RepairExample) async {
        let client = Client.strict
        let reply = await send(example, by: client)
        #expect(reply.status / 100 == 4 || example.path == "/Bulk")
        let error = reply.json["Operations"]?.array?.first?["response"] ?? reply.json
        #expect(error["status"]?.string == example.strictStatus)
        #expect(error["scimType"]?.string ?? "" == example.strict)
        let named = example.tolerance == .creationByValuePath || error["detail"]?.string?.contains("\(example)") == true
        #expect(named, "\(error["detail"]?.string ?? "")")
        #expect(client.endpoint.repairs.isEmpty)
    }

    @Test func `every tolerance has an example`() {
        #expect(Set(RepairExample.all.map(\.tolerance)) == Set(Tolerance.allCases))
    }

    @Test func `what was put right in vain is not counted`() async {
        let client = Client()
        let id = await client.createUser("ada")
        let bob = #"{"schemas":["\#(Schema.user.id)"],"userName":"ada","active":"True"}"#
        #expect(await client.send(.post, "/Users", bob).status == 409)
        let bulk = #"{"method":"POST","path":"/Users","bulkId":"b","data":\#(bob)}"#
        let reply = await client.send(
            .post, "/Bulk", #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[\#(bulk)]}"#)
        #expect(reply.json["Operations"]?.array?.first?["status"] == "409")
        for path in [#"emails[value eq \"\"]"#, #"addresses[country eq \"Germany\"]"#] {
            let body = #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{"op":"remove","path":"\#(path)"}]}"#
            #expect(await client.send(.patch, "/Users/\(id)", body).status == 200)
        }
        #expect(client.endpoint.repairs == [:])
    }

    @Test func `a request that follows the RFCs is not counted`() async {
        let client = Client()
        let id = await client.create("/Users", #"{\#(Self.user):"ada","id":"x","title":null,"emails":[]}"#)
        _ = await client.send(.get, "/Users?filter=emails%20co%20%22x%22&startIndex=0&count=-1&foo=bar")
        _ = await client.send(.patch, "/Users/\(id)", Self.patch(#"{"op":"add","value":{"title":"t"}}"#))
        #expect(client.endpoint.repairs.isEmpty)
    }

    @Test func `the log names tolerances, account and client, and no values`() async {
        let provider = LoggedProvider(), client = provider.client
        let body = #"{\#(Self.user):"canary-1","active":"True","title":""}"#
        _ = await client.send(.post, "/Users", body, headers: [.userAgent: "Some\u{1B}[31m Client/1.0"])
        let text = provider.log.take().map(\.text).joined()
        #expect(text.contains("booleanAsString,emptyStringAsNull"))
        #expect(text.contains("test"))
        #expect(text.contains("Some [31m Client/1.0"))
        #expect(!text.contains("canary"))
    }

    @Test func `repairs of one kind get a line a minute, and unknown members a warning that names the group`()
        async throws
    {
        let provider = LoggedProvider(), client = provider.client
        let crew = await client.createGroup("Crew", members: []), team = await client.createGroup("Team", members: [])
        let add = Self.patch(#"{"op":"add","path":"members","value":[{"value":"a"},{"value":"b"}]}"#)
        for id in [crew, crew, team] { #expect(await client.send(.patch, "/Groups/\(id)", add).status == 200) }
        for name in ["ada", "bob"] { _ = await client.send(.post, "/Users", #"{\#(Self.user):"\#(name)","title":""}"#) }
        let lines = provider.log.take().filter { $0.message == "repaired a request" }
        #expect(lines.map(\.level) == [.warning, .warning, .info])
        #expect(lines.map { $0["path"] } == ["/scim/Groups/\(crew)", "/scim/Groups/\(team)", "/scim/Users"])
        #expect(lines.map { $0["unknown-members"] } == ["2", "2", nil])
        #expect(lines[1]["since-start"] == "unknownMember=3")
        provider.pass(.seconds(60))
        _ = await client.send(.post, "/Users", #"{\#(Self.user):"eve","title":""}"#)
        #expect(provider.log.take().last?["since-start"] == "emptyStringAsNull=3")
    }

    private func send(_ example: RepairExample, by client: Client) async -> Reply {
        let ada = await client.create("/Users", #"{\#(Self.user):"ada"}"#)
        let crew = await client.createGroup("Crew", members: [ada])
        let ids = { (text: String) in text.replacing("ADA", with: ada).replacing("CREW", with: crew) }
        let headers = example.authorization.map { [HTTPField.Name.authorization: $0] } ?? [:]
        return await client.send(example.method, ids(example.path), example.body.map(ids), headers: headers)
    }
}
