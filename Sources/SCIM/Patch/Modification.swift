/// A change to one resource, as a value that stores can look into (RFC 7644 §3.5).
public enum Modification: Sendable, Hashable {
    /// Puts other attributes in the place of all (PUT).
    case replace(with: Draft)
    /// Carries operations out in order, all or none (PATCH).
    case patch([PatchOperation])

    /// The attributes that a resource has after the change.
    ///
    /// - Parameter repairs: Notes what had to be put right; a store hands it on in ``Resource/repairs``.
    /// - Returns: The new attributes, equal to the old ones if the change changes nothing.
    /// - Throws: ``SCIMError`` if the change is not allowed; nothing has changed then.
    public func applied(
        to attributes: Attributes, of type: ResourceType, repairs: inout Repairs
    ) throws(SCIMError) -> Attributes {
        switch self {
        case .replace(let draft):
            return try Self.replacing(attributes, by: draft)
        case .patch(let operations):
            var changed = attributes
            try PatchOperation.apply(operations, to: &changed, repairs: &repairs) {
                SCIMError($1.code, "Operations[\($0)]: \($1)")
            }
            return try Draft(checking: changed, as: type).attributes
        }
    }

    /// The attributes that a resource has after the change, for a caller who does not ask what was put right.
    ///
    /// - Throws: As the method that notes the repairs.
    public func applied(to attributes: Attributes, of type: ResourceType) throws(SCIMError) -> Attributes {
        var repairs = Repairs()
        return try applied(to: attributes, of: type, repairs: &repairs)
    }

    /// Keeps what clients cannot write and holds immutable attributes to their values (RFC 7644 §3.5.1).
    private static func replacing(_ old: Attributes, by draft: Draft) throws(SCIMError) -> Attributes {
        var new = try keeping(old, in: draft.attributes, draft.type.schema.attributes)
        for `extension` in draft.type.extensions {
            guard let content = old[`extension`.name]?.attributes else { continue }
            let kept = try keeping(
                content, in: new[`extension`.name]?.attributes ?? Attributes(), `extension`.schema.attributes)
            new[`extension`.name] = kept.isEmpty ? nil : .complex(kept)
        }
        for (name, value) in draft.type.unknown(in: old) {
            // What no schema knows any more is out of sight, not out of mind.
            guard case .complex(let content) = value, case .complex(var known)? = new[name] else {
                new[name] = value
                continue
            }
            for (name, value) in content { known[name] = value }
            new[name] = .complex(known)
        }
        return new
    }

    private static func keeping(
        _ old: Attributes, in draft: Attributes, _ definitions: [AttributeDefinition]
    ) throws(SCIMError) -> Attributes {
        var new = draft
        for definition in definitions {
            guard let value = old[definition.name] else { continue }
            switch definition.mutability {
            case .readOnly:
                // A draft has one only from the provider itself, which takes it away with null.
                new[definition.name] = new[definition.name].map { $0.isUnassigned ? nil : $0 } ?? value
            case .writeOnly:
                // Whoever writes back what was read does not have it.
                if new[definition.name] == nil { new[definition.name] = value }
            case .immutable:
                guard new[definition.name].map({ $0 == value }) ?? true else {
                    throw SCIMError(.mutability, "'\(definition.name)' cannot be changed once it is set")
                }
                new[definition.name] = value
            case .readWrite:
                // The values of a multi-valued attribute are other values; a single complex one is changed.
                guard !definition.isMultiValued, case .complex(let parts) = value else { continue }
                let lasting = definition.subAttributes.filter { [.immutable, .writeOnly].contains($0.mutability) }
                let kept = try keeping(parts, in: new[definition.name]?.attributes ?? Attributes(), lasting)
                new[definition.name] = kept.isEmpty ? nil : .complex(kept)
            }
        }
        return new
    }
}
