import Logging
import RosterCore
import RosterCrypto
import RosterTesting
import SCIM
import Synchronization
import Testing

@Suite("Work is bounded, and ends when nobody waits for it")
struct WorkBoundTests {
    @Test(
        "a search beyond the limit is refused with tooMany and the name of the setting",
        arguments: [nil, "userName"], [nil, ""])
    func budget(sortBy: String?, cursor: String?) async throws {
        let fixture = ServiceFixture { $0.searchTime = .nanoseconds(1) }
        for number in 0..<300 { try await fixture.createUser("ada\(number)") }
        var request = SearchRequest()
        request.filter = Array(repeating: #"userName co "é""#, count: 100).joined(separator: " or ")
        request.sortBy = sortBy
        request.cursor = cursor
        for isOverAll in [false, true] {
            let error = await #expect(throws: SCIMError.self) {
                _ = try await search(request, isOverAll ? nil : .user, fixture)
            }
            #expect(error?.code == .tooMany && error?.detail.contains("'limits: scan'") == true)
        }
        request.filter = #"userName eq "ada7""#
        #expect(try await search(request, .user, fixture).totalResults == 1)
    }

    /// Searches for resources of a type, or of all types.
    private func search(
        _ request: SearchRequest, _ type: ResourceType?, _ fixture: ServiceFixture
    ) async throws -> SearchResult {
        var repairs = Repairs()
        let (service, caller) = (fixture.service, fixture.administrator)
        guard let type else { return try await service.search(request, for: caller, repairs: &repairs) }
        return try await service.search(request, of: type, for: caller, repairs: &repairs)
    }

    @Test("a store learns for whom it works")
    func account() async throws {
        let store = Watched(), account = Mutex<String?>(nil)
        store.whenSearching { account.withLock { $0 = WorkBudget.current?.account } }
        let service = ProvisioningService(
            store: store, roles: NoRoles(), types: [.user],
            cursors: AESCursorSeal(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let caller = Caller(Principal(id: "key7", name: "test", scopes: [.all]), baseURL: "https://x")
        var repairs = Repairs()
        _ = try await service.search(SearchRequest(), of: .user, for: caller, repairs: &repairs)
        #expect(account.withLock { $0 } == "key7")
    }

    @Test("what is given up is no failure of the provider")
    func cancellation() {
        let failure = ServiceFixture().service.failure(for: CancellationError(), in: RequestID())
        #expect(failure.code == .unavailable)
    }

    @Test("a bulk request of a client that has left ends behind the operation in hand, and says so of the others")
    func bulk() async throws {
        let store = Watched(), log = LoggedLines()
        let service = ProvisioningService(
            store: store, roles: NoRoles(), types: [.user, .group], cursors: AESCursorSeal(),
            logger: Logger(label: "test") { _ in log })
        let created = Mutex(0)
        store.whenCreating {
            let count = created.withLock { created in
                created += 1
                return created
            }
            if count == 2 { withUnsafeCurrentTask { $0?.cancel() } }
        }
        let operations = (0..<5).map { number -> AttributeValue in
            [
                "method": "POST", "path": "/Users", "bulkId": .string("u\(number)"),
                "data": [.schemas: [.string(Schema.user.id)], .userName: .string("user\(number)")],
            ]
        }
        var repairs = Repairs()
        let request = try BulkRequest(
            reading: [.schemas: [.string(MessageURI.bulkRequest)], "Operations": .array(operations)],
            maximumOperations: 100, repairs: &repairs)
        let results = await Task { [repairs] in
            var repairs = repairs
            return await service.bulk(
                request, for: Caller(Principal(id: "1", name: "test", scopes: [.all]), baseURL: "https://x"),
                repairs: &repairs)
        }.value
        #expect(created.withLock { $0 } == 2)
        #expect(results.map { $0.location != nil } == [true, true, false, false, false])
        for result in results.dropFirst(2) {
            guard case .failure(let error) = result.outcome else {
                Issue.record("an operation was carried out for nobody")
                continue
            }
            #expect(error.code == .unavailable)
        }
        #expect(log.text.isEmpty)
    }

    private struct NoRoles: RoleResolver {
        func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
        var catalogue: [Role] { [] }
    }

    /// A store that tells when it is asked.
    private final class Watched: IdentityStore {
        private let base = InMemoryStore()
        private let hooks = Mutex<(searching: @Sendable () -> Void, creating: @Sendable () -> Void)>(({}, {}))

        func whenSearching(_ hook: @escaping @Sendable () -> Void) { hooks.withLock { $0.searching = hook } }
        func whenCreating(_ hook: @escaping @Sendable () -> Void) { hooks.withLock { $0.creating = hook } }

        func create(_ draft: Draft) async throws -> Resource {
            hooks.withLock { $0.creating }()
            return try await base.create(draft)
        }

        func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async -> Resource? {
            await base.resource(key, selecting: selection)
        }

        func search(_ query: Query) async throws -> Page {
            hooks.withLock { $0.searching }()
            return try await base.search(query)
        }

        func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
            try await base.update(resource, if: precondition)
        }

        func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
            try await base.delete(key, if: precondition)
        }
    }
}
