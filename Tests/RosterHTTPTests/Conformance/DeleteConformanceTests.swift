import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7644 §3.6 — deleting")
struct DeleteConformanceTests {
    let client = Client()

    @Test(.shows("7644-3.6-a"))
    func deletionAnswers204WithoutBody() async {
        let id = await client.newUser("t").id
        let reply = await client.send(.delete, "/Users/\(id)")
        #expect(reply.outcome == "204")
        #expect(reply.text.isEmpty)
        #expect(reply[.contentType] == nil)
    }

    @Test(.shows("7644-3.6-b"))
    func aDeletedResourceIsNotFoundAnyMore() async {
        let id = await client.newUser("t").id
        let path = "/Users/\(id)"
        _ = await client.send(.delete, path)
        #expect(await client.send(.get, path).outcome == "404")
        #expect(await client.send(.head, path).outcome == "404")
        #expect(await client.send(.put, path, Sample.user("t")).outcome == "404")
        #expect(await client.replace("title", in: path, by: #""x""#).outcome == "404")
        #expect(await client.send(.delete, path).outcome == "404")
        #expect(await client.matching(#"id eq "\#(id)""#).total == 0)
        #expect(await client.send(.get, "/Users").total == 0)
    }

    @Test(.shows("7644-3.6-c"))
    func theNameOfADeletedUserIsFree() async {
        let first = await client.newUser("t").id
        _ = await client.send(.delete, "/Users/\(first)")
        let second = await client.newUser("T")
        #expect(second.outcome == "201")
        #expect(second.id != first)
    }

    @Test(.shows("7644-3.6-d"))
    func aDeletedUserIsAMemberNoMore() async {
        let gone = await client.newUser("t").id
        let other = await client.newUser("u").id
        let group = await client.newGroup("g", gone, other)
        _ = await client.send(.delete, "/Users/\(gone)")
        let after = await client.send(.get, "/Groups/\(group.id)")
        #expect(after.json["members"]?.array?.map { $0["value"] } == [.string(other)])
        #expect(after[.eTag] != group[.eTag])
    }

    @Test("the RFC leaves it to policy", .shows("7644-3.6-d"))
    func aManagerWhoIsDeletedIsStillNamed() async {
        let gone = await client.newUser("t").id
        let user = await client.newUser("u", Sample.enterprise(#""manager":{"value":"\#(gone)"}"#))
        _ = await client.send(.delete, "/Users/\(gone)")
        let after = await client.send(.get, "/Users/\(user.id)")
        #expect(after.json[AttributeName(Sample.enterprise)]?["manager"]?["value"] == .string(gone))
        #expect(after[.eTag] == user[.eTag])
    }
}
