import RosterCore
import RosterTesting
import SCIM
import Synchronization
import Testing

@Suite("A store around a store")
struct MappedStoreTests {
    private let base = RecordingStore()
    private let store: MappedStore

    init() throws {
        store = MappedStore(base, records: try RecordTypes([.user, .group], mapper: LabelMapper()))
    }

    @Test("the inner store keeps records, the outer one shows resources")
    func lens() async throws {
        let attributes: Attributes = [
            .userName: "anna", .displayName: "Anna", "emails": [[.value: "a@x", .type: "work"]],
        ]
        let user = try await store.create(Draft(checking: attributes, as: .user))
        #expect(user.attributes == attributes)
        #expect(try await store.resource(user.key, selecting: .byDefault)?.attributes == attributes)
        #expect(
            await base.store.resource(user.key, selecting: .byDefault)?.attributes
                == [.userName: "anna", "label": "Anna", "mails": [["address": "a@x", .type: "work"]]])
        #expect(try await store.search(Query(.user)).resources.map(\.attributes) == [attributes])
    }

    @Test("changes reach the record, with version and times of the inner store")
    func changes() async throws {
        let user = try await store.create(Draft(checking: [.userName: "anna", .displayName: "Anna"], as: .user))
        var changed = user
        changed.attributes[.displayName] = "Anna Li"
        let updated = try await store.update(changed, if: Precondition(version: user.version))
        #expect(updated.attributes == changed.attributes)
        #expect(await base.store.resource(user.key, selecting: .byDefault)?.attributes["label"] == "Anna Li")
        #expect(await base.store.resource(user.key, selecting: .byDefault)?.version == updated.version)
        let error = await #expect(throws: SCIMError.self) {
            try await store.update(changed, if: Precondition(version: user.version))
        }
        #expect(error?.code == .preconditionFailed)
        try await store.delete(user.key, if: .none)
        #expect(await base.store.resource(user.key, selecting: .byDefault) == nil)
    }

    @Test("what the mapper refuses is not kept")
    func refusal() async throws {
        let error = await #expect(throws: SCIMError.self) {
            try await store.create(Draft(checking: [.userName: "anna", .displayName: ""], as: .user))
        }
        #expect(error?.code == .invalidValue)
        #expect(try await base.store.search(Query(.user)).totalResults == 0)
    }

    @Test(
        "a filter that the mapper knows is answered by the inner store",
        arguments: [
            ("displayName eq \"anna\"", "label"),
            ("userName sw \"an\" and not (displayName co \"x\")", "userName, label"),
            ("emails.value eq \"A@X\"", "mails.address"), ("emails[value eq \"a@x\" and type eq \"work\"]", "mails"),
            ("groups.display eq \"Chiefs\" or groups[type eq \"direct\"]", "groups.display, groups"),
            ("meta.created gt \"2020-01-01T00:00:00Z\" and id pr and displayName sw \"a\"", "meta.created, id, label"),
        ])
    func pushedDown(_ filter: String, _ paths: String) async throws {
        try await fill()
        let query = Query(.user, filter: try ResourceType.user.resolve(Filter(filter)), count: 5)
        #expect(try await store.search(query).resources.map { $0.attributes[.userName] } == ["anna"])
        let asked = base.queries
        #expect(asked.count == 1)
        #expect(asked.first?.filter?.paths.map(\.path.description).joined(separator: ", ") == paths)
        #expect(asked.first?.count == 5)
    }

    @Test(
        "a filter that the mapper does not know is answered from all records",
        arguments: [
            ("title eq \"chief\"", ["User"]), ("displayName pr and title pr", ["User"]),
            ("emails[value eq \"a@x\" and display eq \"Anna\"]", ["User"]),
            ("schemas co \"enterprise\"", ["User"]),
        ])
    func fallback(_ filter: String, _ types: [String]) async throws {
        try await fill()
        let query = Query(.user, filter: try ResourceType.user.resolve(Filter(filter)), count: 5)
        let page = try await store.search(query)
        #expect(page.resources.map { $0.attributes[.userName] } == ["anna"])
        #expect(page.totalResults == 1)
        #expect(base.queries.map(\.type.name) == types)
        #expect(base.queries.allSatisfy { $0.filter == nil && $0.count == .max })
    }

    @Test("what no index answers is mapped only as long as the request may take, and for as long as anybody waits")
    func bounded() async throws {
        for number in 0..<300 {
            _ = try await store.create(
                Draft(checking: [.userName: .string("u\(number)"), .displayName: "D"], as: .user))
        }
        let query = Query(.user, filter: try ResourceType.user.resolve(Filter("title pr")))
        let counted = CountingMapper(base: LabelMapper())
        let store = MappedStore(base, records: try RecordTypes([.user, .group], mapper: counted))
        let error = await #expect(throws: SCIMError.self) {
            try await WorkBudget.$current.withValue(WorkBudget(.nanoseconds(1), for: "a", setting: "limits: scan")) {
                _ = try await store.search(query)
            }
        }
        #expect(error?.code == .tooMany && counted.count < 300)
        let before = counted.count
        await #expect(throws: CancellationError.self) {
            try await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await WorkBudget.$current.withValue(WorkBudget(.seconds(60), for: "a", setting: "limits: scan")) {
                    _ = try await store.search(query)
                }
            }.value
        }
        #expect(counted.count - before < 300)
    }

    @Test(
        "an order goes to the inner store if the mapper knows it",
        arguments: [
            ("displayName", ["anna", "ben"], true), ("emails.value", ["ben", "anna"], true),
            ("title", ["anna", "ben"], false),
        ])
    func order(_ path: String, _ names: [AttributeValue], _ isPushedDown: Bool) async throws {
        try await fill()
        let query = Query(.user, sort: SortOrder(by: try #require(ResourceType.user.resolve(path))))
        #expect(try await store.search(query).resources.compactMap { $0.attributes[.userName] } == names)
        #expect((base.queries.first?.sort != nil) == isPushedDown)
    }

    @Test("members and groups are found through the mapper")
    func relations() async throws {
        let (user, group) = try await fill()
        let chiefs = GroupReference(group.id, display: "Chiefs")
        #expect(try await store.groups(of: [user.id], in: .group) == [user.id: [chiefs]])
        #expect(
            try await store.types(of: [user.id, group.id], among: [.user, .group]) == [
                user.id: .user, group.id: .group,
            ])
    }

    @Test("groups tell their names though the inner store cannot, and a filter over these is answered from all records")
    func hiddenNames() async throws {
        let hidden = MappedStore(base, records: try RecordTypes([.user, .group], mapper: ShoutingMapper()))
        let user = try await hidden.create(Draft(checking: [.userName: "anna"], as: .user))
        let members: AttributeValue = [[.value: .string(user.id.text), .type: "User"]]
        let inner = try await hidden.create(Draft(checking: [.displayName: "Crew", .members: members], as: .group))
        let groups: AttributeValue = [[.value: .string(inner.id.text), .type: "Group"]]
        let outer = try await hidden.create(Draft(checking: [.displayName: "Ship", .members: groups], as: .group))
        #expect(
            try await hidden.allGroups(of: [user.id], in: .group, atMost: nil)[user.id] == [
                GroupReference(inner.id, display: "Crew"),
                GroupReference(outer.id, display: "Ship", isDirect: false),
            ])
        base.forget()
        let filter = try ResourceType.user.resolve(Filter("groups.display eq \"ship\""))
        #expect(try await hidden.search(Query(.user, filter: filter)).resources.map(\.id) == [user.id])
        #expect(base.queries.map(\.type.name) == ["User", "Group"])
    }

    @Test("the inner store is asked for whole records, but for members that nobody wants")
    func selections() async throws {
        try await fill()
        for (type, selection, expected) in [
            (.user, AttributeSelection(.only([AttributePath(.userName)])), AttributeSelection.byDefault),
            (.group, .minimum, AttributeSelection(.excluding([AttributePath(.members)]))),
            (.group, AttributeSelection(.excluding([AttributePath(.members)])), .init(.excluding([.init(.members)]))),
            (
                .group, AttributeSelection(.only([AttributePath(.members)]), maximumValues: 5),
                AttributeSelection(.byDefault, maximumValues: 5)
            ),
        ] as [(ResourceType, AttributeSelection, AttributeSelection)] {
            base.forget()
            _ = try await store.search(Query(type, selection: selection))
            #expect(base.queries.map(\.selection) == [expected])
        }
    }

    @Test("where no groups are kept, nobody is in one")
    func usersAlone() async throws {
        let users = MappedStore(base, records: try RecordTypes([.user], mapper: LabelMapper()))
        let user = try await users.create(Draft(checking: [.userName: "anna"], as: .user))
        #expect(try await users.groups(of: [user.id], in: .group).isEmpty)
        #expect(try await users.allGroups(of: [user.id], in: .group, atMost: nil).isEmpty)
    }

    @Test("a mapper that hides what the store has to look at is refused")
    func refusedMappers() throws {
        let names: ResourceType = .group.withUniqueValues(of: .displayName)
        for (path, place, type, problem) in [
            (AttributePath(.userName), nil, ResourceType.user, "'userName' of a User must go into a field"),
            (AttributePath(.userName), AttributePath(.id), .user, "the store keeps its values unique"),
            (AttributePath(.members, .value), nil, .group, "'members.value' of a Group"),
            (AttributePath(.members, .value), AttributePath(schema: "urn:x", "a"), .group, "takes a deleted resource"),
            (AttributePath(.displayName), nil, names, "'displayName' of a Group"),
        ] as [(AttributePath, AttributePath?, ResourceType, String)] {
            let mapper = MovingMapper(path: path, place: place)
            let error = #expect(throws: RecordTypes.Problem.self) { try RecordTypes([type], mapper: mapper) }
            #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
        }
    }

    @Test("a mapper that puts names or members elsewhere than it says loses nothing: nothing is stored")
    func dishonestMapper() async throws {
        for path in [AttributePath(.userName), AttributePath(.members, .value)] {
            let mapper = MovingMapper(path: path, place: AttributePath("elsewhere", path.subAttribute))
            let store = MappedStore(base, records: try RecordTypes([.user, .group], mapper: mapper))
            let error = await #expect(throws: SCIMError.self) {
                _ = try await store.create(Draft(checking: [.userName: "anna"], as: .user))
                _ = try await store.create(
                    Draft(checking: [.displayName: "Crew", .members: [[.value: "x"]]], as: .group))
            }
            #expect(error?.code == .internalError)
        }
    }

    @discardableResult
    private func fill() async throws -> (user: Resource, group: Resource) {
        let enterprise = AttributeName(Schema.enterpriseUser.id)
        let ben: Attributes = [.userName: "ben", .displayName: "Xaver", "emails": [[.value: "b@x"]]]
        let anna: Attributes = [
            .userName: "anna", .displayName: "Anna", "title": "Chief", enterprise: ["department": "Sales"],
            "emails": [
                [.value: "a@x", .type: "work", .display: "Anna"], [.value: "z@x", .type: "home", .primary: true],
            ],
        ]
        _ = try await store.create(Draft(checking: ben, as: .user))
        let user = try await store.create(Draft(checking: anna, as: .user))
        let members: AttributeValue = [[.value: .string(user.id.text), .type: "User"]]
        let group = try await store.create(Draft(checking: [.displayName: "Chiefs", .members: members], as: .group))
        base.forget()
        return (user, group)
    }
}

