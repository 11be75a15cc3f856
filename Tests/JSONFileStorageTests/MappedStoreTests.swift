import Foundation
import RosterCore
import RosterTesting
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("The contract of a store — MappedStore around JSONFileStore")
struct MappedStoreTests {
    private static let mappers = RenamingMapper.Members.allCases

    private func open(
        _ disk: SimulatedDisk, _ members: RenamingMapper.Members? = .objects
    ) async throws -> (store: any IdentityStore, base: JSONFileStore) {
        let mapper = members.map { RenamingMapper(members: $0) }
        let records = try mapper.map { try RecordTypes(servedTypes, mapper: $0) }
        let base = try await JSONFileStore.open(
            path: folder, types: records?.types ?? servedTypes,
            options: .test(disk) { $0.requiresMembers = true }, logger: quiet)
        return (records.map { MappedStore(base, records: $0) } ?? base, base)
    }

    @Test("keeps every rule", arguments: StoreConformance.rules)
    func contract(_ rule: StoreConformance.Rule) async throws {
        try await rule.check(
            StoreConformance.overRecords { types in
                try await JSONFileStore.open(path: folder, types: types, options: .test(SimulatedDisk()), logger: quiet)
            })
    }

    @Test("keeps the names of groups unique where the configuration wants it")
    func groupNames() async throws {
        let types: [ResourceType] = [.user, .group.withUniqueValues(of: .displayName)]
        try await StoreConformance.uniqueness(of: .displayName, among: .group).check(
            StoreConformance.overRecords(of: types) { types in
                try await JSONFileStore.open(path: folder, types: types, options: .test(SimulatedDisk()), logger: quiet)
            })
    }

