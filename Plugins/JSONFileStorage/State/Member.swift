import SCIM

/// One member of a group, in as little memory as it needs.
enum Member: Sendable, Equatable {
    /// A member that is named by the id of a resource, with the other sub-attributes.
    case reference(String, Attributes)
    /// A value without a textual id, which schemas do not produce but records of an application may hold.
    case other(AttributeValue)

    /// Takes a value of `members` apart.
    init(_ value: AttributeValue) {
        guard case .complex(let attributes) = value, case .string(let id)? = attributes[.value] else {
            self = .other(value)
            return
        }
        guard attributes.count > 1 else {
            self = .reference(id, Attributes())
            return
        }
        var details = attributes
        details[.value] = nil
        self = .reference(id, details)
    }

    /// The value of `members`.
    var value: AttributeValue {
        switch self {
        case .other(let value): return value
        case .reference(let id, let details):
            var attributes = Attributes()
            attributes.reserveCapacity(details.count + 1)
            attributes.append(.value, .string(id))
            for (name, value) in details { attributes.append(name, value) }
            return .complex(attributes)
        }
    }

    /// The id of the resource that is meant.
    var id: String? {
        if case .reference(let id, _) = self { id } else { nil }
    }

    /// What tells this member from the others of the same group: the id where there is one.
    var key: String {
        switch self {
        case .reference(let id, _): return id
        case .other(.complex(let attributes)):
            // Equality disregards the order of sub-attributes.
            let sorted = attributes.sorted { $0.name.text.lowercased() < $1.name.text.lowercased() }
            return "\0" + AttributeValue.complex(Attributes(uniqueNames: sorted)).json
        case .other(let value): return "\0" + value.json
        }
    }

    /// This member with the sub-attributes that a later mention of it names (RFC 7644 §3.5.2.1).
    func merged(with later: Member) -> Member {
        guard case .reference(let id, var details) = self, case .reference(_, let changes) = later, !changes.isEmpty
        else { return self }
        for (name, change) in changes { details[name] = change }
        return .reference(id, details)
    }
}
