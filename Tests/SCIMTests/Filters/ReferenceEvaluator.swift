import Foundation
import SCIM

/// A slow and obvious reading of RFC 7644 §3.4.2.2 for users, made without the engine's definitions and paths.
///
/// It works on the text of names and on a resource as one tree, and looks up nothing but the facts below.
struct ReferenceEvaluator {
    private static let exact: Set<String> = [
        "id", "externalid", "schemas", "meta.resourcetype", "meta.version", "profileurl", "photos.value",
        "groups.value",
        "manager.value", "x509certificates.value",
    ]
    private static let multiValued: Set<String> = [
        "emails", "phonenumbers", "ims", "photos", "addresses", "groups", "entitlements", "roles", "x509certificates",
    ]
    private static let extensionURI = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:"
    private static let baseURI = "urn:ietf:params:scim:schemas:core:2.0:user:"

    /// The resource as one tree: the attributes of the extension stand among the others, names in lower case.
    private let tree: [String: AttributeValue]

    init(_ resource: Resource) {
        var tree: [String: AttributeValue] = [
            "id": .string(resource.id.text), "schemas": .array([.string(Schema.user.id)]),
            "meta": [
                "resourceType": "User", "created": .string(resource.created.description),
                "lastModified": .string(resource.lastModified.description),
                "version": .string(resource.version.entityTag),
            ],
        ]
        for (name, value) in resource.attributes {
            if name.text.hasPrefix("urn:"), case .complex(let content) = value {
                for (name, value) in content { tree[name.text.lowercased()] = value }
                // An extension without content is none (RFC 7643 §3).
                if content.isEmpty { continue }
                tree["schemas"] = .array([Schema.user.id, Schema.enterpriseUser.id].map { .string($0) })
            } else {
                tree[name.text.lowercased()] = value
            }
        }
        self.tree = tree
    }

    func matches(_ filter: Filter) -> Bool {
        holds(filter, of: nil, in: .null)
    }

    private func holds(_ filter: Filter, of parent: String?, in element: AttributeValue) -> Bool {
        switch filter {
        case .any(let terms):
            for term in terms where holds(term, of: parent, in: element) { return true }
            return false
        case .all(let terms):
            for term in terms where !holds(term, of: parent, in: element) { return false }
            return true
        case .not(let term):
            return !holds(term, of: parent, in: element)
        case .present(let name):
            return values(name, of: parent, in: element).contains { Self.isThere($0) }
        case .element(let name, let inner):
            for element in values(name, of: nil, in: .null) where holds(inner, of: plain(name), in: element) {
                return true
            }
            return false
        case .compare(let name, let comparison, .null):
            let isThere = values(name, of: parent, in: element).contains { Self.isThere($0) }
            return comparison == .eq ? !isThere : isThere
        case .compare(let name, let comparison, let wanted):
            var full = [parent, plain(name)].compactMap { $0 }.joined(separator: ".")
            if parent == nil, Self.multiValued.contains(full) || full == "manager" { full += ".value" }
            var found = values(parent == nil ? full : name, of: parent, in: element)
            if full.hasSuffix(".primary") {
                let elements = parent == nil ? values(String(full.dropLast(8)), of: nil, in: .null) : [element]
                found = elements.map { $0[.primary] ?? false }
            }
            found = found.filter { Self.isThere($0) || $0 == "" }
            if found.isEmpty { return comparison == .ne }
            return found.contains { compare($0, comparison, wanted, isExact: Self.exact.contains(full)) }
        }
    }

    private func plain(_ name: String) -> String {
        var name = name.lowercased()
        for uri in [Self.extensionURI, Self.baseURI] where name.hasPrefix(uri) { name.removeFirst(uri.count) }
        return name
    }

    /// Every value at a place, each multi-valued attribute opened up.
    private func values(_ name: String, of parent: String?, in element: AttributeValue) -> [AttributeValue] {
        if parent != nil { return element.attributes?[AttributeName(name)].map { [$0] } ?? [] }
        let parts = plain(name).split(separator: ".").map(String.init)
        var found = [tree[parts[0]] ?? .null]
        for part in [nil] + parts.dropFirst().map({ Optional($0) }) {
            if let part { found = found.map { $0.attributes?[AttributeName(part)] ?? .null } }
            found = found.flatMap { value -> [AttributeValue] in
                if case .array(let values) = value { values } else { value == .null ? [] : [value] }
            }
        }
        return found
    }

    private static func isThere(_ value: AttributeValue) -> Bool {
        switch value {
        case .null, .string(""): false
        case .array(let values): values.contains { isThere($0) }
        case .complex(let attributes): attributes.contains { isThere($0.value) }
        default: true
        }
    }

    private func compare(
        _ value: AttributeValue, _ comparison: ComparisonOperator, _ wanted: AttributeValue, isExact: Bool
    ) -> Bool {
        switch (value, wanted) {
        case (.boolean(let one), .boolean(let other)):
            return comparison == .eq ? one == other : one != other
        case (.boolean(let one), .string(let other)):
            return (comparison == .eq) == (String(one) == other.lowercased())
        case (.string(let one), .string(let other)):
            if let one = DateTime(one), let other = DateTime(other) { return order(one, comparison, other) }
            return isExact ? text(one, comparison, other) : text(folded(one), comparison, folded(other))
        default:
            return comparison == .ne
        }
    }

    private func folded(_ text: String) -> String {
        let replaced: [Unicode.Scalar: Unicode.Scalar] = ["Ａ": "a", "ａ": "a", "ς": "σ"]
        var folded = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars { folded.append(replaced[scalar] ?? scalar) }
        return String(folded)
    }

    private func text(_ one: String, _ comparison: ComparisonOperator, _ other: String) -> Bool {
        let scalars = self.scalars(one), part = self.scalars(other)
        switch comparison {
        case .co: return (0...scalars.count).contains { Array(scalars[$0...].prefix(part.count)) == part }
        case .sw: return Array(scalars.prefix(part.count)) == part
        case .ew: return Array(scalars.suffix(part.count)) == part
        default: return order(one, comparison, other)
        }
    }

    /// The scalars of a text in its composed form, as Foundation makes it.
    private func scalars(_ text: String) -> [Unicode.Scalar] {
        Array(text.decomposedStringWithCanonicalMapping.precomposedStringWithCanonicalMapping.unicodeScalars)
    }

    private func order<Value: Comparable>(_ one: Value, _ comparison: ComparisonOperator, _ other: Value) -> Bool {
        switch comparison {
        case .eq: one == other
        case .ne: one != other
        case .gt: one > other
        case .ge: one >= other
        case .lt: one < other
        case .le: one <= other
        case .co, .sw, .ew: false
        }
    }
}
