import ConformanceLedger
import HTTPTypes
import RosterHTTP
import RosterTesting
import SCIM
import Testing

@Suite("RFC 7643 §2.3.1 — where strict is set, an empty text is a value of its own")
struct EmptyTextTests {
    private static var strict: EndpointSettings {
        var settings = EndpointSettings()
        settings.isStrict = true
        return settings
    }

    private let store = InMemoryStore()
    private var client: Client { Client(store: store, settings: Self.strict) }
    private static let name = #""name":{"givenName":"","familyName":"F"}"#

    private func patch(_ id: String, _ operation: String) async -> Reply {
        await client.send(
            .patch, "/Users/\(id)", #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[\#(operation)]}"#)
    }

    @Test("it is kept and shown, and a filter finds it", .shows("7643-2.3.1-a", "7644-3.4.2.2-d"))
    func kept() async {
        let user = await client.newUser("ada", #""nickName":"","title":"x""#, Self.name)
        #expect(user.status == 201)
        let other = await client.newUser("bob", #""nickName":"b""#)
        let read = await client.send(.get, "/Users/\(user.id)").json
        #expect(read["nickName"] == "" && read["name"] == ["givenName": "", "familyName": "F"])
        for (filter, ids) in [
            (#"nickName eq """#, [user.id]), (#"nickName ne """#, [other.id]), (#"name.givenName eq """#, [user.id]),
            (#"nickName lt "b""#, [user.id]), ("nickName pr", [other.id]), ("not (nickName pr)", [user.id]),
            (#"nickName co """#, [user.id, other.id]),
        ] {
            #expect(await client.matching(filter).ids == ids, "\(filter)")
        }
    }

    @Test("a PUT and a PATCH set it, and null takes it away", .shows("7643-2.3.1-a", "7643-2.5-a"))
    func changed() async {
        let user = await client.newUser("ada", #""nickName":"n""#, #""emails":[{"value":"a@x","type":"work"}]"#)
        #expect(await patch(user.id, #"{"op":"replace","path":"nickName","value":""}"#).json["nickName"] == "")
        #expect(await patch(user.id, #"{"op":"add","value":{"title":""}}"#).json["title"] == "")
        let display = #"{"op":"add","path":"emails[type eq \"work\"].display","value":""}"#
        #expect(
            await patch(user.id, display).json["emails"] == [["value": "a@x", "type": "work", "display": ""]])
        let cleared = await patch(user.id, #"{"op":"replace","path":"nickName","value":null}"#)
        #expect(cleared.status == 200 && cleared.json["nickName"] == nil && cleared.json["title"] == "")
        let put = await client.send(.put, "/Users/\(user.id)", Sample.user("ada", Self.name))
        #expect(put.json["name"] == ["givenName": "", "familyName": "F"])
    }

    @Test(
        "it is refused where it cannot be a value, or names a resource",
        arguments: [
            #""active":"""#, #""profileUrl":"""#, #""emails":"""#, #""name":"""#, #""locale":"""#,
            #""x509Certificates":[{"value":""}]"#,
        ])
    func refused(_ member: String) async {
        #expect(await client.newUser("ada", member).outcome == "400 invalidValue")
        #expect(await client.newUser("").outcome == "400 invalidValue")
        #expect(await client.send(.post, "/Groups", Sample.group("")).outcome == "400 invalidValue")
        #expect(await client.send(.get, "/Users").total == 0)
    }

    @Test("a server that repairs requests shows it and leaves it alone")
    func elsewhere() async {
        let manager = #""\#(Schema.enterpriseUser.id)":{"manager":{"value":""}}"#
        let body = Sample.user("ada", #""nickName":"","title":"t",\#(manager)"#)
            .replacing(#"["\#(Schema.user.id)"]"#, with: #"["\#(Schema.user.id)","\#(Schema.enterpriseUser.id)"]"#)
        let user = await client.send(.post, "/Users", body)
        #expect(user.status == 201)
        // A reference without an id leads nowhere.
        #expect(user.json[AttributeName(Schema.enterpriseUser.id)]?["manager"] == ["value": ""])
        let lenient = Client(store: store)
        let changed = await lenient.replace("title", in: "/Users/\(user.id)", by: #""u""#)
        #expect(changed.json["nickName"] == "" && changed.json["title"] == "u")
        let cleared = await lenient.replace("nickName", in: "/Users/\(user.id)", by: #""""#)
        #expect(cleared.status == 200 && cleared.json["nickName"] == nil)
    }
}
