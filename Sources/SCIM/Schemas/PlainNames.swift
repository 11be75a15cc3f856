/// The names of attributes that most answers show as they are kept: whole, and without a `$ref` to be written.
struct PlainNames: Sendable {
    private var members: [UInt64: Member] = [:]
    /// The attributes of each extension.
    private var parts: [[UInt64: AttributeName]] = []

    /// A member of a resource.
    struct Member: Sendable {
        let name: AttributeName
        /// The place of the extension, if it is one and no attribute.
        let `extension`: Int?
    }

    /// Collects the names of a type.
    init(_ schema: Schema, _ extensions: [ResourceType.SchemaExtension]) {
        for definition in schema.attributes where definition.isShownAsKept {
            members[definition.name.mark] = Member(name: definition.name, extension: nil)
        }
        for (place, `extension`) in extensions.prefix(UInt32.bitWidth).enumerated() {
            members[`extension`.name.mark] = Member(name: `extension`.name, extension: place)
            var names: [UInt64: AttributeName] = [:]
            for definition in `extension`.schema.attributes where definition.isShownAsKept {
                names[definition.name.mark] = definition.name
            }
            parts.append(names)
        }
        if let externalId = CommonAttributes.definition(.externalId), externalId.isShownAsKept {
            members[externalId.name.mark] = Member(name: externalId.name, extension: nil)
        }
    }

    /// The attribute or extension that a member of a resource is, if it is shown as it is kept.
    func member(_ name: JSONSlice.Name) -> Member? {
        members[name.mark].flatMap { name == $0.name ? $0 : nil }
    }

    /// Whether an attribute of an extension is shown as it is kept.
    func isPlain(_ name: JSONSlice.Name, in extension: Int) -> Bool {
        parts[`extension`][name.mark].map { name == $0 } ?? false
    }
}

extension AttributeDefinition {
    fileprivate var isShownAsKept: Bool {
        !refersToResources && isShownWhole && subAttributes.allSatisfy(\.isShownWhole)
    }

    private var isShownWhole: Bool { returned == .default || returned == .always }
}
