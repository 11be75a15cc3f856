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
    let roles: any RoleResolver
    let cursors: CursorIssuer
    private let completion: DraftCompletion
    private let checks: ChangeCheck
    let logger: Logger

    /// Puts a service together.
    ///
    /// - Parameters:
    ///   - store: Where resources are kept.
    ///   - roles: Which role a user gets when none is pushed, and what role a pushed type means.
    ///   - mapper: The lens through which the application sees resources; what it cannot map is refused.
    ///   - types: The resource types to serve.
    ///   - cursors: What seals the cursors of walks, such as `AESCursorSeal()` of `RosterCrypto`.
    ///   - clock: The time, by which cursors expire.
    public init(
        store: any IdentityStore, roles: any RoleResolver, mapper: (any AttributeMapper)? = nil, types: [ResourceType],
        settings: ServiceSettings = .init(), cursors: any CursorSeal,
        clock: @escaping @Sendable () -> DateTime = { .now }, logger: Logger
    ) {
        self.store = store
        self.roles = roles
        checks = ChangeCheck(store: store, mapper: mapper)
        self.cursors = CursorIssuer(seal: cursors, clock: clock)
        let types = ResourceType.together(types)
        self.types = types
        self.settings = settings
        self.logger = logger
        completion = DraftCompletion(
            store: store, roles: RoleCompletion(roles: roles, logger: logger), types: types, logger: logger)
    }

    /// Creates a resource (RFC 7644 §3.3).
    ///
    /// - Parameter repairs: Notes what had to be put right in the request.
    /// - Throws: ``SCIM/SCIMError`` as the validation and the store find.
    public func create(
        _ body: AttributeValue, as type: ResourceType, selecting selection: AttributeSelection, for caller: Caller,
        repairs: inout Repairs
    ) async throws -> Representation {
        try caller.principal.require(.write(type))
        let draft = try await completion.complete(
            try Draft(validating: body, as: type, repairs: &repairs), replacing: nil, repairs: &repairs)
        try checks.check(draft)
        let created = try await caller.provenance.writing { try await store.create(draft) }
        let selection = caller.principal.readable(selection.naming(body, of: type), of: created.key)
        // No group can name what has just come into being, so there is nothing to look up.
        return try await represent([created], groups: [:], selecting: selection, for: caller)[0]
    }

    /// Reads one resource (RFC 7644 §3.4.1).
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound``.
    public func read(
        _ key: ResourceKey, selecting selection: AttributeSelection, for caller: Caller
    ) async throws -> Representation {
        try caller.principal.requireReading(key)
        let view = try await store.view()
        guard let resource = try await view.resource(key, selecting: selection) else { throw SCIMError.notFound(key) }
        return try await show([resource], of: key.type, selecting: selection, for: caller, in: view)[0]
    }

    /// Replaces the attributes of a resource (RFC 7644 §3.5.1).
    ///
    /// - Parameter repairs: Notes what had to be put right in the request.
    public func replace(
        _ key: ResourceKey, with body: AttributeValue, if precondition: Precondition,
        selecting selection: AttributeSelection, for caller: Caller, repairs: inout Repairs
    ) async throws -> Representation {
        try caller.principal.require(.write(key.type))
        let draft = try await complete(
            try Draft(validating: body, as: key.type, repairs: &repairs), of: key, repairs: &repairs)
        let selection = caller.principal.readable(selection.naming(body, of: key.type), of: key)
        let resource = try await modify(
            key, by: .replace(with: draft), if: precondition, selecting: selection, by: caller.provenance)
        return try await show(written: resource, selecting: selection, for: caller)
    }

    /// A draft for a resource that exists, with what the provider knows.
    ///
    /// - Parameter standing: Values of `roles` that nobody has to judge, because the resource has them already.
    func complete(
        _ draft: Draft, of key: ResourceKey, besides standing: [AttributeValue] = [], repairs: inout Repairs
    ) async throws -> Draft {
        try await completion.complete(draft, besides: standing, replacing: key, repairs: &repairs)
    }

    /// Changes a resource in a way that is valid and complete.
    func modify(
        _ key: ResourceKey, by change: Modification, if precondition: Precondition,
        selecting selection: AttributeSelection, by provenance: Provenance
    ) async throws -> Resource {
        let resource = try await provenance.writing {
            try await checks.modify(key, by: change, if: precondition, selecting: selection)
        }
        await warnOfCircle(through: key, with: change.membersAdded, in: provenance)
        return resource
    }

    /// Changes parts of a resource (RFC 7644 §3.5.2).
    ///
    /// - Parameter repairs: Notes what had to be put right in the request.
    /// - Returns: The resource, or its version alone where it is too large to send back and nobody asked for it.
    public func patch(
        _ key: ResourceKey, with body: AttributeValue, if precondition: Precondition,
        selecting selection: AttributeSelection, for caller: Caller, repairs: inout Repairs
    ) async throws -> PatchResult {
        try caller.principal.require(.write(key.type))
        let read = try PatchOperation.operations(reading: body, for: key.type, repairs: &repairs)
        let operations = try await completion.complete(read, of: key, repairs: &repairs).map {
            $0.comparingIDs(of: key.type, below: caller.baseURL, among: types)
        }
        var selection = caller.principal.readable(selection.naming(operations, of: key.type), of: key)
        let mayOmit = selection.scope == .byDefault
        if mayOmit, !settings.answersPatchWithResource {
            selection = .minimum
        } else if mayOmit {
            selection.maximumValues = settings.maximumValuesInPatchAnswer
        }
        let resource = try await modify(
            key, by: .patch(operations), if: precondition, selecting: selection, by: caller.provenance)
        repairs.note(resource.repairs)
        if mayOmit, !settings.answersPatchWithResource || resource.isTooLarge(for: settings) {
            return .changed(resource.version)
        }
        return .resource(try await show(written: resource, selecting: selection, for: caller))
    }

    /// Deletes a resource (RFC 7644 §3.6).
    public func delete(_ key: ResourceKey, if precondition: Precondition, for caller: Caller) async throws {
        try caller.principal.require(.write(key.type))
        try await caller.provenance.writing { try await store.delete(key, if: precondition) }
    }

    /// What a client is told of a failure: of one that is not its own only where the log has it.
    public func failure(for error: any Error, in request: RequestID) -> SCIMError {
        if let error = error as? SCIMError { return error }
        if error is CancellationError {
            return SCIMError(
                .unavailable,
                "the request was cancelled: the client has disconnected, or the server is stopping; try again later")
        }
        logger.error("request failed", metadata: ["request": "\(request)", "error": "\("\(error)".printable)"])
        return SCIMError(.internalError, "internal error; the log has it as request \(request)")
    }

    /// Shows a resource that has just been written, as it was written: the version is the one that the write led to.
    ///
    /// Groups are read from a snapshot behind the write. Grants follow from attributes and groups of one moment, so where they
    /// are asked for, the resource is shown as it stands in that snapshot.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound`` if grants are asked for and another request has deleted the resource since.
    private func show(
        written resource: Resource, selecting selection: AttributeSelection, for caller: Caller
    ) async throws -> Representation {
        if selection.asksForGrants, let snapshot = try await store.snapshot() {
            guard let current = try await snapshot.resource(resource.key, selecting: selection) else {
                throw SCIMError.notFound(resource.key)
            }
            return try await show([current], of: current.type, selecting: selection, for: caller, in: snapshot)[0]
        }
        let view = looksAtGroups(of: resource.type, selection) ? try await store.view() : store
        return try await show([resource], of: resource.type, selecting: selection, for: caller, in: view)[0]
    }

    /// Shows resources.
    ///
    /// - Parameter view: Where they were read; what is computed is read there too, so that all of it is of one moment.
    func show(
        _ resources: [Resource], of type: ResourceType, selecting selection: AttributeSelection, for caller: Caller,
        in view: any IdentityStore
    ) async throws -> [Representation] {
        var groups: [ResourceID: [GroupReference]] = [:]
        if !resources.isEmpty, looksAtGroups(of: type, selection) {
            groups = try await view.allGroups(of: resources.map(\.id), in: .group, atMost: GroupCount.maximum)
        }
        return try await represent(resources, groups: groups, selecting: selection, for: caller)
    }

    private func represent(
        _ resources: [Resource], groups: [ResourceID: [GroupReference]], selecting selection: AttributeSelection,
        for caller: Caller
    ) async throws -> [Representation] {
        let shown = selection.asksForGrants ? try await showingGrants(resources, groups: groups) : resources
        return shown.map {
            Representation(
                $0, groups: groups[$0.id] ?? [], selecting: selection, baseURL: caller.baseURL, types: types)
        }
    }

    /// Whether an answer needs the groups of resources, which follow from the members of groups, so that no store keeps them
    /// with a user (RFC 7643 §4.1.2).
    private func looksAtGroups(of type: ResourceType, _ selection: AttributeSelection) -> Bool {
        type.showsGroups && (selection.includes(.groups) || selection.asksForGrants)
    }
}

/// What a PATCH leaves to be told.
public enum PatchResult: Sendable {
    /// The resource as it is now: status 200.
    case resource(Representation)
    /// Only the version, because the resource has too many values to send it back: status 204.
    case changed(Version)

    /// The version after the change.
    public var version: Version {
        switch self {
        case .resource(let representation): representation.version
        case .changed(let version): version
        }
    }
}

extension Resource {
    /// Whether the answer to a PATCH leaves the resource out because of its size.
    fileprivate func isTooLarge(for settings: ServiceSettings) -> Bool {
        if !omitted.isEmpty { return true }
        return attributes.contains { element in
            if case .array(let values) = element.value {
                values.count > settings.maximumValuesInPatchAnswer
            } else {
                false
            }
        }
    }
}
