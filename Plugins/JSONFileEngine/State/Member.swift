package import SCIM

/// One member of a group, in as little memory as it needs.
package enum Member: Sendable, Equatable {
    /// A member that is named by the id of a resource, with the other sub-attributes.
    case reference(String, Attributes)
    /// A value without a textual id, which schemas do not produce but records of an application may hold.
    case other(AttributeValue)

    /// Takes a value of the attribute that names the members apart.
    ///
    /// - Parameter path: Where ids stand; the records of an application may list nothing but ids.
    package init(_ value: AttributeValue, at path: AttributePath) {
        let name = path.subAttribute ?? .value
        switch value {
        case .string(let id) where path.subAttribute == nil:
            self = .reference(id, Attributes())
        case .complex(var attributes):
            guard case .string(let id)? = attributes[name] else { fallthrough }
            if attributes.count > 1 { attributes[name] = nil } else { attributes = Attributes() }
            self = .reference(id, attributes)
        default:
            self = .other(value)
        }
    }

    /// The value of the attribute that names the members.
    func value(at path: AttributePath) -> AttributeValue {
        switch self {
        case .other(let value): return value
        case .reference(let id, let details):
            guard let name = path.subAttribute else { return .string(id) }
            var attributes = Attributes()
            attributes.reserveCapacity(details.count + 1)
            attributes.append(name, .string(id))
            for (name, value) in details { attributes.append(name, value) }
            return .complex(attributes)
        }
    }

    /// Where ids stand in files, whatever an application calls them.
    static let pathInFiles = AttributePath(.members, .value)

    /// The id of the resource that is meant.
    package var id: String? {
        if case .reference(let id, _) = self { id } else { nil }
    }

    /// What tells this member from the others of the same group: the id where there is one.
    package var key: String {
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
