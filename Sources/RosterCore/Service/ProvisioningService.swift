public import Logging
public import SCIM

/// What clients can ask for, whatever carries the request: authorise, validate, store, roles, project.
///
/// A class because every request refers to it and it never changes.
public final class ProvisioningService: Sendable {
    /// The resource types that are served.
    public let types: [ResourceType]
    /// What the operator set.
    public let settings: ServiceSettings
    let store: any IdentityStore
    let cursors: CursorSeal
    private let completion: DraftCompletion

    /// Puts a service together.
    ///
    /// - Parameters:
    ///   - store: Where resources are kept.
    ///   - roles: Which role a user gets when none is pushed, and what role a pushed type means.
    ///   - types: The resource types to serve.
    ///   - cursors: What makes the cursors of walks, and when they expire.
    public init(
        store: any IdentityStore, roles: any RoleResolver, types: [ResourceType], settings: ServiceSettings = .init(),
        cursors: CursorSeal = .init(), logger: Logger
    ) {
        self.store = store
        self.cursors = cursors
        self.types = types
        self.settings = settings
        completion = DraftCompletion(store: store, roles: roles, types: types, logger: logger)
    }

    /// Creates a resource (RFC 7644 §3.3).
    ///
    /// - Throws: ``SCIM/SCIMError`` as the validation and the store find.
    public func create(
        _ body: AttributeValue, as type: ResourceType, selecting selection: AttributeSelection, for caller: Caller
    ) async throws -> Representation {
        try caller.principal.require(.write(type))
        let draft = try await completion.complete(try Draft(validating: body, as: type))
        return try await show(try await store.create(draft), selecting: selection, for: caller)
    }

    /// Reads one resource (RFC 7644 §3.4.1).
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound``.
    public func read(
        _ key: ResourceKey, selecting selection: AttributeSelection, for caller: Caller
    ) async throws -> Representation {
        try caller.principal.require(.read(key.type))
        guard let resource = try await store.resource(key, selecting: selection) else { throw SCIMError.notFound(key) }
        return try await show(resource, selecting: selection, for: caller)
    }

    /// Replaces the attributes of a resource (RFC 7644 §3.5.1).
    public func replace(
        _ key: ResourceKey, with body: AttributeValue, if precondition: Precondition,
        selecting selection: AttributeSelection, for caller: Caller
    ) async throws -> Representation {
        try caller.principal.require(.write(key.type))
        let draft = try await completion.complete(try Draft(validating: body, as: key.type))
        let resource = try await store.modify(
            key, by: .replace(with: draft), if: precondition, selecting: selection)
        return try await show(resource, selecting: selection, for: caller)
    }

    /// Changes parts of a resource (RFC 7644 §3.5.2).
    ///
    /// - Returns: The resource, or its version alone where it is too large to send back and nobody asked for it.
    public func patch(
        _ key: ResourceKey, with body: AttributeValue, if precondition: Precondition,
        selecting selection: AttributeSelection, for caller: Caller
    ) async throws -> PatchResult {
        try caller.principal.require(.write(key.type))
        let operations = try await completion.complete(try PatchOperation.operations(reading: body, for: key.type))
        var selection = selection
        let mayOmit = selection.scope == .byDefault
        if mayOmit { selection.maximumValues = settings.maximumValuesInPatchAnswer }
        let resource = try await store.modify(key, by: .patch(operations), if: precondition, selecting: selection)
        if mayOmit, !resource.omitted.isEmpty || resource.hasMoreValues(than: settings.maximumValuesInPatchAnswer) {
            return .changed(resource.version)
        }
        return .resource(try await show(resource, selecting: selection, for: caller))
    }

    /// Deletes a resource (RFC 7644 §3.6).
    public func delete(_ key: ResourceKey, if precondition: Precondition, for caller: Caller) async throws {
        try caller.principal.require(.write(key.type))
        try await store.delete(key, if: precondition)
    }

    private func show(
        _ resource: Resource, selecting selection: AttributeSelection, for caller: Caller
    ) async throws -> Representation {
        let groups = try await groups(of: [resource.id], of: resource.type, selecting: selection)
        return Representation(
            resource, groups: groups[resource.id] ?? [], selecting: selection, baseURL: caller.baseURL, types: types)
    }

    func show(
        _ resources: [Resource], of type: ResourceType, selecting selection: AttributeSelection, for caller: Caller
    ) async throws -> [Representation] {
        let groups = try await groups(of: resources.map(\.id), of: type, selecting: selection)
        return resources.map {
            Representation(
                $0, groups: groups[$0.id] ?? [], selecting: selection, baseURL: caller.baseURL, types: types)
        }
    }

    /// `groups` follows from the members of groups, so no store keeps it with the user (RFC 7643 §4.1.2).
    private func groups(
        of ids: [ResourceID], of type: ResourceType, selecting selection: AttributeSelection
    ) async throws -> [ResourceID: [GroupReference]] {
        guard !ids.isEmpty, type.showsGroups, selection.includes(.groups) else { return [:] }
        return try await store.groups(of: ids)
    }
}

/// What a PATCH leaves to be told.
public enum PatchResult: Sendable {
    /// The resource as it is now: status 200.
    case resource(Representation)
    /// Only the version, because the resource has too many values to send it back: status 204.
    case changed(Version)
}

extension Resource {
    fileprivate func hasMoreValues(than limit: Int) -> Bool {
        attributes.contains { element in
            if case .array(let values) = element.value { values.count > limit } else { false }
        }
    }
}
