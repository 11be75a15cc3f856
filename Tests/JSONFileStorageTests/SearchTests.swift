import ConformanceLedger
import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Searching")
struct SearchTests {
    private func directory() async throws -> JSONFileStore {
        let store = try await open(SimulatedDisk())
        var ids: [String] = []
        for number in 0..<30 {
            let more: Attributes = [
                "title": .string("T\(number % 3)"), "displayName": .string("D\(number % 4)"),
                "emails": [
                    ["value": .string("U\(number)@x.org"), "type": "work"],
                    ["value": .string("all@x.org"), "type": "home"],
                ],
            ]
            ids.append(try await store.create(.user("User\(number)", more)).id.text)
        }
        for number in 0..<6 {
            let members = ids.enumerated().filter { $0.offset % 6 == number || $0.offset == 7 }.map(\.element)
            let group = try await store.create(.group("Group\(number % 4)", members))
            if number == 5 { _ = try await store.create(.group("Outer", [group.id.text])) }
        }
        try await store.delete(ResourceKey(.user, ResourceID(ids[4])), if: .none)
        return store
    }

    @Test(
        "finds by an index what looking at everything finds",
        arguments: [
            #"userName eq "USER7""#, #"userName eq "nobody""#, #"externalId eq "x-User3""#, #"externalId eq "X-User3""#,
            #"emails.value eq "u5@X.org""#, #"emails eq "all@x.org""#,
            #"emails[value eq "all@x.org" and type eq "work"]"#,
            #"emails[type eq "home" and value eq "ALL@x.org"]"#, #"emails.value eq "all@x.org" and title eq "t1""#,
            #"title eq "t1" and (userName eq "user1" or userName eq "user2")"#,
            #"userName eq "user1" or title eq "t2""#,
            #"not (userName eq "user1")"#, #"displayName eq "d1""#, #"userName eq "user4""#, #"groups.value pr"#,
            #"groups.display eq "group1""#, #"userName sw "user1" and groups.display eq "group1""#,
            #"userName ne "user1""#,
        ])
    func users(filter: String) async throws {
        try await compare(filter, .user)
    }

    @Test(
        "finds groups by an index as by looking at all of them",
        arguments: [
            #"displayName eq "GROUP1""#, #"members.value eq "$""#, #"members[value eq "$"]"#,
            #"members.value eq "$" and displayName eq "group2""#, #"members.value eq "$" or displayName eq "outer""#,
            #"not (members.value eq "$")"#, #"members pr"#, #"members[value eq "$" and display pr]"#,
            #"displayName eq "group1" and members.value eq "$""#,
        ])
    func groups(filter: String) async throws {
        try await compare(filter, .group)
    }

    private func compare(_ filter: String, _ type: ResourceType) async throws {
        let store = try await directory()
        let users = try await store.search(Query(.user)).resources
        let everything = users + (try await store.search(Query(.group)).resources)
        let text = filter.replacing("$", with: users[6].id.text)
        for sort in [nil, type.resolve("displayName").map { SortOrder(by: $0, descending: true) }] {
            var query = Query(type, filter: try type.resolve(Filter(text)), sort: sort, startIndex: 2, count: 3)
            query.selection = .minimum
            let expected = try query.page(of: everything)
            let found = try await store.search(query)
            #expect(found.totalResults == expected.totalResults)
            #expect(found.resources.map(\.id) == expected.resources.map(\.id))
        }
        let id = users[2].id.text
        #expect(try await store.find("id eq \"\(id)\"").resources.map(\.id.text) == [id])
        await store.close()
    }

    @Test("indexes the unique values that the type names", .shows("7644-5-a"))
    func uniqueValues() throws {
        for type in [ResourceType.user, .group, custom] {
            let attributes: Attributes = [.userName: "AbC", .displayName: "ＦＵＬＬ", "code": "Xy"]
            var found: [String] = []
            for index in TypeLayout(type).indexed where index.isUnique {
                index.visitKeys(in: PackedAttributes(attributes, of: type)) { found.append("\(index.path.path)=\($0)") }
            }
            #expect(found == type.uniqueValues(in: attributes).map { "\($0.path)=\($0.value)" })
        }
    }

    @Test("a unique value is free again once its resource has another one or is gone")
    func uniqueness() async throws {
        let store = try await open(SimulatedDisk())
        var first = try await store.create(.user("ann"))
        let taken = await #expect(throws: SCIMError.self) { try await store.create(.user("ANN")) }
        #expect(taken?.code == .uniqueness)
        first.attributes[.userName] = "bob"
        _ = try await store.update(first, if: .none)
        let second = try await store.create(.user("Ann"))
        first.attributes[.userName] = "aNN"
        let clash = await #expect(throws: SCIMError.self) { try await store.update(first, if: .none) }
        #expect(clash?.code == .uniqueness)
        try await store.delete(second.key, if: .none)
        _ = try await store.update(first, if: .none)
        let stale = await #expect(throws: SCIMError.self) {
            try await store.update(first, if: Precondition(version: Version("1")))
        }
        #expect(stale?.code == .preconditionFailed)
        await store.close()
    }

    private var custom: ResourceType {
        ResourceType(
            name: "Device", endpoint: "/Devices",
            schema: Schema(
                id: "urn:example:device", name: "Device",
                attributes: [
                    AttributeDefinition("code", caseExact: true, uniqueness: .server),
                    AttributeDefinition("displayName", uniqueness: .global),
                ]))
    }
}