/// A store in memory that remembers what it was asked.
private final class RecordingStore: IdentityStore {
    let store = InMemoryStore()
    private let asked = Mutex<[Query]>([])

    var queries: [Query] { asked.withLock { $0 } }

    func forget() { asked.withLock { $0 = [] } }

    func create(_ draft: Draft) async throws -> Resource { try await store.create(draft) }

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async throws -> Resource? {
        await store.resource(key, selecting: selection)
    }

    func search(_ query: Query) async throws -> Page {
        asked.withLock { $0.append(query) }
        return try await store.search(query)
    }

    func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        try await store.update(resource, if: precondition)
    }

    func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        try await store.delete(key, if: precondition)
    }
}

/// A mapper that counts the records that it shows.
private final class CountingMapper: AttributeMapper {
    private let base: LabelMapper
    private let shown = Atomic<Int>(0)

    init(base: LabelMapper) { self.base = base }

    var count: Int { shown.load(ordering: .relaxed) }

    func record(from attributes: Attributes, of type: ResourceType) throws -> Attributes {
        try base.record(from: attributes, of: type)
    }

    func attributes(_ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType) -> Attributes {
        shown.add(1, ordering: .relaxed)
        return base.attributes(attributes, updatedFrom: record, of: type)
    }

    func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? {
        base.recordPath(for: path, of: type)
    }
}

