import ConformanceLedger
import HTTPTypes
import RosterCore
import RosterHTTP
import RosterTesting
import SCIM
import Testing

@Suite("/Me, the resource of whoever asks")
struct SubjectTests {
    private let store = InMemoryStore()

    private func create(_ name: String) async -> String {
        await Client(store: store).create("/Users", #"{"schemas":["\#(Schema.user.id)"],"userName":"\#(name)"}"#)
    }

    private func client(for id: String?, _ scopes: Scope...) -> Client {
        Client(store: store, scopes: Set(scopes), subject: id.map { ResourceID($0) })
    }

    @Test(.shows("7644-3.11-a", "7644-3.11-c"))
    func `it is served as the resource itself, with its permanent URL`() async {
        let ada = await create("ada")
        let client = client(for: ada, .all)
        let reply = await client.send(.get, "/Me?attributes=userName")
        #expect(reply.status == 200)
        #expect(reply.json[.id]?.string == ada)
        #expect(reply.json["name"] == nil)
        #expect(reply[.location] == "https://scim.test/scim/Users/\(ada)")
        let patch = #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{"op":"add","path":"title","value":"T"}]}"#
        let patched = await client.send(.patch, "/Me", patch)
        #expect(patched.status == 200)
        #expect(patched.json["title"] == "T")
        #expect(patched.json["meta"]?["location"]?.string == patched[.location])
        let put = await client.send(.put, "/Me", #"{"schemas":["\#(Schema.user.id)"],"userName":"eva"}"#)
        #expect(put.json["userName"] == "eva")
        #expect(await client.send(.get, "/Me", headers: [.ifNoneMatch: put[.eTag] ?? ""]).status == 304)
        #expect(await client.send(.delete, "/Me").status == 204)
        #expect(await client.send(.get, "/Me").status == 404)
    }

    @Test(.shows("7644-3.11-b"))
    func `where there are no users, nobody is one`() async {
        let client = Client(types: [.group], subject: ResourceID("ada"))
        for method in [HTTPRequest.Method.get, .put, .patch, .delete] {
            #expect(await client.send(method, "/Me", "{}").error?.status == "404")
        }
        #expect(await client.send(.post, "/Me", "{}").error?.status == "501")
    }

    @Test(.shows("7644-3.11-a", "7644-3.11-b", "7644-3.11-d"))
    func `credentials that stand for nobody find nothing, and nobody can create itself`() async {
        let service = client(for: nil, .all)
        for method in [HTTPRequest.Method.get, .put, .patch, .delete] {
            #expect(await service.send(method, "/Me").error?.status == "404")
        }
        #expect(await client(for: "nobody", .all).send(.get, "/Me").status == 404)
        #expect(await service.send(.post, "/Me", "{}").error?.status == "501")
        var stranger = service
        stranger.token = nil
        #expect(await stranger.send(.get, "/Me").status == 401)
    }

    @Test(.shows("7644-2-b"))
    func `a user may have the right to read itself alone`() async {
        let ada = await create("ada")
        let bob = await create("bob")
        let client = client(for: ada, .readSelf)
        #expect(await client.send(.get, "/Me").json["userName"] == "ada")
        #expect(await client.send(.get, "/Users/\(ada)").status == 200)
        #expect(await client.send(.get, "/Users/\(bob)").status == 403)
        #expect(await client.send(.get, "/Groups/\(ada)").status == 403)
        #expect(await client.send(.get, "/Users").status == 403)
        #expect(await client.send(.patch, "/Users/\(bob)", "{}").status == 403)
        #expect(await client.send(.patch, "/Me", "{}").status == 403)
        #expect(await client.send(.delete, "/Me").status == 403)
    }
}
