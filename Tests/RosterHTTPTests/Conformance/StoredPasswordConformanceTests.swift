import ConformanceLedger
import HTTPTypes
import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("RFC 7643 §4.1.1, §7 — a password that a store hands out")
struct StoredPasswordConformanceTests {
    @Test("is in no answer, whatever is asked for", .shows("7643-7-d"))
    func passwordIsNeverReturned() async throws {
        let store = InMemoryStore()
        let kept = try await store.create(Draft(unchecked: [.userName: "una", .password: "of the store"], as: .user))
        let user = Kept(provider: Provider(store: store), path: "/Users/\(kept.id.text)", id: kept.id.text)
        for query in [[:], ["attributes": "password"], ["excludedAttributes": "title"]] as [KeyValuePairs] {
            #expect(await user.read(query)["userName"] == "una" || query.first?.key == "attributes")
            #expect(await user.read(query)["password"] == nil)
            #expect(await user.provider.get("/Users", query).page.first?["password"] == nil)
        }
        #expect(await user.patch(.replace("title", "T")).json["password"] == nil)
    }

    @Test("is in no answer to a search, a PUT or a bulk request", .shows("7643-4.1.1-e", "7643-7-d"))
    func passwordIsNeitherFoundNorShownByWrites() async throws {
        let store = InMemoryStore()
        let kept = try await store.create(Draft(unchecked: [.userName: "una", .password: "of the store"], as: .user))
        let client = Client(store: store)
        let path = "/Users/\(kept.id.text)"
        let patch = Sample.patch(Sample.replacing("title", #""T""#))
        let bulk =
            #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{"method":"PATCH","path":"\#(path)","data":\#(patch)}]}"#
        let search =
            #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"attributes":["password"]}"#
        for reply in [
            await client.send(.post, "/Users/.search", search), await client.send(.post, "/.search", search),
            await client.send(.put, path, Sample.user("una")),
            await client.send(.put, path + "?attributes=password", Sample.user("una")),
            await client.send(.post, "/Bulk", bulk),
        ] {
            #expect(reply.outcome == "200")
            #expect(reply.text.contains(kept.id.text))
            #expect(!reply.text.contains("password") && !reply.text.contains("of the store"))
        }
        #expect(await client.send(.get, path).json["title"] == "T")
    }
}
