import Logging
import RosterCore
import RosterCrypto
import RosterTesting
import SCIM
import Testing

/// A service over a store in memory, with two roles of which one is given by default.
struct ServiceFixture {
    static let baseURL = "https://example.com/scim"

    let store = InMemoryStore()
    let service: ProvisioningService

    init(roles: any RoleResolver = TwoRoles(), _ change: (inout ServiceSettings) -> Void = { _ in }) {
        var settings = ServiceSettings()
        change(&settings)
        service = ProvisioningService(
            store: store, roles: roles, types: [.user, .group], settings: settings,
            cursors: AESCursorSeal(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func caller(_ scopes: Scope...) -> Caller {
        Caller(Principal(id: "1", name: "test", scopes: Set(scopes)), baseURL: Self.baseURL)
    }

    var administrator: Caller { caller(.all) }

    @discardableResult
    func createUser(_ userName: String, _ more: Attributes = Attributes()) async throws -> Representation {
        var body = more
        body[.schemas] = [.string(Schema.user.id)]
        body[.userName] = .string(userName)
        return try await service.create(.complex(body), as: .user, selecting: .byDefault, for: administrator)
    }

    @discardableResult
    func createGroup(_ name: String, members: [AttributeValue] = []) async throws -> Representation {
        let body: AttributeValue = [
            .schemas: [.string(Schema.group.id)], .displayName: .string(name), .members: .array(members),
        ]
        return try await service.create(body, as: .group, selecting: .byDefault, for: administrator)
    }

    func read(_ type: ResourceType, _ id: String, _ selection: AttributeSelection = .byDefault) async throws
        -> Attributes
    {
        try await service.read(ResourceKey(type, ResourceID(id)), selecting: selection, for: administrator).attributes
    }

    func patch(
        _ type: ResourceType, _ id: String, selecting selection: AttributeSelection = .byDefault,
        _ operations: AttributeValue...
    ) async throws -> PatchResult {
        try await service.patch(
            ResourceKey(type, ResourceID(id)), with: Self.patch(operations), if: .none, selecting: selection,
            for: administrator)
    }

    static func patch(_ operations: [AttributeValue]) -> AttributeValue {
        [.schemas: [.string(MessageURI.patchOp)], "Operations": .array(operations)]
    }
}

extension Representation {
    var id: String { attributes[.id]?.string ?? "" }
}

extension PatchResult {
    /// The resource, if there is one to send back.
    var attributes: Attributes? {
        if case .resource(let representation) = self { representation.attributes } else { nil }
    }
}

extension AttributeValue {
    static func member(_ id: String) -> AttributeValue { [.value: .string(id)] }
}

/// Two roles: everyone may view, and a group makes administrators.
private struct TwoRoles: RoleResolver {
    let catalogue = [
        Role(id: "r-1", name: "Viewer", type: "viewer"), Role(id: "r-2", name: "Administrator", type: "admin"),
    ]

    func roles(of subject: RoleSubject) -> [RoleGrant] {
        [RoleGrant(catalogue[0], from: .byDefault), RoleGrant(catalogue[1], from: .rule("r", group: nil))]
    }
}

/// For tests that do not look at repairs.
extension ProvisioningService {
    func create(
        _ body: AttributeValue, as type: ResourceType, selecting selection: AttributeSelection, for caller: Caller
    ) async throws -> Representation {
        var repairs = Repairs()
        return try await create(body, as: type, selecting: selection, for: caller, repairs: &repairs)
    }

    func replace(
        _ key: ResourceKey, with body: AttributeValue, if precondition: Precondition,
        selecting selection: AttributeSelection, for caller: Caller
    ) async throws -> Representation {
        var repairs = Repairs()
        return try await replace(
            key, with: body, if: precondition, selecting: selection, for: caller, repairs: &repairs)
    }

    func patch(
        _ key: ResourceKey, with body: AttributeValue, if precondition: Precondition,
        selecting selection: AttributeSelection, for caller: Caller
    ) async throws -> PatchResult {
        var repairs = Repairs()
        return try await patch(key, with: body, if: precondition, selecting: selection, for: caller, repairs: &repairs)
    }

    func search(_ request: SearchRequest, of type: ResourceType, for caller: Caller) async throws -> SearchResult {
        var repairs = Repairs()
        return try await search(request, of: type, for: caller, repairs: &repairs)
    }

    func search(_ request: SearchRequest, for caller: Caller) async throws -> SearchResult {
        var repairs = Repairs()
        return try await search(request, for: caller, repairs: &repairs)
    }
}
