import SCIM

/// Resource types for what users and groups do not have.
enum Gadget {
    static let uri = "urn:example:schemas:2.0:Gadget"
    static let label = "urn:example:schemas:2.0:Label"

    /// One attribute of each kind.
    static let type = ResourceType(name: "Gadget", endpoint: "/Gadgets", schema: schema)

    /// Resources that need an extension, which needs an attribute.
    static let labelled = ResourceType(
        name: "Labelled", endpoint: "/Labelleds", schema: schema,
        extensions: [
            .init(Schema(id: label, name: "Label", attributes: [.init("text", required: true)]), required: true)
        ])

    static let schema = Schema(
        id: uri, name: "Gadget",
        attributes: [
            .init("bare"), .init("serial", mutability: .immutable), .init("stamp", mutability: .readOnly),
            .init("note", returned: .request), .init("key", mutability: .writeOnly, returned: .never),
            .init("code", caseExact: true, uniqueness: .server), .init("size", .integer), .init("weight", .decimal),
            .init("madeAt", .dateTime), .init("bytes", .binary, caseExact: true),
            .init("page", .reference, caseExact: true, referenceTypes: ["external"]),
        ])

    static func body(_ members: String...) -> String {
        Sample.resource(uri, members.isEmpty ? #""bare":"a""# : members.joined(separator: ","))
    }
}
