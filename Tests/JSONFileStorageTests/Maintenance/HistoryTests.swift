import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("The history of a resource")
struct HistoryTests {
    private func history(_ disk: SimulatedDisk, of name: String, limit: Int = 100) throws -> StoreHistory {
        try maintenance(on: disk).history(of: name, limit: limit, .none)
    }

    /// Changes attributes of a user.
    private func change(_ user: Resource, in store: JSONFileStore, _ changes: Attributes) async throws -> Resource {
        var user = user
        for (name, value) in changes { user.attributes[name] = value }
        return try await store.update(user, if: .none)
    }

    @Test("says who changed what, from what to what, in order, over segments and snapshots")
    func changes() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk) { $0.segmentBytes = 600 }
        var user = try await Provenance.$current.withValue(Provenance(actor: "tok_1", request: "r1")) {
            try await store.create(.user("ada", ["name": ["givenName": "Ada"]]))
        }
        let group = try await store.create(.group("staff", ["x"]))
        await store.compact()
        user = try await change(
            user, in: store, ["title": "Countess", "name": ["givenName": "A.", "familyName": "L."]])
        _ = try await store.modify(group.key, by: .adding(user.id.text), if: .none, selecting: .minimum)
        _ = try await store.create(.user("bob"))
        let mail: AttributeValue = ["value": "a@example.org", "type": "home"]
        user = try await change(user, in: store, ["emails": .array([mail] + (user.attributes["emails"]?.values ?? []))])
        #expect(disk.segments.count > 2 && disk.snapshots.count == 1)
        let found = try history(disk, of: "ADA")
        #expect(found.subjects.map(\.names) == [["ada"]] && found.subjects.map(\.changes) == [4])
        #expect(found.subjects.map(\.isDeleted) == [false])
        #expect(found.earliestPosition == 0 && found.earliestTime != nil)
        #expect(found.entries.map(\.event) == [.created, .changed, .regrouped, .changed])
        #expect(found.entries.map(\.position) == found.entries.map(\.position).sorted())
        #expect(found.entries[0].provenance == Provenance(actor: "tok_1", request: "r1"))
        #expect(found.entries[0].attributes.contains(.init(path: "userName", before: nil, after: #""ada""#)))
        #expect(
            found.entries[1].attributes == [
                .init(path: "name.givenName", before: #""Ada""#, after: #""A.""#),
                .init(path: "name.familyName", before: nil, after: #""L.""#),
                .init(path: "title", before: nil, after: #""Countess""#),
            ])
        #expect(found.entries[2].groupsJoined.first == [.init(id: group.id, name: "staff")])
        #expect(
            found.entries[3].attributes == [
                .init(path: "emails", before: nil, after: #"[{"value":"a@example.org","type":"home"}]"#)
            ])
        #expect(try history(disk, of: user.id.text).entries == found.entries)
        await store.close()
    }

    @Test("tells the members that came and went, of a group the name of which has changed, and what went with it")
    func members() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let ada = try await store.create(.user("ada")), bob = try await store.create(.user("bob"))
        var group = try await store.create(.group("staff", [ada.id.text]))
        _ = try await store.modify(group.key, by: .adding(bob.id.text), if: .none, selecting: .minimum)
        group = try await store.modify(
            group.key, by: .patch(#"{"op":"replace","path":"displayName","value":"crew"}"#), if: .none,
            selecting: .byDefault)
        try await store.delete(ada.key, if: .none)
        try await store.delete(group.key, if: .none)
        await store.close()
        let found = try history(disk, of: "STAFF")
        #expect(found.subjects.map(\.names) == [["staff", "crew"]] && found.subjects.map(\.isDeleted) == [true])
        #expect(found.entries.map(\.event) == [.created, .changed, .changed, .changed, .deleted])
        let came = found.entries.map { $0.membersAdded.first.map(\.name) }
        let went = found.entries.map { $0.membersRemoved.first.map(\.name) }
        #expect(came == [["ada"], ["bob"], [], [], []])
        #expect(went == [[], [], [], ["ada"], ["bob"]])
        let users = try ["ada", "bob"].map { try history(disk, of: $0).entries }
        #expect(users[0].map(\.event) == [.created, .regrouped, .deleted])
        #expect(users[0].last?.groupsLeft.first.map(\.name) == ["crew"])
        #expect(users[1].map(\.event) == [.created, .regrouped, .regrouped])
        #expect(users[1].last?.groupsLeft.first.map(\.name) == ["crew"])
    }

    @Test("of all that have or had a name is told, apart from one another, and from before they had it")
    func several() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let first = try await store.create(.user("ada"))
        try await store.delete(first.key, if: .none)
        let group = try await store.create(.group("ada"))
        var second = try await store.create(.user("bob"))
        second = try await change(second, in: store, [.userName: "Ada"])
        second = try await change(second, in: store, [.userName: "cyd"])
        await store.close()
        let found = try history(disk, of: "ada")
        #expect(found.subjects.map(\.id) == [first.id, group.id, second.id])
        #expect(found.subjects.map(\.names) == [["ada"], ["ada"], ["bob", "Ada", "cyd"]])
        #expect(found.subjects.map(\.isDeleted) == [true, false, false])
        #expect(found.subjects.map(\.changes) == [2, 1, 3])
        #expect(try history(disk, of: "nobody").subjects.isEmpty)
        #expect(try history(disk, of: first.id.text.uppercased() + "-").subjects.isEmpty)
    }

    @Test("reaches back as far as the files, and knows by its name who was there before")
    func reach() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        var user = try await store.create(.user("ada"))
        _ = try await store.create(.group("staff"))
        for round in 0..<3 {
            await store.compact()
            user = try await change(user, in: store, [.userName: .string("ada\(round)")])
        }
        await store.close()
        let found = try history(disk, of: "ada")
        #expect(found.subjects.isEmpty, "the name was given up before the files begin")
        let later = try history(disk, of: "ada0")
        #expect(later.subjects.map(\.names) == [["ada0", "ada1", "ada2"]])
        #expect(later.entries.map(\.event) == [.changed, .changed])
        #expect(later.earliestPosition == 3)
        #expect(try history(disk, of: "staff").subjects.map(\.changes) == [0])
    }

    @Test("is no longer than was asked for, the latest kept, and says how much there is", arguments: [1, 2, 7, 100])
    func limit(limit: Int) async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        var user = try await store.create(.user("ada"))
        for number in 0..<30 { user = try await change(user, in: store, ["title": .string("t\(number)")]) }
        await store.close()
        let found = try history(disk, of: "ada", limit: limit)
        #expect(found.subjects.map(\.changes) == [31])
        #expect(found.entries.count == min(limit, 31))
        #expect(found.entries.last?.attributes.first?.after == #""t29""#)
    }

    @Test("names few members of many, and cuts long values off")
    func short() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let group = try await store.create(.group("staff", (0..<50).map { "m\($0)" }))
        _ = try await store.create(.user("ada", ["title": .string(String(repeating: "x", count: 10_000))]))
        try await store.delete(group.key, if: .none)
        await store.close()
        let entries = try history(disk, of: "staff").entries
        for mentions in [entries.first?.membersAdded, entries.last?.membersRemoved] {
            #expect(mentions?.count == 50 && mentions?.first.map(\.id.text) == (0..<10).map { "m\($0)" })
        }
        let title = try history(disk, of: "ada").entries[0].attributes.first { $0.path == "title" }
        #expect(title?.after?.count == 201 && title?.after?.hasSuffix("x…") == true)
    }

    @Test("can be asked for while changes are made and snapshots take the place of files")
    func whileServing() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("ada"))
        let writing = Task {
            for round in 0..<60 {
                _ = try await store.create(.user("u\(round)"))
                if round % 7 == 0 { await store.compact() }
            }
        }
        for _ in 0..<20 { #expect(try history(disk, of: "ada").subjects.count == 1) }
        try await writing.value
        await store.close()
    }

    @Test("shows no attribute that no answer shows")
    func hidden() throws {
        let differences = AttributeDifference.all(
            from: ["userName": "ada", "password": "old"], to: ["userName": "ada", "password": "new", "shoe": 1],
            of: .user)
        #expect(differences.isEmpty)
    }

    @Test("names attributes of extensions by their URI, and tells another order of values")
    func paths() {
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
        let old: Attributes = [
            AttributeName(enterprise): ["department": "R", "manager": ["value": "m1"]],
            "roles": [["value": "a"], ["value": "b"]],
        ]
        let new: Attributes = [
            AttributeName(enterprise): ["department": "D", "manager": ["value": "m2"]],
            "roles": [["value": "b"], ["value": "a"]], "active": true,
        ]
        #expect(
            AttributeDifference.all(from: old, to: new, of: .user) == [
                .init(path: "\(enterprise):department", before: #""R""#, after: #""D""#),
                .init(path: "\(enterprise):manager.value", before: #""m1""#, after: #""m2""#),
                .init(
                    path: "roles", before: #"[{"value":"a"},{"value":"b"}]"#, after: #"[{"value":"b"},{"value":"a"}]"#),
                .init(path: "active", before: nil, after: "true"),
            ])
        #expect(
            AttributeDifference.all(from: new, to: ["active": true], of: .user).map(\.after)
                == [nil, nil, nil])
    }
}
