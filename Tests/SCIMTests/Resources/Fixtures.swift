import SCIM

extension AttributeValue {
    /// Reads JSON in which `USER`, `GROUP`, `ENT` and `PATCHOP` stand for the URIs.
    static func json(_ text: String) throws -> AttributeValue {
        let full = [
            ("\"USER\"", "\"\(Schema.user.id)\""), ("\"GROUP\"", "\"\(Schema.group.id)\""),
            ("\"ENT\"", "\"\(Schema.enterpriseUser.id)\""), ("\"ENT:", "\"\(Schema.enterpriseUser.id):"),
            ("\"PATCHOP\"", "\"\(MessageURI.patchOp)\""),
        ].reduce(text) { $0.replacing($1.0, with: $1.1) }
        return try JSONReader.read(Array(full.utf8))
    }
}

extension Attributes {
    /// Reads a JSON object; see ``SCIM/AttributeValue/json(_:)``.
    static func json(_ text: String) throws -> Attributes {
        try AttributeValue.json(text).attributes ?? Attributes()
    }
}

extension Resource {
    /// A resource with the attributes of a JSON object.
    static func json(_ text: String, id: String = "1", type: ResourceType = .user) throws -> Resource {
        let instant = DateTime("2026-03-01T08:00:00.250Z") ?? DateTime(secondsSinceEpoch: 0)
        return Resource(
            type: type, id: ResourceID(id), version: Version("v-\(id)"), created: instant, lastModified: instant,
            attributes: try .json(text))
    }
}

/// The refusal that something ends in, `nil` if it succeeds.
func refusal(_ body: () throws -> Any) -> SCIMError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? SCIMError
    }
}

extension ResourceType {
    /// A type with every characteristic that users and groups lack.
    static let device = ResourceType(
        name: "Device", endpoint: "/Devices",
        schema: Schema(
            id: "urn:example:Device", name: "Device",
            attributes: [
                .init("serial", required: true, caseExact: true, mutability: .immutable),
                .init("weight", .decimal), .init("slots", .integer), .init("bought", .dateTime),
                .init("firmware", .binary), .init("lent", .boolean),
                .init("manual", .reference, caseExact: true, referenceTypes: ["external"]),
                .init("tags", multiValued: true), .init("labels", multiValued: true, required: true),
                .init("secret", returned: .never),
                .init("vault", .complex, returned: .never, subAttributes: [.init("code")]),
                .init("codes", .complex, multiValued: true, subAttributes: [.init("value", returned: .never)]),
                .init("note", returned: .request),
                .init("checksum", mutability: .readOnly, returned: .always),
                .init(
                    "place", .complex,
                    subAttributes: [
                        .init("room", required: true), .init("shelf"),
                        .init("key", mutability: .writeOnly, returned: .never),
                        .init("since", .dateTime, mutability: .immutable), .init("names", multiValued: true),
                        .init("surveyed", mutability: .readOnly),
                    ]),
                .init(
                    "ports", .complex, multiValued: true,
                    subAttributes: [
                        .init("value"), .init("type", canonicalValues: ["usb", "serial"]), .init("speed", .integer),
                        .init("colour", returned: .always), .init("remark", returned: .request),
                        .init("pin", returned: .never), .init("primary", .boolean),
                    ]),
            ]),
        extensions: [
            SchemaExtension(
                Schema(
                    id: "urn:example:Device:lab", name: "Lab",
                    attributes: [
                        .init("bench", required: true), .init("seal", mutability: .immutable),
                        .init("inspected", mutability: .readOnly),
                        .init(
                            "rigs", .complex, multiValued: true,
                            subAttributes: [.init("value"), .init("type"), .init("primary", .boolean)]),
                    ])),
            SchemaExtension(
                Schema(id: "urn:example:Device:v1.2", name: "Dotted", attributes: [.init("labour"), .init("label")])),
        ])
}
