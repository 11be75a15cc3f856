import SCIM

/// One value, and the way in which a client writes it.
struct WrittenRequest: Sendable, CustomStringConvertible {
    var verb: Verb
    var place: WrittenPlace
    var value: AttributeValue
    /// Whether the value stands under one key instead of the attribute's own place.
    var isFlattened: Bool
    /// Whether the request is an operation of a bulk request.
    var isInBulk: Bool

    enum Verb: String, CaseIterable {
        case post, put
        case add, replace, remove
        case addWithoutPath, replaceWithoutPath
    }

    var description: String {
        "\(verb)\(isInBulk ? " in bulk" : "") \(isFlattened ? "flattened " : "")\(place) \(value.json)"
    }

    /// The resource of a POST or PUT, with what its type requires.
    func body(named name: String) -> AttributeValue {
        var body: Attributes = [
            .schemas: [.string(place.type.schema.id)],
            place.type == .user ? .userName : .displayName: .string(name),
        ]
        for (key, value) in keys { body[key] = value }
        return .complex(body)
    }

    /// The message of a PATCH.
    var message: AttributeValue {
        let operation: AttributeValue =
            switch verb {
            case .addWithoutPath: ["op": "add", .value: .complex(keys)]
            case .replaceWithoutPath: ["op": "replace", .value: .complex(keys)]
            default: ["op": .string(verb.rawValue), "path": .string(place.path), .value: value]
            }
        return ServiceFixture.patch([operation])
    }

    private var keys: Attributes {
        if isFlattened, let key = place.flattened { return [key: value] }
        let whole = place.nested.dropFirst().reversed().reduce(value) { inner, key in [key: inner] }
        return [place.nested.first ?? "": whole]
    }
}

/// What came of a request.
enum WrittenOutcome: Sendable {
    /// The resource is as it was.
    case refused(SCIMError, after: Attributes?)
    /// The resource as it is now, and what was put right.
    case accepted(Attributes, Repairs)
}