/// Calls `displayName` a label, `emails` mails and their `value` an address, and knows the place of nothing else but
/// `userName` and the members.
private struct LabelMapper: AttributeMapper {
    func record(from attributes: Attributes, of type: ResourceType) throws -> Attributes {
        if attributes[.displayName] == "" { throw SCIMError(.invalidValue, "a record needs a label") }
        return rename(attributes, ["displayName": "label", "emails": "mails"]) { ["value": "address"][$0] ?? $0 }
    }

    func attributes(_ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType) -> Attributes {
        rename(record, ["label": "displayName", "mails": "emails"]) { ["address": "value"][$0] ?? $0 }
    }

    func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? {
        switch (path.schema, path.attribute) {
        case (nil, .displayName): AttributePath("label")
        case (nil, .userName), (nil, .members): path
        case (nil, "emails") where path.subAttribute != .display:
            AttributePath("mails", path.subAttribute == .value ? "address" : path.subAttribute)
        default: nil
        }
    }

    private func rename(
        _ attributes: Attributes, _ names: [AttributeName: AttributeName], _ part: (AttributeName) -> AttributeName
    ) -> Attributes {
        Attributes(
            uniqueNames: attributes.map { name, value in
                guard name == "emails" || name == "mails" else { return (names[name] ?? name, value) }
                let renamed = value.values.map { element in
                    AttributeValue.complex(
                        Attributes(uniqueNames: (element.attributes ?? Attributes()).map { (part($0.name), $0.value) }))
                }
                return (names[name] ?? name, .array(renamed))
            })
    }
}

/// Writes the names of groups in capitals, so that no store can tell them.
private struct ShoutingMapper: AttributeMapper {
    func record(from attributes: Attributes, of type: ResourceType) -> Attributes {
        var record = attributes
        if type == .group { record[.displayName] = .string("«\(attributes[.displayName]?.string ?? "")»") }
        return record
    }

    func attributes(_ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType) -> Attributes {
        var resource = record
        if type == .group {
            resource[.displayName] = .string(String((record[.displayName]?.string ?? "").dropFirst().dropLast()))
        }
        return resource
    }

    func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? {
        type == .group && path.attribute == .displayName ? nil : path
    }
}

/// Keeps everything as it is, and says that one thing stands elsewhere.
private struct MovingMapper: AttributeMapper {
    let path: AttributePath
    let place: AttributePath?

    func record(from attributes: Attributes, of type: ResourceType) -> Attributes { attributes }

    func attributes(_ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType) -> Attributes {
        record
    }

    func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? {
        path == self.path ? place : path
    }
}
