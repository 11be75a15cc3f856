public import SCIM

/// A store around a store that adds what the role resolver's catalogue holds: roles, and what they allow.
///
/// Their versions follow from their content, and nobody writes them.
public struct CatalogueStore: IdentityStore {
    private let base: any IdentityStore
    private let roles: any RoleResolver
    private let made: DateTime

    /// Puts a catalogue beside a store.
    ///
    /// - Parameter made: The time that entries show as that of their creation.
    public init(_ base: any IdentityStore, roles: any RoleResolver, made: DateTime = .now) {
        self.base = base
        self.roles = roles
        self.made = made
    }

    /// Keeps a new resource of another type.
    public func create(_ draft: Draft) async throws -> Resource {
        try refuse(draft.type)
        return try await base.create(draft)
    }

    /// Fetches a resource, or an entry of the catalogue.
    public func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async throws -> Resource? {
        guard isInCatalogue(key.type) else { return try await base.resource(key, selecting: selection) }
        return try await entries(of: key.type).first { $0.id == key.id }
    }

    /// Finds resources, or entries of the catalogue.
    public func search(_ query: Query) async throws -> Page {
        guard isInCatalogue(query.type) else { return try await base.search(query) }
        return try query.page(of: await entries(of: query.type))
    }

    /// Changes a resource of another type.
    public func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        try refuse(resource.type)
        return try await base.update(resource, if: precondition)
    }

    /// Takes away a resource of another type.
    public func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        try refuse(key.type)
        try await base.delete(key, if: precondition)
    }

    /// Changes a resource of another type.
    public func modify(
        _ key: ResourceKey, by modification: Modification, if precondition: Precondition,
        selecting selection: AttributeSelection
    ) async throws -> Resource {
        try refuse(key.type)
        return try await base.modify(key, by: modification, if: precondition, selecting: selection)
    }

    /// Asks the inner store.
    public func groups(
        of members: [ResourceID], in type: ResourceType
    ) async throws -> [ResourceID: [GroupReference]] {
        try await base.groups(of: members, in: type)
    }

    /// Asks the inner store.
    public func allGroups(
        of members: [ResourceID], in type: ResourceType, atMost limit: Int?
    ) async throws -> [ResourceID: [GroupReference]] {
        try await base.allGroups(of: members, in: type, atMost: limit)
    }

    /// Asks the inner store.
    public func types(of ids: [ResourceID], among types: [ResourceType]) async throws -> [ResourceID: ResourceType] {
        try await base.types(of: ids, among: types.filter { !isInCatalogue($0) })
    }

    /// The catalogue beside a snapshot of the inner store.
    public func snapshot() async throws -> (any IdentityStore)? {
        try await base.snapshot().map { CatalogueStore($0, roles: roles, made: made) }
    }

    /// The changes of the inner store.
    public var feed: (any ChangeFeed)? { base.feed }

    /// What is wrong with the inner store.
    public var impediment: String? { base.impediment }

    /// That of the inner store.
    public var backgroundWork: (any BackgroundWork)? { base.backgroundWork }

    private func isInCatalogue(_ type: ResourceType) -> Bool { type == .catalogueRole || type == .catalogueEntitlement }

    private func refuse(_ type: ResourceType) throws(SCIMError) {
        if isInCatalogue(type) { throw SCIMError(.mutability, "\(type.name)s are set by the configuration") }
    }

    private func entries(of type: ResourceType) async throws -> [Resource] {
        let catalogue = try await roles.catalogue
        if type == .catalogueRole {
            return catalogue.map { role in
                var attributes: Attributes = [.displayName: .string(role.name)]
                if let description = role.description { attributes.append("description", .string(description)) }
                return entry(role.id, attributes, of: type)
            }
        }
        var holders: [String: [String]] = [:]
        var permissions: [String] = []
        for role in catalogue {
            for permission in role.permissions {
                if holders[permission] == nil { permissions.append(permission) }
                holders[permission, default: []].append(role.name)
            }
        }
        return permissions.map { permission in
            let names = holders[permission, default: []].joined(separator: ", ")
            return entry(
                permission,
                [
                    .displayName: .string(permission), .type: "permission",
                    "description": .string("Allowed by: \(names)"),
                ],
                of: type)
        }
    }

    private func entry(_ id: String, _ attributes: Attributes, of type: ResourceType) -> Resource {
        Resource(
            type: type, id: ResourceID(id), version: Version(of: attributes), created: made, lastModified: made,
            attributes: attributes)
    }
}
