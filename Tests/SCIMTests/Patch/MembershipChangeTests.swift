import SCIM
import Testing

@Suite("RFC 7644 §3.5.2 — changes of members, one by one")
struct MembershipChangeTests {
    private func changes(_ list: String, of type: ResourceType = .group) throws -> [MembershipChange]? {
        Modification.patch(try operations("[\(list)]", for: type)).membershipChanges
    }

    @Test(
        "are seen in every form that clients send",
        arguments: [
            (
                #"{"op":"add","path":"members","value":[{"value":"a"},{"value":"b"}]}"#,
                [.add([["value": "a"], ["value": "b"]])]
            ), (#"{"op":"Add","value":{"members":"a"}}"#, [.add([["value": "a"]])]),
            (#"{"op":"remove","path":"members[value eq \"aB\"]"}"#, [.remove([ResourceID("aB")])]),
            (
                #"{"op":"remove","path":"members[value eq \"a\" or (value eq \"b\" or value eq \"c\")]"}"#,
                [.remove([ResourceID("a"), ResourceID("b"), ResourceID("c")])]
            ),
            (
                #"{"op":"remove","path":"members","value":[{"value":"a"},"b"]}"#,
                [.remove([ResourceID("a"), ResourceID("b")])]
            ),
            (#"{"op":"remove","path":"members"}"#, [.removeAll]),
            (#"{"op":"remove","path":"members","value":null}"#, [.removeAll]),
            (#"{"op":"replace","path":"members","value":[{"value":"a"}]}"#, [.removeAll, .add([["value": "a"]])]),
            (#"{"op":"replace","path":"members","value":[]}"#, [.removeAll, .add([])]),
            (#"{"op":"replace","path":"members","value":null}"#, [.removeAll, .add([])]),
            (#"{"op":"replace","value":{"id":"g"}}"#, []),
        ] as [(String, [MembershipChange])])
    func seen(_ list: String, steps: [MembershipChange]) throws {
        #expect(try changes(list) == steps)
    }

    @Test(
        "are not seen where more is changed, or other than by id",
        arguments: [
            #"{"op":"replace","path":"displayName","value":"x"}"#,
            #"{"op":"remove","path":"members[type eq \"User\"]"}"#,
            #"{"op":"remove","path":"members[value eq \"a\" or type eq \"User\"]"}"#,
            #"{"op":"remove","path":"members[value eq \"a\" and value eq \"b\"]"}"#,
            #"{"op":"remove","path":"members[value sw \"a\"]"}"#,
            #"{"op":"remove","path":"members[not (value eq \"a\")]"}"#,
            #"{"op":"add","path":"members[value eq \"a\"]","value":{"value":"a"}}"#,
            #"{"op":"remove","path":"members[value eq \"a\"].display"}"#,
            #"{"op":"add","path":"members","value":"a"},{"op":"add","path":"externalId","value":"x"}"#,
            #"{"op":"add","path":"members.display","value":"a"}"#,
        ])
    func notSeen(_ list: String) throws {
        #expect(try changes(list) == nil)
        #expect(try changes(#"{"op":"add","path":"emails","value":"a"}"#, of: .user) == nil)
        #expect(Modification.replace(with: Draft(unchecked: [:], as: .group)).membershipChanges == nil)
    }

    @Test("carried out on a plain array give what the PATCH gives", arguments: 0..<4)
    func agreement(seed: UInt64) throws {
        var generator = SeededGenerator(seed: 60 + seed)
        for _ in 0..<200 {
            var attributes = try Attributes.json(
                #"{"displayName":"g","members":[{"value":"a","type":"User"},{"value":"c"}]}"#)
            var plain = attributes[.members]?.values ?? []
            for _ in 0..<5 {
                let list = (0..<Int.random(in: 1...4, using: &generator)).map { _ in Self.operation(&generator) }
                    .joined(separator: ",")
                let change = Modification.patch(try operations("[\(list)]", for: .group))
                attributes = try change.applied(to: attributes, of: .group)
                for step in try #require(change.membershipChanges) { Self.carryOut(step, on: &plain) }
                #expect(plain == (attributes[.members]?.values ?? []), "\(list)")
            }
        }
    }

    private static func operation(_ generator: inout SeededGenerator) -> String {
        let members = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            let id = ["a", "b", "c", "A", "é"].randomElement(using: &generator) ?? "a"
            let rest = ["", #","type":"User""#, #","display":"x","$ref":null"#].randomElement(using: &generator) ?? ""
            return #"{"value":"\#(id)"\#(rest)}"#
        }
        let array = "[\(members.joined(separator: ","))]"
        // A removal that names nobody is refused.
        switch members.isEmpty ? 0 : Int.random(in: 0..<10, using: &generator) {
        case 0...3: return #"{"op":"add","path":"members","value":\#(array)}"#
        case 4: return #"{"op":"add","value":{"members":\#(array)}}"#
        case 5, 6: return #"{"op":"remove","path":"members","value":\#(array)}"#
        case 7:
            let filter = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
                #"value eq \"\#(["a", "b", "A"].randomElement(using: &generator) ?? "a")\""#
            }.joined(separator: " or ")
            return #"{"op":"remove","path":"members[\#(filter)]"}"#
        case 8: return #"{"op":"replace","path":"members","value":\#(array)}"#
        default: return #"{"op":"remove","path":"members"}"#
        }
    }

    private static func carryOut(_ step: MembershipChange, on members: inout [AttributeValue]) {
        switch step {
        case .removeAll: members = []
        case .remove(let ids): members.removeAll { member in ids.contains { .string($0.text) == member[.value] } }
        case .add(let added):
            for member in added {
                guard let index = members.firstIndex(where: { $0[.value] == member[.value] }) else {
                    members.append(member)
                    continue
                }
                var joined = members[index].attributes ?? [:]
                for (name, value) in member.attributes ?? [:] { joined[name] = value }
                members[index] = .complex(joined)
            }
        }
    }
}
