import SCIM

/// What a client means by a value, read slowly and obviously.
enum WrittenMeaning: Equatable {
    /// Nothing that can be read: it must not be taken for anything else.
    case unreadable
    /// "Unassigned", in one of the forms in which clients say it.
    case nothing
    /// These texts, and possibly others that are ignored on purpose.
    case something(Set<String>)

    var texts: Set<String> { if case .something(let texts) = self { texts } else { [] } }
}

extension WrittenMeaning {
    /// - Parameter isComplete: Whether the value is all there is, as in a body or as one of several values; in a PATCH of a
    ///   single complex value, what is not named stays.
    init(_ value: AttributeValue, as definition: AttributeDefinition, isComplete: Bool) {
        if value == .null || value == [] || value == "" {
            self = .nothing
        } else if definition.isMultiValued {
            self.init(list: value, definition)
        } else if definition.type == .complex {
            self.init(complex: value, definition, isComplete: isComplete)
        } else {
            self.init(simple: value, definition)
        }
    }

    private init(list value: AttributeValue, _ definition: AttributeDefinition) {
        let value = value.openedJSON ?? value
        let all = value.values.map { value -> WrittenMeaning in
            if value == .null || value == "" { return .nothing }
            return WrittenMeaning(complex: value, definition, isComplete: true)
        }
        self =
            all.contains(.unreadable)
            ? .unreadable
            : all.allSatisfy { $0 == .nothing } ? .nothing : .something(all.reduce(into: []) { $0.formUnion($1.texts) })
    }

    private init(simple value: AttributeValue, _ definition: AttributeDefinition) {
        switch value {
        case .null, .string(""): self = .nothing
        case .array(let values) where values.count == 1 && values[0].array == nil:
            self.init(simple: values[0], definition)
        case .complex(let parts):
            guard let inner = parts[.value], parts.allSatisfy({ $0.name == .value || $0.value == .null }) else {
                self = .unreadable
                return
            }
            self.init(simple: inner, definition)
        case .boolean: self = definition.type == .boolean ? .something([]) : .unreadable
        case .string(let text) where definition.type == .boolean:
            self = ["true", "false"].contains(text.lowercased()) ? .something([]) : .unreadable
        case .string(let text): self = .something([text])
        case .number(let number): self = definition.type == .string ? .something([number.text]) : .unreadable
        default: self = .unreadable
        }
    }

    private init(complex value: AttributeValue, _ definition: AttributeDefinition, isComplete: Bool) {
        switch value {
        case .array(let values) where values.count == 1 && !definition.isMultiValued:
            self.init(complex: values[0], definition, isComplete: isComplete)
        case .null, .string(""): self = .nothing
        case .string(let text):
            if let json = value.openedJSON {
                self.init(complex: json, definition, isComplete: isComplete)
            } else {
                self = definition.subAttribute(.value) == nil ? .unreadable : .something([text])
            }
        case .complex(let parts): self.init(parts: parts, definition, isComplete: isComplete)
        default: self = .unreadable
        }
    }

    private init(parts: Attributes, _ definition: AttributeDefinition, isComplete: Bool) {
        var texts: Set<String> = [], isUnassigned = false, isKnown = false, isAbout = false, isDescribed = false
        for (name, value) in parts {
            guard let part = definition.subAttribute(name) else { continue }
            isKnown = true
            if part.mutability == .readOnly || (name == .reference && definition.refersToResources) { continue }
            let describes = [.type, .primary, .display, .reference].contains(name)
            switch WrittenMeaning(value, as: part, isComplete: true) {
            case .unreadable:
                self = .unreadable
                return
            case .nothing: isUnassigned = isUnassigned || !describes
            case .something(let more):
                texts.formUnion(more)
                isAbout = isAbout || !describes
                isDescribed = isDescribed || describes
            }
        }
        if definition.refersToResources, !isAbout {
            if let id = parts.referencedID {
                if !id.isEmpty { texts.insert(id) }
                isAbout = !id.isEmpty
                isUnassigned = isUnassigned || id.isEmpty
            } else if parts[.reference]?.string != nil, parts[.value] == nil {
                self = .unreadable
                return
            }
        }
        let describesAlone =
            isDescribed && !definition.refersToResources
            && parts.allSatisfy { definition.subAttribute($0.name) != nil }
        if isAbout {
            self = .something(texts)
        } else if !isComplete {
            self = .something([])
        } else if definition.isMultiValued {
            self = isUnassigned || describesAlone ? .nothing : .unreadable
        } else {
            self = isKnown || parts.isEmpty ? .nothing : .unreadable
        }
    }
}

extension Attributes {
    /// The id of a resource, where `value` does not have it; empty if the client has none.
    fileprivate var referencedID: String? {
        if let uri = self[.reference]?.string {
            return uri.hasPrefix("../Users/") ? String(uri.dropFirst("../Users/".count)) : nil
        }
        guard (self[.value] ?? .null).isUnassigned, let id = self["id"] else { return nil }
        return id.isUnassigned ? "" : id.string
    }
}

extension AttributeValue {
    /// What stands in a text that holds an object or an array of JSON.
    var openedJSON: AttributeValue? {
        guard case .string(let text) = self, text.contains("{") || text.contains("["),
            let value = try? JSONReader.read(text.utf8), value.string == nil
        else { return nil }
        return value
    }

    /// Whether it clears a list: null, an empty text or an empty array, also as JSON in a text.
    var isEmptyList: Bool { (openedJSON ?? self).isUnassigned || self == "" }

    /// All texts and numbers that are anywhere in a value, those of JSON in texts too.
    var allTexts: Set<String> {
        if let json = openedJSON { return json.allTexts }
        return switch self {
        case .string(let text): text.isEmpty ? [] : [text]
        case .number(let number): [number.text]
        case .array(let values): values.reduce(into: []) { $0.formUnion($1.allTexts) }
        case .complex(let parts): parts.reduce(into: []) { $0.formUnion($1.value.allTexts) }
        case .null, .boolean: []
        }
    }
}
