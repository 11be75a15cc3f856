public import RosterCore
public import SCIM

/// A lossless mapper that gives every attribute another name, takes parts out of complex ones and turns sub-attributes round.
///
/// It shows whether a store finds names and members where the types say, and not under the names that SCIM has for them
/// (``StoreConformance/overRecords(_:)``).
public struct RenamingMapper: AttributeMapper {
    /// How the record of a group names its members.
    public enum Members: Sendable, CaseIterable {
        /// A list of ids; what else SCIM knows of a member is lost.
        case ids
        /// A list of objects with other names for their parts.
        case objects
    }

    private static let names: [AttributeName: AttributeName] = [
        .userName: "login", .externalId: "foreignKey", .displayName: "label", "title": "position", "emails": "mails",
        .roles: "jobs", .members: "people", AttributeName(Schema.enterpriseUser.id): "employment",
        // What SCIM calls so is something else in these records.
        "nickName": "userName", "locale": "members",
    ]
    private static let ownNames = names.inverted
    private static let parts: [AttributeName: [AttributeName: AttributeName]] = [
        "emails": [.value: "address", .type: "kind"], .members: [.value: "person", .display: "value"],
    ]
    private let members: Members

    /// A mapper that puts members into a list of one kind.
    public init(members: Members = .objects) {
        self.members = members
    }

    /// The attributes under other names.
    public func record(from attributes: Attributes, of type: ResourceType) -> Attributes {
        var record = Attributes()
        for (name, value) in attributes {
            if name == "name", case .complex(let parts) = value {
                for (part, value) in parts { record.append(AttributeName("name_\(part)"), value) }
            } else if name == .members, members == .ids {
                record.append("people", .array(value.values.compactMap { $0[.value] }))
            } else {
                record.append(Self.names[name] ?? name, value.renamed(by: Self.parts[name] ?? [:]))
            }
        }
        return record
    }

    /// The attributes under their own names again.
    public func attributes(
        _ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType
    ) -> Attributes {
        var resource = Attributes()
        var parts = Attributes()
        for (name, value) in record {
            let own = Self.ownNames[name] ?? name
            if name.text.hasPrefix("name_") {
                parts.append(AttributeName(String(name.text.dropFirst(5))), value)
            } else if own == .members, members == .ids {
                resource.append(own, .array(value.values.map { [.value: $0] }))
            } else {
                resource.append(own, value.renamed(by: (Self.parts[own] ?? [:]).inverted))
            }
        }
        if !parts.isEmpty { resource.append("name", .complex(parts)) }
        return resource
    }

    /// Where the record has what stands at a path.
    public func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? {
        if let schema = path.schema {
            // What an extension holds has one level less in the record, so parts of its attributes have no path.
            return path.subAttribute == nil ? Self.names[schema].map { AttributePath($0, path.attribute) } : nil
        }
        let name = Self.names[path.attribute] ?? path.attribute
        switch path.attribute {
        case .groups: return nil
        case "name": return path.subAttribute.map { AttributePath(AttributeName("name_\($0)")) }
        case .members where members == .ids: return path.subAttribute == .value ? AttributePath(name) : nil
        case let own: return AttributePath(name, path.subAttribute.map { Self.parts[own]?[$0] ?? $0 })
        }
    }
}

extension AttributeValue {
    fileprivate func renamed(by names: [AttributeName: AttributeName]) -> AttributeValue {
        guard !names.isEmpty, case .array(let elements) = self else { return self }
        return .array(
            elements.map { element in
                guard case .complex(let parts) = element else { return element }
                return .complex(Attributes(uniqueNames: parts.map { (names[$0.name] ?? $0.name, $0.value) }))
            })
    }
}

extension [AttributeName: AttributeName] {
    fileprivate var inverted: Self { Dictionary(uniqueKeysWithValues: map { ($1, $0) }) }
}