    @Test("names and members are found by an index, as without a mapper", arguments: mappers)
    func indexes(_ members: RenamingMapper.Members) async throws {
        let records = try RecordTypes(servedTypes, mapper: RenamingMapper(members: members))
        let (store, base) = try await open(SimulatedDisk(), members)
        let user = try await store.create(.user("ann"))
        let group = try await store.create(.group("crew", [user.id.text]))
        for (filter, type, id) in [
            (#"userName eq "ANN""#, ResourceType.user, user.id), (#"externalId eq "x-ann""#, .user, user.id),
            (#"emails.value eq "ann@example.org""#, .user, user.id),
            (#"emails[value eq "ann@example.org" and type eq "work"]"#, .user, user.id),
            (#"displayName eq "Crew""#, .group, group.id), (#"members.value eq "\#(user.id)""#, .group, group.id),
            (#"members[value eq "\#(user.id)"]"#, .group, group.id),
        ] {
            let query = Query(type, filter: try type.resolve(Filter(filter)))
            let translated = try #require(try records.translated(query), "\(filter)")
            let collection = try #require(base.engine.state.collection(of: type))
            guard case .index = SearchRoute(translated, in: collection) else {
                Issue.record("a scan for \(filter)")
                continue
            }
            #expect(try await store.search(query).resources.map(\.id) == [id], "\(filter)")
        }
        await base.close()
    }

    @Test("the journal is read again, with names, members and groups as they were", arguments: mappers)
    func reopening(_ members: RenamingMapper.Members) async throws {
        let disk = SimulatedDisk()
        var (store, base) = try await open(disk, members)
        let user = try await store.create(.user("ann")), other = try await store.create(.user("bob"))
        let group = try await store.create(
            Draft(
                unchecked: [
                    .displayName: "crew",
                    .members: [[.value: .string(user.id.text), .display: "Ann"], [.value: .string(other.id.text)]],
                ], as: .group))
        let outer = try await store.create(.group("ship", [group.id.text]))
        for compacts in [false, true] {
            let before = try #require(try await store.resource(group.key, selecting: .byDefault))
            if compacts { await base.compact() }
            await base.close()
            (store, base) = try await open(disk, members)
            let after = try #require(try await store.resource(group.key, selecting: .byDefault))
            #expect(after.attributes == before.attributes && after.memberTexts == [user.id.text, other.id.text])
            let groups = try await store.allGroups(of: [user.id], in: .group, atMost: nil)[user.id] ?? []
            #expect(groups.map(\.id) == [group.id, outer.id] && groups.map(\.display) == ["crew", "ship"])
        }
        let error = await #expect(throws: SCIMError.self) { try await store.create(.user("ANN")) }
        #expect(error?.code == .uniqueness && error?.detail.contains("'userName'") == true)
        try await store.delete(user.key, if: .none)
        #expect(try await store.resource(group.key, selecting: .byDefault)?.memberTexts == [other.id.text])
        await base.close()
    }

    @Test("what was stored without a mapper opens with one, and members still leave their groups", arguments: mappers)
    func addedLater(_ members: RenamingMapper.Members) async throws {
        let disk = SimulatedDisk()
        var (store, base) = try await open(disk, nil)
        let user = try await store.create(.user("ann"))
        let value: AttributeValue = [.value: .string(user.id.text), .type: "User"]
        let group = try await store.create(Draft(unchecked: [.displayName: "crew", .members: [value]], as: .group))
        let other = try await store.create(.group("band", [user.id.text]))
        await base.close()
        (store, base) = try await open(disk, members)
        for group in [group, other] {
            #expect(try await store.resource(group.key, selecting: .byDefault)?.memberTexts == [user.id.text])
        }
        try await store.delete(user.key, if: .none)
        for group in [group, other] {
            #expect(try await store.resource(group.key, selecting: .byDefault)?.memberTexts == [])
        }
        await base.close()
    }

    @Test("records are read whose members an earlier version kept among the other attributes", arguments: mappers)
    func earlierJournals(_ members: RenamingMapper.Members) async throws {
        let disk = SimulatedDisk()
        // A store that does not know where records name members, as none did.
        var (store, base) = try await open(disk, nil)
        let user = try await store.create(Draft(unchecked: ["login": "ann"], as: .user))
        let other = try await store.create(Draft(unchecked: ["login": "bob"], as: .user))
        let both = [user, other].map { $0.id.text }
        let people = both.map { members == .ids ? AttributeValue.string($0) : ["person": .string($0)] }
        var group = try await store.create(
            Draft(unchecked: ["label": "crew", "people": .array(people)], as: .group))
        group.attributes["people"] = .array([people[1]])
        _ = try await store.update(group, if: .none)
        await base.close()
        (store, base) = try await open(disk, members)
        #expect(try await store.resource(group.key, selecting: .byDefault)?.memberTexts == [other.id.text])
        #expect(try await store.groups(of: [user.id, other.id], in: .group).keys.map(\.self) == [other.id])
        await #expect(throws: SCIMError.self) { try await store.create(.user("BOB")) }
        try await store.delete(other.key, if: .none)
        #expect(try await store.resource(group.key, selecting: .byDefault)?.memberTexts == [])
        await base.close()
    }

    @Test("members that a field called 'members' held in another form leave their groups, too")
    func earlierMembers() async throws {
        struct Uuids: AttributeMapper {
            let names: [AttributeName: AttributeName] = [.value: "uuid"]

            func record(from attributes: Attributes, of type: ResourceType) -> Attributes {
                renamed(attributes, from: .value, to: "uuid")
            }

            func attributes(
                _ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType
            ) -> Attributes { renamed(record, from: "uuid", to: .value) }

            func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? {
                path == AttributePath(.members, .value) ? AttributePath(.members, "uuid") : path
            }

            private func renamed(_ attributes: Attributes, from: AttributeName, to: AttributeName) -> Attributes {
                guard let members = attributes[.members]?.values else { return attributes }
                var renamed = attributes
                renamed[.members] = .array(members.map { $0[from].map { [to: $0] } ?? $0 })
                return renamed
            }
        }
        let disk = SimulatedDisk()
        let (store, base) = try await open(disk, nil)
        let user = try await store.create(.user("ann")), other = try await store.create(.user("bob"))
        let members: [AttributeValue] = [user, other].map { ["uuid": .string($0.id.text)] }
        var group = try await store.create(
            Draft(unchecked: [.displayName: "crew", .members: .array(members)], as: .group))
        group.attributes[.members] = .array([members[1]])
        _ = try await store.update(group, if: .none)
        await base.close()
        let records = try RecordTypes(servedTypes, mapper: Uuids())
        let opened = try await JSONFileStore.open(
            path: folder, types: records.types, options: .test(disk), logger: quiet)
        let again = MappedStore(opened, records: records)
        #expect(try await again.resource(group.key, selecting: .byDefault)?.memberTexts == [other.id.text])
        try await again.delete(other.key, if: .none)
        #expect(try await again.resource(group.key, selecting: .byDefault)?.memberTexts == [])
        await opened.close()
    }

    @Test("the feed tells of resources, not of records", arguments: mappers)
    func feed(_ members: RenamingMapper.Members) async throws {
        let records = try RecordTypes(servedTypes, mapper: RenamingMapper(members: members))
        let (store, base) = try await open(SimulatedDisk(), members)
        let feed = MappedFeed(base, records: records)
        let user = try await store.create(.user("ann"))
        let start = try await feed.position
        let group = try await store.create(.group("crew", [user.id.text]))
        try await store.delete(user.key, if: .none)
        let changes = try await feed.changes(after: start, count: 10)
        #expect(try await feed.position == changes.last?.position)
        #expect(changes.map { $0.resources.map(\.key) } == [[group.key], [user.key, group.key]])
        #expect(changes.first?.resources.first?.membersAdded == [user.id])
        #expect(changes.last?.resources.last?.membersRemoved == [user.id])
        let before = try #require(changes.last?.before), after = try #require(changes.last?.after)
        #expect(try await before.resource(user.key, selecting: .byDefault)?.attributes[.userName] == "ann")
        #expect(try await before.resource(group.key, selecting: .byDefault)?.memberTexts == [user.id.text])
        #expect(try await before.allGroups(of: [user.id], in: .group, atMost: nil)[user.id]?.map(\.display) == ["crew"])
        #expect(try await after.resource(user.key, selecting: .byDefault) == nil)
        #expect(try await after.resource(group.key, selecting: .byDefault)?.memberTexts == [])
        await feed.waitForChange(after: start)
        await base.close()
    }
}
