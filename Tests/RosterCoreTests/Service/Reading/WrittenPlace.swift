import SCIM

/// An attribute, a part of one, or what a value filter selects, and where in a message it can stand.
struct WrittenPlace: Sendable, CustomStringConvertible {
    let type: ResourceType
    /// The path of a PATCH operation.
    let path: String
    /// The attribute or extension of the resource that changes, and the attribute inside the extension.
    let attribute: AttributeName
    let inner: AttributeName?
    /// What the schema says of the value that is written.
    let definition: AttributeDefinition
    /// The keys that lead to the value in an object of attributes; none if one key alone can.
    let nested: [AttributeName]
    /// One key that leads there, if it is no plain name.
    let flattened: AttributeName?

    var description: String { path }

    /// What stands here in a resource.
    func value(in attributes: Attributes) -> AttributeValue? {
        inner.map { attributes[attribute]?[$0] } ?? attributes[attribute]
    }

    /// Whether a value of this place names resources.
    var namesMembers: Bool { attribute == .members }
}

extension WrittenPlace {
    static let all: [WrittenPlace] = users + groups

    private static let users: [WrittenPlace] =
        [
            "title", "nickName", "externalId", "active", "name", "emails", "phoneNumbers", "addresses", "entitlements",
            "photos",
        ]
        .map { plain($0, of: .user) }
        + [
            part("name", "givenName"), part("name", "familyName"), selected("emails", "work"),
            selected("addresses", "home"),
        ]
        + ["department", "employeeNumber", "manager"].map(enterprise)

    private static let groups: [WrittenPlace] = ["displayName", "externalId", "members", "members", "members"].map {
        plain($0, of: .group)
    }

    private static func plain(_ name: AttributeName, of type: ResourceType) -> WrittenPlace {
        WrittenPlace(
            type: type, path: name.text, attribute: name, inner: nil, definition: definition(name, of: type),
            nested: [name], flattened: AttributeName("\(type.schema.id):\(name)"))
    }

    private static func part(_ name: AttributeName, _ part: AttributeName) -> WrittenPlace {
        WrittenPlace(
            type: .user, path: "\(name).\(part)", attribute: name, inner: nil,
            definition: self.part(part, of: definition(name, of: .user)), nested: [name, part],
            flattened: AttributeName("\(name).\(part)"))
    }

    /// The part by which values of this attribute are known, of those with a type.
    private static func selected(_ name: AttributeName, _ type: String) -> WrittenPlace {
        let part: AttributeName = name == "addresses" ? "locality" : .value
        let path = "\(name)[type eq \"\(type)\"].\(part)"
        return WrittenPlace(
            type: .user, path: path, attribute: name, inner: nil,
            definition: self.part(part, of: definition(name, of: .user)), nested: [], flattened: AttributeName(path))
    }

    private static func enterprise(_ name: AttributeName) -> WrittenPlace {
        let uri = AttributeName(Schema.enterpriseUser.id)
        return WrittenPlace(
            type: .user, path: "\(uri):\(name)", attribute: uri, inner: name,
            definition: part(name, of: definition(uri, of: .user)), nested: [uri, name],
            flattened: AttributeName("\(uri):\(name)"))
    }

    private static func definition(_ name: AttributeName, of type: ResourceType) -> AttributeDefinition {
        type.definition(name) ?? AttributeDefinition(name)
    }

    private static func part(_ name: AttributeName, of definition: AttributeDefinition) -> AttributeDefinition {
        definition.subAttribute(name) ?? AttributeDefinition(name)
    }
}
