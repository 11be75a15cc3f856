import SCIM
import Testing

@Suite("RFC 7643 §4.1.2 — groups: direct and indirect")
struct GroupWalkTests {
    private func walk(_ direct: [Int], _ holders: [[Int]]) -> GroupWalk {
        GroupWalk(from: direct.map(group)) { id in (Int(id.text).map { holders[$0] } ?? []).map(group) }
    }

    private func group(_ number: Int) -> GroupReference { GroupReference(ResourceID("\(number)"), display: nil) }

    private func text(_ walk: GroupWalk) -> [String] {
        walk.groups.map { $0.id.text + ($0.isDirect ? "" : "*") }
    }

    @Test("each group is met once, nearer ones first, whatever circles they make")
    func order() {
        // 0 in 2, 1 in 2 and 3, 2 in 4, 3 in 1, 4 in 0 and itself.
        let holders = [[2], [2, 3], [4], [1], [0, 4]]
        #expect(text(walk([0, 1], holders)) == ["0", "1", "2*", "3*", "4*"])
        #expect(text(walk([4], holders)) == ["4", "0*", "2*"])
        #expect(text(walk([], holders)) == [])
        #expect(walk([0, 1], holders).path(to: ResourceID("4")).map(\.id.text) == ["0", "2", "4"])
        #expect(walk([0, 1], holders).path(to: ResourceID("1")).map(\.id.text) == ["1"])
        #expect(walk([0, 1], holders).path(to: ResourceID("9")).isEmpty)
    }

    @Test("finds what a search in every direction finds, in random directories")
    func reference() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<500 {
            let count = Int.random(in: 1...12, using: &generator)
            let holders = (0..<count).map { _ in
                (0..<count).filter { _ in Int.random(in: 0..<count, using: &generator) < 2 }
            }
            let direct = (0..<count).filter { _ in Bool.random(using: &generator) }
            var reached = Set(direct)
            for _ in 0..<count { reached.formUnion(reached.flatMap { holders[$0] }) }
            let found = walk(direct, holders)
            #expect(Set(found.groups.compactMap { Int($0.id.text) }) == reached)
            #expect(found.groups.count == reached.count)
            #expect(found.groups.filter(\.isDirect).compactMap { Int($0.id.text) } == direct)
            for group in found.groups {
                let path = found.path(to: group.id).compactMap { Int($0.id.text) }
                #expect(path.first.map(direct.contains) == true && path.last == Int(group.id.text))
                #expect(zip(path, path.dropFirst()).allSatisfy { holders[$0].contains($1) })
            }
        }
    }

    @Test("a chain and a crowd are walked without recursion, each group looked at once")
    func bounds() {
        let count = 100_000
        var looked = 0
        let chain = GroupWalk(from: [group(0)]) { id in
            looked += 1
            guard let number = Int(id.text), number + 1 < count else { return [] }
            return [group(number + 1)]
        }
        #expect(chain.groups.count == count && looked == count)
        #expect(chain.path(to: ResourceID("\(count - 1)")).count == count)
        looked = 0
        let crowd = GroupWalk(from: (0..<300).map(group)) { _ in
            looked += 1
            return (300..<600).map(group)
        }
        #expect(crowd.groups.count == 600 && looked == 600)
    }

    @Test("a member in no nested group costs one look for each of its groups")
    func common() {
        var looked: [String] = []
        let walk = GroupWalk(from: (0..<3).map(group)) { id in
            looked.append(id.text)
            return []
        }
        #expect(looked == ["0", "1", "2"] && walk.groups.allSatisfy(\.isDirect))
    }

    @Test("a page that is filled from resources shows both")
    func page() throws {
        func resource(_ type: ResourceType, _ id: String, _ members: [String] = []) -> Resource {
            let epoch = DateTime(secondsSinceEpoch: 0)
            var attributes: Attributes = [.displayName: .string(id)]
            if !members.isEmpty { attributes[.members] = .array(members.map { [.value: .string($0)] }) }
            return Resource(
                type: type, id: ResourceID(id), version: Version("1"), created: epoch, lastModified: epoch,
                attributes: attributes)
        }
        let all = [
            resource(.user, "u"), resource(.user, "v"), resource(.group, "outer", ["inner", "v"]),
            resource(.group, "inner", ["u", "outer"]),
        ]
        for (filter, expected) in [
            (#"groups.value eq "outer""#, ["u", "v"]), (#"groups[type eq "direct" and value eq "outer"]"#, ["v"]),
            (#"groups[type eq "indirect" and value eq "outer"]"#, ["u"]), (#"groups.type eq "indirect""#, ["u", "v"]),
            (#"not (groups[value eq "inner" and type eq "direct"])"#, ["v"]),
        ] {
            let query = Query(.user, filter: try ResourceType.user.resolve(Filter(filter)))
            #expect(try query.page(of: all).resources.map(\.id.text) == expected, "\(filter)")
        }
    }
}
