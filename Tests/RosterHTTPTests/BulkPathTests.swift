import ConformanceLedger
import HTTPTypes
import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("Bulk — the paths of operations, and what a PATCH is answered by")
struct BulkPathTests {
    private func bulk(_ operations: String..., by client: Client) async -> [AttributeValue] {
        let reply = await client.send(
            .post, "/Bulk",
            #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[\#(operations.joined(separator: ","))]}"#)
        return reply.json["Operations"]?.array ?? []
    }

    private func statuses(_ entries: [AttributeValue]) -> [String] { entries.map { $0["status"]?.string ?? "none" } }

    private let title =
        #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{"op":"add","path":"title","value":"T"}]}"#

    private func post(_ id: String, _ name: String) -> String {
        #"{"method":"POST","path":"/Users","bulkId":"\#(id)","data":{"schemas":["\#(Schema.user.id)"],"userName":"\#(name)"}}"#
    }

    @Test(.shows("7644-3.7.2-b"), arguments: ["a/b", "50%", "100%25", "ä b?c#d", "."])
    func `a reference in a path stands for the id, whatever text the store chose`(id: String) async {
        let client = Client(store: OneID(id))
        let entries = await bulk(
            post("u", "ada"), #"{"method":"PATCH","path":"/Users/bulkId:u","data":\#(title)}"#,
            #"{"method":"DELETE","path":"/Users/bulkId:u"}"#, by: client)
        #expect(statuses(entries) == ["201", "200", "204"])
        #expect(Set(entries.map { $0["location"] }).count == 1)
    }

    @Test(.shows("7644-3.7.2-b"), arguments: ["a/b", "50%", "100%25", "ä b?c#d"])
    func `a reference at the end of a URL stands for the id, encoded as URLs have it`(id: String) throws {
        let group: AttributeValue = [
            "schemas": [.string(Schema.group.id)], "displayName": "g", "members": [["$ref": "/Users/bulkId:u"]],
        ]
        let replaced = BulkReference.replacing(in: group) { _ in ResourceID(id) }
        var repairs = Repairs()
        let draft = try Draft(validating: replaced, as: .group, repairs: &repairs)
        #expect(draft.attributes[.members] == [[.value: .string(id)]])
    }

    @Test(.shows("7644-3.7.2-b"))
    func `what could not be completed and was taken away again, nothing refers to`() async {
        let client = Client()
        // The groups refer to one another, and the second cannot be created.
        let entries = await bulk(
            #"{"method":"POST","path":"/Groups","bulkId":"a","data":{"schemas":["\#(Schema.group.id)"],"displayName":"A","members":[{"value":"bulkId:b"}]}}"#,
            #"{"method":"POST","path":"/Groups","bulkId":"b","data":{"schemas":["\#(Schema.group.id)"],"members":[{"value":"bulkId:a"}]}}"#,
            #"{"method":"POST","path":"/Groups","bulkId":"c","data":{"schemas":["\#(Schema.group.id)"],"displayName":"C","members":[{"value":"bulkId:a"}]}}"#,
            by: client)
        #expect(statuses(entries) == ["409", "400", "400"])
        #expect((await client.send(.get, "/Groups?count=0")).json["totalResults"] == 0)
    }

    @Test(.shows("7644-3.7-e"))
    func `a path is read like that of a request`() async {
        let client = Client()
        let id = await client.createUser("ada")
        for (path, status) in [
            ("/Users/\(id)", "200"), ("//Users/\(id)/", "200"), ("/%55sers/\(id)", "200"), ("Users/\(id)", "400"),
            ("https://scim.test/scim/Users/\(id)", "400"), ("/Users/\(id)/x", "404"), ("/users/\(id)", "404"),
            ("/Users%2F\(id)", "404"), ("/Users/%2Esearch", "404"), ("/Users/%zz", "404"), ("/", "404"),
        ] {
            let entries = await bulk(#"{"method":"PATCH","path":"\#(path)","data":\#(title)}"#, by: client)
            #expect(statuses(entries) == [status], "\(path)")
        }
        let entries = await bulk(#"{"method":"DELETE","path":"Users/\#(id)"}"#, by: client)
        #expect(entries.first?["response"]?["scimType"] == "invalidSyntax")
    }

    @Test(.shows("7644-3.7.3-b"))
    func `a PATCH has the status of the single request`() async {
        var limits = ServiceSettings()
        limits.maximumValuesInPatchAnswer = 1
        let client = Client(limits: limits)
        let ada = await client.createUser("ada"), bob = await client.createUser("bob")
        let group = await client.createGroup("Crew", members: [ada])
        let add =
            #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{"op":"add","path":"members","value":[{"value":"\#(bob)"}]}]}"#
        let entries = await bulk(
            #"{"method":"PATCH","path":"/Users/\#(ada)","data":\#(title)}"#,
            #"{"method":"PATCH","path":"/Groups/\#(group)","data":\#(add)}"#, by: client)
        #expect(statuses(entries) == ["200", "204"])
        #expect(entries[1]["version"] == (await client.send(.get, "/Groups/\(group)")).json["meta"]?["version"])

        limits.answersPatchWithResource = false
        let silent = Client(limits: limits)
        let eva = await silent.createUser("eva")
        let more = await bulk(#"{"method":"PATCH","path":"/Users/\#(eva)","data":\#(title)}"#, by: silent)
        #expect(statuses(more) == ["204"])
    }
}

/// Holds one resource, under the id that it was told.
private actor OneID: IdentityStore {
    private let id: ResourceID
    private var resource: Resource?
    private var changes = 0

    init(_ id: String) { self.id = ResourceID(id) }

    func create(_ draft: Draft) -> Resource { keep(draft.attributes, as: draft.type) }

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) -> Resource? {
        resource?.key == key ? resource : nil
    }

    func search(_ query: Query) throws -> Page { try query.page(of: resource.map { [$0] } ?? []) }

    func update(_ changed: Resource, if precondition: Precondition) throws -> Resource {
        guard let resource, resource.key == changed.key else { throw SCIMError.notFound(changed.key) }
        try precondition.check(resource.version)
        return keep(changed.attributes, as: changed.type)
    }

    func delete(_ key: ResourceKey, if precondition: Precondition) throws {
        guard let resource, resource.key == key else { throw SCIMError.notFound(key) }
        try precondition.check(resource.version)
        self.resource = nil
    }

    private func keep(_ attributes: Attributes, as type: ResourceType) -> Resource {
        changes += 1
        let kept = Resource(
            type: type, id: id, version: Version(String(changes)), created: .now, lastModified: .now,
            attributes: attributes)
        resource = kept
        return kept
    }
}
