import RosterCore
import SCIM

/// The words that a provider knows by itself: the names of its types, schemas and attributes.
///
/// A log may show them wherever they stand. All else in the detail of a failure may be a value that a client sent.
struct KnownWords: Sendable {
    /// URIs of schemas in lower case, the longest first.
    private let uris: [String]
    /// Names in lower case.
    private let names: Set<String>
    /// Endpoints of types, without their slashes.
    private let endpoints: Set<String>

    /// - Parameter fields: The names of the fields of the application's records.
    init(types: [ResourceType], fields: [AttributeName] = []) {
        var uris: Set<String> = []
        var names = Set(fields.map { $0.text.lowercased() })
        func add(_ attributes: [AttributeDefinition]) {
            for attribute in attributes {
                names.insert(attribute.name.text.lowercased())
                add(attribute.subAttributes)
            }
        }
        for type in types {
            names.insert(type.name.lowercased())
            for schema in [type.schema] + type.extensions.map(\.schema) {
                uris.insert(schema.id.lowercased())
                add(schema.attributes)
            }
        }
        add(CommonAttributes.definitions)
        names.formUnion(ComparisonOperator.allCases.map { $0.rawValue.lowercased() })
        names.formUnion(AttributeDefinition.AttributeType.allCases.map { $0.rawValue.lowercased() })
        names.formUnion(["add", "remove", "replace", "get", "head", "post", "put", "patch", "delete", "options"])
        endpoints = Set(types.map { String($0.endpoint.drop { $0 == "/" }) })
        self.uris = uris.sorted { $0.utf8.count > $1.utf8.count }
        self.names = names
    }

    /// Whether a text is a known name or a path of known names, such as `emails[2].value`.
    func contains(_ text: Substring) -> Bool {
        var rest = text.lowercased()[...]
        if let uri = uris.first(where: { rest.hasPrefix($0) }) {
            rest = rest.dropFirst(uri.count)
            if rest.isEmpty { return true }
            guard rest.first == ":" || rest.first == "." else { return false }
            rest = rest.dropFirst()
        }
        return rest.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            let name = part.prefix { $0 != "[" }
            return names.contains(String(name)) && Self.isIndex(part.dropFirst(name.count))
        }
    }

    /// Whether a text is the endpoint of a type, without the slash.
    func contains(endpoint: String) -> Bool { endpoints.contains(endpoint) }

    /// Whether a text says which of several values is meant, or is empty.
    private static func isIndex(_ text: Substring) -> Bool {
        if text.isEmpty { return true }
        let digits = text.dropFirst().dropLast()
        return text.last == "]" && 1...6 ~= digits.count && digits.utf8.allSatisfy(\.isASCIIDigit)
    }
}
