import Logging
import RosterCore
import RosterCrypto
import RosterTesting
import SCIM
import Synchronization
import Testing

@Suite("Bulk — what could neither be completed nor taken away")
struct BulkLeftoverTests {
    private struct Broken: Error {}

    @Test("what is left keeps its location and is logged, what is gone does not")
    func leftover() async throws {
        for (reason, isLeft) in [
            (Broken(), true), (SCIMError(.unavailable, "x"), true), (SCIMError(.preconditionFailed, "x"), true),
            (SCIMError(.notFound, "x"), false),
        ] as [(any Error, Bool)] {
            let log = LoggedLines()
            let store = NoUpdates(deletion: reason)
            let service = ProvisioningService(
                store: store, roles: NoRoles(), types: [.user, .group], cursors: AESCursorSeal(),
                logger: Logger(label: "test") { _ in log })
            var repairs = Repairs()
            let results = await service.bulk(
                try circle(), for: Caller(Principal(id: "1", name: "test", scopes: [.all]), baseURL: "https://x"),
                repairs: &repairs)
            #expect(results.map { $0.location != nil } == [true, isLeft], "\(reason)")
            guard case .failure(let error)? = results.last?.outcome else {
                Issue.record("the operation that could not be completed did not fail")
                continue
            }
            #expect(error.code == .internalError)
            let left = try await store.base.search(Query(.group)).resources.map(\.key)
            let path = left.first { results.last?.location?.hasSuffix($0.id.text) == true }?.location(below: "") ?? "-"
            #expect(log.text.contains("\(path) was created") == isLeft, "\(log.text)")
        }
    }

    private func circle() throws -> BulkRequest {
        func group(_ name: String, _ member: String) -> AttributeValue {
            [
                "method": "POST", "path": "/Groups", "bulkId": .string(name),
                "data": [
                    .schemas: [.string(Schema.group.id)], .displayName: .string(name),
                    .members: [[.value: .string("bulkId:\(member)")]],
                ],
            ]
        }
        let body: AttributeValue = [
            .schemas: [.string(MessageURI.bulkRequest)], "Operations": [group("a", "b"), group("b", "a")],
        ]
        var repairs = Repairs()
        return try BulkRequest(reading: body, maximumOperations: 2, repairs: &repairs)
    }

    private struct NoRoles: RoleResolver {
        func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
        var catalogue: [Role] { [] }
    }

    /// Creates, and fails otherwise.
    private struct NoUpdates: IdentityStore {
        let base = InMemoryStore()
        let deletion: any Error

        func create(_ draft: Draft) async throws -> Resource { try await base.create(draft) }

        func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async -> Resource? {
            await base.resource(key, selecting: selection)
        }

        func search(_ query: Query) async throws -> Page { try await base.search(query) }

        func update(_ resource: Resource, if precondition: Precondition) throws -> Resource { throw Broken() }

        func delete(_ key: ResourceKey, if precondition: Precondition) throws { throw deletion }
    }
}
