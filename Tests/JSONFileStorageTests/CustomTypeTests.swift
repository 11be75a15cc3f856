import ConformanceLedger
import RosterCore
import RosterTesting
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

/// A type with unique values of every kind, and one that shares its extension.
enum Things {
    static let tag = Schema(
        id: "urn:example:tag", name: "Tag",
        attributes: [
            .init("number", .integer, uniqueness: .server), .init("serial", caseExact: true, uniqueness: .global),
            .init("page", .reference, uniqueness: .server, referenceTypes: ["external"]),
            .init(
                "keys", .complex, multiValued: true,
                subAttributes: [.init("value", uniqueness: .server), .init("type")]),
        ])

    static let thing = ResourceType(
        name: "Thing", endpoint: "/Things",
        schema: Schema(
            id: "urn:example:thing", name: "Thing", attributes: [.init("codes", multiValued: true, uniqueness: .server)]
        ),
        extensions: [.init(tag)])

    static let user = ResourceType(
        name: "User", endpoint: "/Users", schema: .user, extensions: ResourceType.user.extensions + [.init(tag)])

    static let types: [ResourceType] = [user, .group, thing]

    static func open(_ disk: SimulatedDisk, _ types: [ResourceType] = types) async throws -> JSONFileStore {
        try await JSONFileStore.open(path: folder, types: types, options: .test(disk), logger: quiet)
    }
}

@Suite("Unique values of extensions and of types of one's own", .shows("7643-7-f"))
struct CustomUniquenessTests {
    enum Kind: CaseIterable { case inMemory, jsonFile }

    private func store(_ kind: Kind) async throws -> any IdentityStore {
        switch kind {
        case .inMemory: InMemoryStore()
        case .jsonFile: try await Things.open(SimulatedDisk())
        }
    }

    @Test(
        "a value of one resource is refused to another of its type", arguments: Kind.allCases,
        [
            (["urn:example:tag": ["number": 7]], ["urn:example:tag": ["number": 7]], true),
            (["urn:example:tag": ["number": 7]], ["urn:example:tag": ["number": 8]], false),
            (["urn:example:tag": ["serial": "aB"]], ["urn:example:tag": ["serial": "aB"]], true),
            (["urn:example:tag": ["serial": "aB"]], ["urn:example:tag": ["serial": "ab"]], false),
            (["urn:example:tag": ["page": "https://a/b"]], ["urn:example:tag": ["page": "https://a/b"]], true),
            (["urn:example:tag": ["page": "https://a/b"]], ["urn:example:tag": ["page": "https://a/B"]], false),
            (
                ["urn:example:tag": ["keys": [["value": "a"], ["value": "B"]]]],
                ["urn:example:tag": ["keys": [["value": "b", "type": "x"]]]], true
            ),
            (["codes": ["a", "b"]], ["codes": ["c", "B"]], true),
            (["codes": ["a", "b"]], ["urn:example:tag": ["keys": [["value": "a"]]]], false),
        ] as [(Attributes, Attributes, Bool)])
    func clash(_ kind: Kind, _ values: (Attributes, Attributes, Bool)) async throws {
        let store = try await store(kind)
        let first = try await store.create(Draft(unchecked: values.0, as: Things.thing))
        let other = try await store.create(Draft(unchecked: [:], as: Things.thing))
        var changed = other
        changed.attributes = values.1
        guard values.2 else {
            _ = try await store.update(changed, if: .none)
            return
        }
        let creation = await #expect(throws: SCIMError.self) {
            try await store.create(Draft(unchecked: values.1, as: Things.thing))
        }
        #expect(creation?.code == .uniqueness)
        let update = await #expect(throws: SCIMError.self) { try await store.update(changed, if: .none) }
        #expect(update?.code == .uniqueness)
        var own = first
        own.attributes = values.0
        own.attributes["more"] = 1
        own = try await store.update(own, if: .none)
        own.attributes = [:]
        _ = try await store.update(own, if: .none)
        _ = try await store.update(changed, if: .none)
    }

    @Test("what is unique globally is so across types, and nothing else is", arguments: Kind.allCases)
    func global(_ kind: Kind) async throws {
        let store = try await store(kind)
        let content: Attributes = ["urn:example:tag": ["serial": "S", "number": 1]]
        let thing = try await store.create(Draft(unchecked: content, as: Things.thing))
        let error = await #expect(throws: SCIMError.self) {
            try await store.create(Draft(unchecked: content, as: Things.user))
        }
        #expect(error?.code == .uniqueness)
        _ = try await store.create(Draft(unchecked: ["urn:example:tag": ["number": 1]], as: Things.user))
        try await store.delete(thing.key, if: .none)
        _ = try await store.create(Draft(unchecked: ["urn:example:tag": ["serial": "S"]], as: Things.user))
    }

    @Test("they are found and kept unique after a restart", arguments: [false, true])
    func reopened(compacting: Bool) async throws {
        let disk = SimulatedDisk()
        var store = try await Things.open(disk)
        for number in 0..<10 {
            let content: Attributes = [
                "codes": [.string("C\(number)")], "urn:example:tag": ["number": .number(Number(number))],
            ]
            _ = try await store.create(Draft(unchecked: content, as: Things.thing))
        }
        if compacting { await store.compact() }
        await store.close()
        store = try await Things.open(disk)
        for filter in ["urn:example:tag:number eq 3", "codes eq \"c3\"", "urn:example:tag:number lt 1"] {
            #expect(try await store.find(filter, Things.thing).totalResults == 1, "\(filter)")
        }
        #expect(try await store.search(Query(Things.thing, startIndex: 4, count: 3)).resources.count == 3)
        for content: Attributes in [["codes": ["x", "c9"]], ["urn:example:tag": ["number": 9]]] {
            let error = await #expect(throws: SCIMError.self) {
                try await store.create(Draft(unchecked: content, as: Things.thing))
            }
            #expect(error?.code == .uniqueness)
        }
        await store.close()
    }
}

