import ConformanceLedger
import RosterCore
import SCIM
import Testing

@Suite("RFC 7643 §4.2 — members and groups")
struct MembershipTests {
    private let fixture = ServiceFixture()

    @Test("members get the type that they have, and the URL of it", .shows("7643-2.3.7-a", "7643-4.2-c"))
    func types() async throws {
        let user = try await fixture.createUser("anna")
        let inner = try await fixture.createGroup("Inner")
        let outer = try await fixture.createGroup(
            "Outer", members: [.member(user.id), [.value: .string(inner.id), .type: "User", .display: "Inner"]])
        #expect(
            outer.attributes[.members] == [
                [.value: .string(user.id), .type: "User", .reference: .string(user.location)],
                [.value: .string(inner.id), .type: "Group", .display: "Inner", .reference: .string(inner.location)],
            ])
    }

    @Test("an unknown member is left out and the others are kept", .shows("7643-4.2-c"))
    func unknownMembers() async throws {
        let user = try await fixture.createUser("anna"), other = try await fixture.createUser("ben")
        let group = try await fixture.createGroup("Engineers", members: [.member("nobody"), .member(user.id)])
        #expect(group.memberIDs == [user.id])
        #expect(try await fixture.createGroup("Ghosts", members: [.member("nobody")]).attributes[.members] == nil)
        let patched = try await fixture.patch(
            .group, group.id, ["op": "add", "path": "members", "value": [.member("nobody"), .member(other.id)]])
        #expect(patched.attributes?.memberIDs == [user.id, other.id])
        let body: AttributeValue = [
            .schemas: [.string(Schema.group.id)], .displayName: "Engineers",
            .members: [.member(other.id), .member("nobody")],
        ]
        let replaced = try await fixture.service.replace(
            ResourceKey(.group, ResourceID(group.id)), with: body, if: .none, selecting: .byDefault,
            for: fixture.administrator)
        #expect(replaced.memberIDs == [other.id])
    }

    @Test("nothing changes where all members to be added are unknown")
    func unknownAdditions() async throws {
        let user = try await fixture.createUser("anna")
        let group = try await fixture.createGroup("Engineers", members: [.member(user.id)])
        let patched = try await fixture.patch(
            .group, group.id, ["op": "add", "path": "members", "value": [.member("nobody")]])
        #expect(patched.attributes == group.attributes)
    }

    @Test("a group is not emptied because no member of a request exists, unless it is empty")
    func emptyingByMistake() async throws {
        let user = try await fixture.createUser("anna")
        let group = try await fixture.createGroup("Engineers", members: [.member(user.id)])
        let ghosts: AttributeValue = [.member("nobody"), .member("no one")]
        for operation: AttributeValue in [
            ["op": "replace", "path": "members", "value": ghosts], ["op": "replace", "value": [.members: ghosts]],
            ["op": "replace", "path": "members", "value": "nobody"],
            ["op": "replace", "path": "members", "value": [.null]],
            ["op": "replace", "path": "members", "value": [[.value: .null]]],
            ["op": "replace", "path": "members", "value": [[.id: .null], .null]],
            ["op": "replace", "value": [.members: [.null]]], ["op": "add", "path": "members", "value": [.null]],
        ] {
            let error = await #expect(throws: SCIMError.self) {
                try await fixture.patch(.group, group.id, operation)
            }
            #expect(error?.code == .invalidValue)
        }
        let key = ResourceKey(.group, ResourceID(group.id))
        for members: AttributeValue in [ghosts, [.null], [[.value: .null]], [[.id: .null], .null]] {
            let body: AttributeValue = [
                .schemas: [.string(Schema.group.id)], .displayName: "Engineers", .members: members,
            ]
            let error = await #expect(throws: SCIMError.self) {
                try await fixture.service.replace(
                    key, with: body, if: .none, selecting: .byDefault, for: fixture.administrator)
            }
            #expect(error?.code == .invalidValue)
        }
        #expect(
            try await fixture.service.read(key, selecting: .byDefault, for: fixture.administrator).memberIDs == [
                user.id
            ])
        let cleared = try await fixture.patch(.group, group.id, ["op": "replace", "path": "members", "value": []])
        #expect(cleared.attributes?[.members] == nil)
        let still = try await fixture.patch(.group, group.id, ["op": "replace", "path": "members", "value": ghosts])
        #expect(still.attributes?[.members] == nil)
    }

    @Test("a member that was deleted can still be removed")
    func removal() async throws {
        let user = try await fixture.createUser("anna")
        let group = try await fixture.createGroup("Engineers", members: [.member(user.id)])
        let removed = try await fixture.patch(
            .group, group.id, ["op": "remove", "path": "members", "value": [.member("nobody"), .member(user.id)]])
        #expect(removed.attributes?[.members] == nil)
        #expect(removed.attributes?[.displayName] == "Engineers")
    }

    @Test("a user shows the groups it is in, unless they are excluded", .shows("7643-4.1.2-c"))
    func groupsOfUsers() async throws {
        let user = try await fixture.createUser("anna"), other = try await fixture.createUser("ben")
        let first = try await fixture.createGroup("First", members: [.member(user.id)])
        let second = try await fixture.createGroup("Second", members: [.member(user.id)])
        let groups = [("First", first), ("Second", second)].map { name, group in
            [.value: .string(group.id), .display: .string(name), .type: "direct", .reference: .string(group.location)]
                as AttributeValue
        }
        #expect(try await fixture.read(.user, user.id)[.groups] == .array(groups))
        #expect(try await fixture.read(.user, other.id)[.groups] == nil)
        let without = try AttributeSelection(attributes: nil, excludedAttributes: ["groups"], of: .user)
        #expect(try await fixture.read(.user, user.id, without)[.groups] == nil)
        let names = try AttributeSelection(attributes: ["groups.display"], excludedAttributes: nil, of: .user)
        #expect(try await fixture.read(.user, user.id, names)[.groups] == [[.display: "First"], [.display: "Second"]])
        let found = try await fixture.service.search(
            SearchRequest(), of: .user, for: fixture.administrator)
        #expect(found.resources.map { $0.attributes[.groups] } == [.array(groups), nil])
    }

    @Test(
        "the answer to a PATCH is sent back up to 100 values", .shows("7644-3.5.2-k", "7644-3.5.2-l"),
        arguments: [(100, true), (101, false)])
    func largeGroups(_ count: Int, _ isSentBack: Bool) async throws {
        var members: [AttributeValue] = []
        for number in 0..<count { members.append(.member(try await fixture.createUser("user-\(number)").id)) }
        let group = try await fixture.createGroup("Everyone", members: Array(members.dropLast()))
        let last: AttributeValue = ["op": "add", "path": "members", "value": .array(members.suffix(1))]
        let result = try await fixture.patch(.group, group.id, last)
        #expect((result.attributes != nil) == isSentBack)
        if case .changed(let version) = result {
            #expect(version != group.version)
            #expect(try await fixture.read(.group, group.id)[.meta]?["version"]?.string == version.entityTag)
        }
        let names = try AttributeSelection(attributes: ["displayName"], excludedAttributes: nil, of: .group)
        let asked = try await fixture.patch(.group, group.id, selecting: names, last)
        #expect(asked.attributes?[.displayName] == "Everyone")
        #expect(asked.attributes?[.members] == nil)
        let all = try AttributeSelection(attributes: ["members"], excludedAttributes: nil, of: .group)
        #expect(try await fixture.patch(.group, group.id, selecting: all, last).attributes?.memberIDs.count == count)
    }
}

extension Attributes {
    fileprivate var memberIDs: [String] { (self[.members]?.values ?? []).compactMap { $0[.value]?.string } }
}

extension Representation {
    fileprivate var memberIDs: [String] { attributes.memberIDs }
}
