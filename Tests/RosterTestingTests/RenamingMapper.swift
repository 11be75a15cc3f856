import RosterCore
import SCIM

/// A lossless mapper that gives attributes other names, takes parts out of complex ones and turns sub-attributes round.
///
/// `userName` and `members` keep their names, because the store below looks at them itself.
struct RenamingMapper: AttributeMapper {
    private static let names: [AttributeName: AttributeName] = [
        .externalId: "foreignKey", .displayName: "label", "title": "position", "emails": "mails", .roles: "jobs",
        AttributeName(Schema.enterpriseUser.id): "employment",
    ]
    private static let mailParts: [AttributeName: AttributeName] = [.value: "address", .type: "kind"]

    func record(from attributes: Attributes, of type: ResourceType) -> Attributes {
        var record = Attributes()
        for (name, value) in attributes {
            if name == "name", case .complex(let parts) = value {
                for (part, value) in parts { record.append(AttributeName("name_\(part)"), value) }
            } else {
                record.append(
                    Self.names[name] ?? name, name == "emails" ? Self.renamed(value, by: Self.mailParts) : value)
            }
        }
        return record
    }

    func attributes(_ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType) -> Attributes {
        var resource = Attributes()
        var parts = Attributes()
        for (name, value) in record {
            if name.text.hasPrefix("name_") {
                parts.append(AttributeName(String(name.text.dropFirst(5))), value)
            } else {
                let own = Self.names.first { $0.value == name }?.key ?? name
                resource.append(own, own == "emails" ? Self.renamed(value, by: Self.mailParts.inverted) : value)
            }
        }
        if !parts.isEmpty { resource.append("name", .complex(parts)) }
        return resource
    }

    func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? {
        if let schema = path.schema {
            // What an extension holds has one level less in the record, so parts of its attributes have no path.
            return path.subAttribute == nil ? Self.names[schema].map { AttributePath($0, path.attribute) } : nil
        }
        switch path.attribute {
        case .groups: return nil
        case "name": return path.subAttribute.map { AttributePath(AttributeName("name_\($0)")) }
        case "emails": return AttributePath("mails", path.subAttribute.map { Self.mailParts[$0] ?? $0 })
        case let name: return AttributePath(Self.names[name] ?? name, path.subAttribute)
        }
    }

    private static func renamed(_ value: AttributeValue, by names: [AttributeName: AttributeName]) -> AttributeValue {
        .array(
            value.values.map { element in
                guard case .complex(let parts) = element else { return element }
                return .complex(Attributes(uniqueNames: parts.map { (names[$0.name] ?? $0.name, $0.value) }))
            })
    }
}

extension [AttributeName: AttributeName] {
    fileprivate var inverted: Self { Dictionary(uniqueKeysWithValues: map { ($1, $0) }) }
}