@Suite("A data folder with what the configuration has no more")
struct FormerTypeTests {
    @Test("resources of a type that is gone stop the start, and nothing is changed", arguments: [false, true])
    func type(compacting: Bool) async throws {
        let disk = SimulatedDisk()
        var store = try await Things.open(disk)
        let thing = try await store.create(Draft(unchecked: ["codes": ["a"]], as: Things.thing))
        let group = try await store.create(.group("g", [thing.id.text]))
        if compacting { await store.compact() }
        await store.close()
        let before = disk.content.filter { !$0.key.hasSuffix("LOCK") }
        let error = await #expect(throws: JSONFileStoreError.self) { try await Things.open(disk, [.user, .group]) }
        #expect(error?.exitCode == 78)
        #expect(
            error?.reason
                == "the data folder holds resources of the type 'Thing', in all 1, which the configuration does not have; put it "
                + "back under 'resource-types', at least until they are deleted. Nothing was changed.")
        #expect(disk.content.filter { !$0.key.hasSuffix("LOCK") } == before)
        store = try await Things.open(disk)
        #expect(try await store.resource(thing.key, selecting: .byDefault)?.attributes == ["codes": ["a"]])
        try await store.delete(thing.key, if: .none)
        await store.close()
        store = try await Things.open(disk, [.user, .group])
        #expect(try await store.resource(group.key, selecting: .byDefault)?.memberTexts == [])
        await store.compact()
        await store.close()
        await (try await Things.open(disk, [.user, .group])).close()
        await (try await Things.open(disk)).close()
    }

    @Test("a restore blames the backup that holds resources of a type that is gone, not the data folder")
    func restoredType() async throws {
        let disk = SimulatedDisk()
        let store = try await Things.open(disk)
        let thing = try await store.create(Draft(unchecked: ["codes": ["a"]], as: Things.thing))
        let name = try maintenance(on: disk, types: Things.types).createBackup(in: nil, .none).backup.name
        try await store.delete(thing.key, if: .none)
        await store.close()
        for (backup, number, title) in [(name, nil, "the backup \(name)"), (nil, 1, "the data folder")] {
            let error = #expect(throws: JSONFileStoreError.self) {
                try maintenance(on: disk, types: [.user, .group])
                    .restore(backup, to: number.map { .position($0) } ?? .latest, .none)
            }
            #expect(error?.exitCode == 78)
            #expect(error?.reason.hasPrefix("\(title) holds resources of the type 'Thing', in all 1,") == true)
        }
    }

    @Test("values of an extension that is gone are kept, and come back with it", arguments: [false, true])
    func schema(compacting: Bool) async throws {
        let disk = SimulatedDisk()
        var store = try await Things.open(disk)
        let tag: Attributes = ["urn:example:tag": ["number": 7]]
        var user = try await store.create(.user("ann", tag))
        await store.close()
        store = try await Things.open(disk, [.user, .group])
        let draft = try Draft(checking: [.userName: "ann", "title": "Boss"], as: .user)
        user = try await store.modify(
            ResourceKey(.user, user.id), by: .replace(with: draft), if: .none, selecting: .byDefault)
        if compacting { await store.compact() }
        await store.close()
        store = try await Things.open(disk)
        let kept = try await store.resource(ResourceKey(Things.user, user.id), selecting: .byDefault)
        #expect(kept?.attributes["title"] == "Boss")
        #expect(kept?.attributes["urn:example:tag"] == ["number": 7])
        let error = await #expect(throws: SCIMError.self) {
            try await store.create(.init(unchecked: tag, as: Things.user))
        }
        #expect(error?.code == .uniqueness)
        await store.close()
    }
}
