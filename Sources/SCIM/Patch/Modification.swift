/// A change to one resource, as a value that stores can look into (RFC 7644 §3.5).
public enum Modification: Sendable, Hashable {
    /// Puts other attributes in the place of all (PUT).
    case replace(with: Draft)
    /// Carries operations out in order, all or none (PATCH).
    case patch([PatchOperation])

    /// The attributes that a resource has after the change.
    ///
    /// - Returns: The new attributes, equal to the old ones if the change changes nothing.
    /// - Throws: ``SCIMError`` if the change is not allowed; nothing has changed then.
    public func applied(to attributes: Attributes, of type: ResourceType) throws(SCIMError) -> Attributes {
        switch self {
        case .replace(let draft):
            return try Self.replacing(attributes, by: draft)
        case .patch(let operations):
            var changed = attributes
            for (index, operation) in operations.enumerated() {
                do {
                    try operation.apply(to: &changed)
                } catch {
                    throw SCIMError(error.code, "operation \(index + 1): \(error.detail)")
                }
            }
            return try Draft(checking: changed, as: type).attributes
        }
    }

    /// Keeps what clients cannot write and holds immutable attributes to their values (RFC 7644 §3.5.1).
    private static func replacing(_ old: Attributes, by draft: Draft) throws(SCIMError) -> Attributes {
        var new = draft.attributes
        for definition in draft.type.schema.attributes {
            guard let value = old[definition.name] else { continue }
            switch definition.mutability {
            case .readOnly, .writeOnly:
                new[definition.name] = value
            case .immutable:
                guard let other = new[definition.name], other != value else { continue }
                throw SCIMError(.mutability, "'\(definition.name)' cannot be changed once it is set")
            case .readWrite:
                continue
            }
        }
        return new
    }
}
