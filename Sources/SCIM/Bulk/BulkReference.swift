/// The places of a bulk request that stand for the id of a resource which another operation creates (RFC 7644 §3.7.2).
///
/// A value that begins with `bulkId:` is a reference; so is the end of a URL, as in `/Users/bulkId:ada`; and, in the path of
/// an operation, a quoted operand or a segment.
package enum BulkReference {
    private static let prefix = "bulkId:"

    /// The names that a text refers to.
    package static func names(in text: String, isPath: Bool = false) -> [String] {
        var names: [String] = []
        _ = replacing(in: text, isPath: isPath) { name in
            names.append(name)
            return nil
        }
        return names
    }

    /// The names that a value refers to, each once, in the order of their appearance.
    package static func names(in value: AttributeValue) -> [String] {
        var names: [String] = []
        var seen: Set<String> = []
        _ = replacing(in: value) { name in
            if seen.insert(name).inserted { names.append(name) }
            return nil
        }
        return names
    }

    /// Puts ids in the places of references, encoded where they are a part of a URL; a reference without id stays.
    package static func replacing(
        in value: AttributeValue, isPath: Bool = false, _ id: (_ name: String) -> ResourceID?
    ) -> AttributeValue {
        switch value {
        case .string(let text):
            .string(replacing(in: text, isPath: isPath, id))
        case .array(let values):
            .array(values.map { replacing(in: $0, id) })
        case .complex(let attributes):
            .complex(
                Attributes(
                    uniqueNames: attributes.map { ($0.name, replacing(in: $0.value, isPath: $0.name == "path", id)) }))
        default:
            value
        }
    }

    /// Puts ids in the places of references in a text.
    ///
    /// - Parameter isPath: Whether the text is the path of an operation.
    package static func replacing(
        in text: String, isPath: Bool = false, _ id: (_ name: String) -> ResourceID?
    ) -> String {
        guard text.utf8.count > prefix.utf8.count, text.contains(prefix) else { return text }
        if text.hasPrefix(prefix) { return id(String(text.dropFirst(prefix.count)))?.text ?? text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: prefix) {
            let before = rest[..<start.lowerBound].last
            let isReference = before == "/" || (isPath && before == "\"")
            let end = rest[start.upperBound...].firstIndex { $0 == "/" || $0 == "\"" } ?? rest.endIndex
            result += rest[..<start.lowerBound]
            let name = String(rest[start.upperBound..<end])
            let isWhole = isPath || end == rest.endIndex
            let found = isReference && isWhole ? id(name) : nil
            result += (before == "/" ? found?.pathSegment : found?.text) ?? prefix + name
            rest = rest[end...]
        }
        return result + rest
    }

    /// Takes away what holds a reference to one of the names: the whole of a complex value, such as a member.
    package static func removing(_ names: Set<String>, from attributes: Attributes) -> Attributes {
        Attributes(
            uniqueNames: attributes.compactMap { name, value in removing(names, from: value).map { (name, $0) } })
    }

    private static func removing(_ names: Set<String>, from value: AttributeValue) -> AttributeValue? {
        switch value {
        case .string(let text):
            return self.names(in: text).contains(where: names.contains) ? nil : value
        case .array(let values):
            return .array(values.compactMap { removing(names, from: $0) })
        case .complex(let attributes):
            let kept = removing(names, from: attributes)
            let isReference = attributes.contains { name, value in
                if case .string = value { kept[name] == nil } else { false }
            }
            return isReference ? nil : .complex(kept)
        default:
            return value
        }
    }
}
