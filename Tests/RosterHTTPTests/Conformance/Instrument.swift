import SCIM

/// A resource type whose attributes have the characteristics that those of users and groups do not have.
enum Instrument {
    static let uri = "urn:example:params:scim:schemas:2.0:Instrument"
    static let endpoint = "/Instruments"

    static let type = ResourceType(
        name: "Instrument", endpoint: endpoint,
        schema: Schema(
            id: uri, name: "Instrument",
            attributes: [
                .init("name", required: true),
                .init("serialNumber", mutability: .immutable),
                .init("range", .integer),
                .init("calibratedAt", .dateTime),
                .init("condition", returned: .always),
                .init("manual", returned: .request),
                .init(
                    "maker", .complex,
                    subAttributes: [.init("country", mutability: .immutable), .init("city")]),
            ]))

    static func body(_ name: String, _ more: Attributes = [:]) -> Attributes {
        var body: Attributes = [.schemas: [.string(uri)], "name": .string(name)]
        for (name, value) in more { body[name] = value }
        return body
    }
}

extension Provider {
    static var ofInstruments: Provider { Provider(types: [Instrument.type]) }

    func instrument(_ name: String, _ more: Attributes = [:]) async -> Kept {
        await kept(Instrument.endpoint, Instrument.body(name, more))
    }
}
