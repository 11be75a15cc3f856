import Logging
import SCIM

/// Adds what the provider knows to what a client sent: the types of members, and roles.
struct DraftCompletion: Sendable {
    let store: any IdentityStore
    let roles: RoleCompletion
    let types: [ResourceType]
    let logger: Logger

    /// - Parameters:
    ///   - standing: Values of `roles` that are kept without being judged.
    ///   - present: The resource that the draft replaces; a new one gets a default role.
    func complete(
        _ draft: Draft, besides standing: [AttributeValue] = [], replacing present: ResourceKey?, repairs: inout Repairs
    ) async throws -> Draft {
        var draft = draft
        if let definition = memberDefinition(of: draft.type), let members = draft.attributes[definition.name]?.array {
            let known = try await completeMembers(members, of: definition, &repairs)
            if known.isEmpty, let present { try await refuseEmptying(present, of: definition) }
            draft.attributes[definition.name] = known.isEmpty ? nil : .array(known)
        }
        if draft.type == .user, draft.type.schema.attribute(.roles) != nil {
            if let pushed = draft.attributes[.roles] {
                let isLeaving = present != nil && draft.attributes[.active] == false
                let kept = try await roles.kept(pushed.values, besides: standing, evenIfRefused: isLeaving)
                draft.attributes[.roles] = kept.isEmpty ? nil : .array(kept)
            }
            if present == nil, draft.attributes[.roles] == nil { try await roles.giveDefault(to: &draft) }
        }
        return draft
    }

    func complete(
        _ operations: [PatchOperation], of key: ResourceKey, repairs: inout Repairs
    ) async throws -> [PatchOperation] {
        var completed: [PatchOperation] = []
        for var operation in operations {
            let path = operation.target.path
            if operation.kind != .remove, path.path.schema == nil, path.path.attribute == .members,
                path.attribute.refersToResources,
                path.subAttribute != nil || operation.target.filter != nil
            {
                throw SCIMError(
                    .mutability, "what says which member it is cannot be changed: remove it and add another")
            }
            if operation.kind != .remove, path.subAttribute == nil, operation.target.filter == nil,
                path.path.schema == nil,
                case .array(let values) = operation.value
            {
                if path.attribute.name == .members, path.attribute.refersToResources {
                    let known = try await completeMembers(values, of: path.attribute, &repairs)
                    if known.isEmpty {
                        if operation.kind == .add { continue }
                        try await refuseEmptying(key, of: path.attribute)
                    }
                    operation.value = .array(known)
                } else if key.type == .user, path.attribute.name == .roles {
                    operation.value = .array(
                        try await roles.kept(values, evenIfRefused: operations.contains(where: \.deactivates)))
                }
            }
            completed.append(operation)
        }
        return completed
    }

    private func memberDefinition(of type: ResourceType) -> AttributeDefinition? {
        guard let definition = type.schema.attribute(.members), definition.refersToResources else { return nil }
        return definition
    }

    /// Says of each member which type it has.
    ///
    /// A member that no resource is cannot be kept. Okta gives up on a group for good after one 400, and every other
    /// member of the request with it, so such a member is left out and the rest goes on.
    private func completeMembers(
        _ members: [AttributeValue], of definition: AttributeDefinition, _ repairs: inout Repairs
    ) async throws -> [AttributeValue] {
        let ids = members.compactMap { $0[.value]?.string.map { ResourceID($0) } }
        let allowed = definition.subAttribute(.reference)?.referenceTypes ?? []
        let types = types.filter { allowed.contains($0.name) }
        let known = try await store.types(of: ids, among: types)
        let tellsType = definition.subAttribute(.type) != nil
        var isMistaken = false
        let completed = members.compactMap { member -> AttributeValue? in
            guard case .complex(var attributes) = member, let id = attributes[.value]?.string,
                let type = known[ResourceID(id)]
            else { return nil }
            if tellsType {
                isMistaken = isMistaken || attributes[.type].map { $0 != .string(type.name) } ?? false
                attributes[.type] = .string(type.name)
            }
            return .complex(attributes)
        }
        if isMistaken {
            try repairs.make(.memberType, else: .invalidValue, "'type' of '\(definition.name)' is that of the resource")
        }
        if let stranger = ids.first(where: { known[$0] == nil }) {
            let first = String(stranger.text.prefix(64)).quotedForDisplay
            try repairs.make(.unknownMember, else: .invalidValue, "no resource has the id \(first)")
            repairs.note(unknownMembers: members.count - completed.count)
        }
        return completed
    }

    /// Refuses to put members that are all unknown in the place of those that a group has.
    ///
    /// One wrong request, such as one with the ids of another server, would take everybody's access away. To clear a list is
    /// said by an empty one.
    private func refuseEmptying(_ key: ResourceKey, of definition: AttributeDefinition) async throws {
        let selection = AttributeSelection(.only([AttributePath(definition.name)]), maximumValues: 0)
        guard let group = try await store.resource(key, selecting: selection),
            !group.omitted.isEmpty || !(group.attributes[definition.name] ?? .null).isUnassigned
        else { return }
        logger.warning("refused to empty a group: no member in the request exists", metadata: ["id": "\(key.id)"])
        throw SCIMError(
            .invalidValue, "no resource has the id of any of the '\(definition.name)': send an empty list to clear them"
        )
    }
}

extension PatchOperation {
    /// Whether it takes a user's access away.
    fileprivate var deactivates: Bool {
        let path = target.path.path
        return kind != .remove && path.schema == nil && path.attribute == .active && value == false
    }
}
