import ConformanceLedger
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
}
