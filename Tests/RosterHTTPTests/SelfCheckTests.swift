import ConformanceLedger
import HTTPTypes
import RosterCore
import RosterHTTP
import RosterTesting
import SCIM
import Testing

@Suite("An endpoint holds itself to what discovery says")
struct SelfCheckTests {
    @Test(.shows("7644-4-g"))
    func `an endpoint that does what it says passes and changes nothing`() async throws {
        let client = Client()
        try await client.endpoint.check()
        #expect(await client.send(.get, "/Users?count=0").json["totalResults"] == 0)
        _ = await client.create("/Users", #"{"schemas":["\#(Schema.user.id)"],"userName":"ada"}"#)
        _ = await client.create("/Users", #"{"schemas":["\#(Schema.user.id)"],"userName":"bob"}"#)
        let before = await client.send(.get, "/Users").answer.body
        try await client.endpoint.check()
        #expect(await client.send(.get, "/Users").answer.body == before)
    }

    @Test(arguments: Lie.allCases)
    func `a store that does otherwise is found out`(lie: Lie) async throws {
        let store = LyingStore(lie: lie)
        for name in ["ada", "bob", "eva"] {
            _ = try await store.create(Draft(unchecked: [.userName: .string(name)], as: .user))
        }
        var settings = ServiceSettings()
        settings.defaultPageSize = 2
        settings.maximumPageSize = 2
        let client = Client(store: store, limits: settings)
        let error = await #expect(throws: BrokenPromise.self) { try await client.endpoint.check() }
        #expect(error?.claim.hasPrefix(lie.claim) == true, "\(error?.description ?? "")")
    }

    enum Lie: CaseIterable {
        case filters, counts

        var claim: String {
            switch self {
            case .filters: "filter.supported"
            case .counts: "filter.maxResults"
            }
        }
    }
}

/// Passes a part of every question over.
private struct LyingStore: IdentityStore {
    let lie: SelfCheckTests.Lie
    private let store = InMemoryStore()

    init(lie: SelfCheckTests.Lie) { self.lie = lie }

    func create(_ draft: Draft) async throws -> Resource { try await store.create(draft) }

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async throws -> Resource? {
        await store.resource(key, selecting: selection)
    }

    func search(_ query: Query) async throws -> Page {
        var query = query
        switch lie {
        case .filters: query.filter = nil
        case .counts: query.count = .max
        }
        return try await store.search(query)
    }

    func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        try await store.update(resource, if: precondition)
    }

    func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        try await store.delete(key, if: precondition)
    }
}
