import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Members of groups")
struct MembershipTests {
    @Test("additions that come at once all happen, and one at a time")
    func parallelAdditions() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let group = try await store.create(.group("staff"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<200 {
                tasks.addTask {
                    _ = try await store.modify(group.key, by: .adding("m\(number)"), if: .none, selecting: .minimum)
                }
            }
            try await tasks.waitForAll()
        }
        let after = try #require(try await store.resource(group.key, selecting: .byDefault))
        #expect(Set(after.memberTexts) == Set((0..<200).map { "m\($0)" }))
        #expect(after.version == Version("201"))
        await store.close()
        let again = try await open(disk)
        #expect(try await again.resource(group.key, selecting: .byDefault)?.memberTexts == after.memberTexts)
        await again.close()
    }

    @Test(
        "a resource that is deleted while somebody puts it into a group is in none, though it was there when that was checked"
    )
    func deletedMeanwhile() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk) { $0.requiresMembers = true }
        let user = try await store.create(.user("ann")), gone = try await store.create(.user("bob"))
        let group = try await store.create(.group("staff", [user.id.text]))
        try await store.delete(gone.key, if: .none)
        let same = try await store.modify(group.key, by: .adding(gone.id.text), if: .none, selecting: .byDefault)
        #expect(same.version == group.version && same.memberTexts == [user.id.text])
        var replaced = group
        replaced.attributes[.members] = .array([["value": .string(gone.id.text)]])
        #expect(try await store.update(replaced, if: .none).memberTexts == [])
        #expect(try await store.create(.group("crew", [gone.id.text, user.id.text])).memberTexts == [user.id.text])
        await store.close()
    }

    @Test(
        "a change that changes nothing writes nothing",
        arguments: [
            #"{"op":"add","path":"members","value":[{"value":"a"}]}"#,
            #"{"op":"remove","path":"members[value eq \"z\"]"}"#,
            #"{"op":"replace","path":"members","value":[{"value":"a"},{"value":"b"}]}"#,
            #"{"op":"replace","path":"displayName","value":"staff"}"#,
            #"{"op":"add","path":"members","value":[{"value":"c"}]},{"op":"remove","path":"members[value eq \"c\"]"}"#,
        ])
    func nothingToDo(operations: String) async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk) { options in
            let time = Counter()
            options.clock = { DateTime(millisecondsSinceEpoch: Int64(time.next())) }
        }
        let group = try await store.create(.group("staff", ["a", "b"]))
        let steps = disk.changes
        let after = try await store.modify(group.key, by: .patch(operations), if: .none, selecting: .byDefault)
        #expect(after.version == group.version && after.lastModified == group.lastModified)
        #expect(after.memberTexts == ["a", "b"])
        _ = try await store.update(group, if: .none)
        #expect(disk.changes == steps)
        await store.close()
    }

    @Test("a changed member is written alone")
    func deltaOnDisk() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let group = try await store.create(.group("staff", (0..<5_000).map { "member-\($0)" }))
        let before = disk.used
        _ = try await store.modify(group.key, by: .adding("new"), if: .none, selecting: .minimum)
        #expect(disk.used - before < 500)
        var whole = try #require(try await store.resource(group.key, selecting: .byDefault))
        whole.attributes[.members] = .array(Array(whole.attributes[.members]?.values.dropFirst(3) ?? []))
        _ = try await store.update(whole, if: .none)
        #expect(disk.used - before < 1_000)
        await store.close()
        let again = try await open(disk)
        #expect(try await again.resource(group.key, selecting: .byDefault)?.attributes == whole.attributes)
        await again.close()
    }

    @Test("leave with the resource, and that survives a restart", arguments: [false, true])
    func cascade(compacting: Bool) async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let user = try await store.create(.user("ann"))
        let inner = try await store.create(.group("inner", [user.id.text, "x"]))
        let outer = try await store.create(.group("outer", [inner.id.text, user.id.text]))
        if compacting { await store.compact() }
        try await store.delete(user.key, if: .none)
        try await store.delete(inner.key, if: .none)
        let left = try #require(try await store.resource(outer.key, selecting: .byDefault))
        #expect(left.memberTexts.isEmpty && left.version == Version("3"))
        await store.close()
        let again = try await open(disk)
        #expect(try await again.resource(outer.key, selecting: .byDefault)?.version == left.version)
        #expect(try await again.resource(user.key, selecting: .byDefault) == nil)
        #expect(try await again.groups(of: [user.id, inner.id], in: .group).isEmpty)
        #expect(try await again.find(#"userName eq "ann""#).totalResults == 0)
        await again.close()
    }

    @Test("are left out where there are too many, and the answer says so")
    func selection() async throws {
        let store = try await open(SimulatedDisk())
        let group = try await store.create(.group("staff", ["a", "b", "c"]))
        let few = AttributeSelection(.byDefault, maximumValues: 2)
        let short = try #require(try await store.resource(group.key, selecting: few))
        #expect(short.omitted == [.members] && short.attributes[.members] == nil)
        let excluded = AttributeSelection(.excluding([AttributePath(.members)]), maximumValues: 2)
        #expect(try await store.resource(group.key, selecting: excluded)?.omitted == [])
        let changed = try await store.modify(group.key, by: .adding("d"), if: .none, selecting: few)
        #expect(changed.omitted == [.members])
        let page = try await store.search(Query(.group, selection: few))
        #expect(page.resources.map(\.omitted) == [[.members]])
        await store.close()
    }

    @Test("change as the plain application of a PATCH has it", arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func equivalence(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let group = try await store.create(.group("g"))
        var model = group.attributes
        func id() -> String { "m\(Int.random(in: 0..<8, using: &random))" }
        func members() -> String {
            (0..<Int.random(in: 0..<5, using: &random)).map { _ in
                let display = Bool.random(using: &random) ? #","display":"\#(id())""# : ""
                return #"{"value":"\#(id())"\#(display)}"#
            }.joined(separator: ",")
        }
        for _ in 0..<150 {
            let operations = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                switch Int.random(in: 0..<9, using: &random) {
                case 0, 1, 2: #"{"op":"add","path":"members","value":[\#(members())]}"#
                case 3: #"{"op":"remove","path":"members[value eq \"\#(id())\"]"}"#
                case 4: #"{"op":"remove","path":"members","value":[{"value":"\#(id())"}]}"#
                case 5: #"{"op":"replace","path":"members","value":[\#(members())]}"#
                case 6: #"{"op":"replace","path":"displayName","value":"\#(id())"}"#
                case 7: #"{"op":"remove","path":"members[display eq \"\#(id())\"]"}"#
                default: #"{"op":"add","path":"externalId","value":"\#(id())"}"#
                }
            }
            let modification = try Modification.patch(operations.joined(separator: ","))
            let expected = try modification.applied(to: model, of: .group)
            let after = try await store.modify(group.key, by: modification, if: .none, selecting: .byDefault)
            #expect(after.attributes == expected, "\(operations)")
            model = expected
        }
        await store.close()
        let again = try await open(disk)
        #expect(try await again.resource(group.key, selecting: .byDefault)?.attributes == model)
        await again.close()
    }
}
