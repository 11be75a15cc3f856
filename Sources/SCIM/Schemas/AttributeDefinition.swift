/// What a schema says about one attribute (RFC 7643 §2.2, §7).
public struct AttributeDefinition: Sendable, Hashable {
    // One reference: definitions are passed around for each value of each request.
    private var storage: Storage

    /// The name, in the spelling in which it is returned.
    public var name: AttributeName {
        get { storage.content.name }
        set { change { $0.name = newValue } }
    }
    /// The type of its values.
    public var type: AttributeType {
        get { storage.content.type }
        set { change { $0.type = newValue } }
    }
    /// Whether it holds several values.
    public var isMultiValued: Bool {
        get { storage.content.isMultiValued }
        set { change { $0.isMultiValued = newValue } }
    }
    /// What it means, for people.
    public var description: String {
        get { storage.content.description }
        set { change { $0.description = newValue } }
    }
    /// Whether a resource must have it.
    public var isRequired: Bool {
        get { storage.content.isRequired }
        set { change { $0.isRequired = newValue } }
    }
    /// Whether letter case matters when its values are compared.
    public var isCaseExact: Bool {
        get { storage.content.isCaseExact }
        set { change { $0.isCaseExact = newValue } }
    }
    /// Who may write it and when.
    public var mutability: Mutability {
        get { storage.content.mutability }
        set { change { $0.mutability = newValue } }
    }
    /// When it is part of an answer.
    public var returned: Returned {
        get { storage.content.returned }
        set { change { $0.returned = newValue } }
    }
    /// Among which resources its values differ.
    public var uniqueness: Uniqueness {
        get { storage.content.uniqueness }
        set { change { $0.uniqueness = newValue } }
    }
    /// Values that are suggested.
    public var canonicalValues: [String] {
        get { storage.content.canonicalValues }
        set { change { $0.canonicalValues = newValue } }
    }
    /// What a reference may refer to: names of resource types, `external` or `uri`.
    public var referenceTypes: [String] {
        get { storage.content.referenceTypes }
        set { change { $0.referenceTypes = newValue } }
    }
    /// A form that its texts have beyond their type; `nil` for none.
    public var format: AttributeFormat? {
        get { storage.content.format }
        set { change { $0.format = newValue } }
    }
    /// The parts of a complex attribute.
    public internal(set) var subAttributes: [AttributeDefinition] {
        get { storage.content.subAttributes }
        set { change { $0.subAttributes = newValue } }
    }

    /// Describes an attribute; whatever is left out has the default of RFC 7643 §2.2.
    public init(
        _ name: AttributeName, _ type: AttributeType = .string, multiValued: Bool = false, description: String = "",
        required: Bool = false, caseExact: Bool = false, mutability: Mutability = .readWrite,
        returned: Returned = .default, uniqueness: Uniqueness = .none, canonicalValues: [String] = [],
        referenceTypes: [String] = [], format: AttributeFormat? = nil, subAttributes: [AttributeDefinition] = []
    ) {
        storage = Storage(
            Content(
                name: name.immortal, type: type, isMultiValued: multiValued, description: description,
                isRequired: required, isCaseExact: caseExact, mutability: mutability, returned: returned,
                uniqueness: uniqueness, canonicalValues: canonicalValues, referenceTypes: referenceTypes,
                format: format,
                subAttributes: subAttributes))
    }

    /// Definitions are equal if they say the same.
    public static func == (one: AttributeDefinition, other: AttributeDefinition) -> Bool {
        one.storage === other.storage || one.storage.content == other.storage.content
    }

    /// Hashes all that it says.
    public func hash(into hasher: inout Hasher) { hasher.combine(storage.content) }

    private mutating func change(_ change: (inout Content) -> Void) {
        var content = storage.content
        change(&content)
        storage = Storage(content)
    }

    /// The sub-attribute of a name.
    public func subAttribute(_ name: AttributeName) -> AttributeDefinition? {
        subAttributes.first { $0.name == name }
    }

    /// The types of values (RFC 7643 §2.3).
    public enum AttributeType: String, Sendable, Hashable, CaseIterable {
        /// Unicode text.
        case string
        /// True or false.
        case boolean
        /// A number with a fraction.
        case decimal
        /// A whole number.
        case integer
        /// An `xsd:dateTime`.
        case dateTime
        /// Bytes in base64.
        case binary
        /// A URI.
        case reference
        /// Sub-attributes.
        case complex
    }

    /// Who may write an attribute and when (RFC 7643 §7).
    public enum Mutability: String, Sendable, Hashable, CaseIterable {
        /// The provider alone writes it.
        case readOnly
        /// Clients read and write it.
        case readWrite
        /// Clients set it once.
        case immutable
        /// Clients write it and nobody reads it.
        case writeOnly
    }

    /// When an attribute is part of an answer (RFC 7643 §7).
    public enum Returned: String, Sendable, Hashable, CaseIterable {
        /// In every answer.
        case always
        /// In none.
        case never
        /// Unless it is excluded or others are asked for.
        case `default`
        /// Only when it is asked for.
        case request
    }

    /// Among which resources the values of an attribute differ (RFC 7643 §7).
    public enum Uniqueness: String, Sendable, Hashable, CaseIterable {
        /// Values may repeat.
        case none
        /// No two resources of one type share a value.
        case server
        /// No two resources share a value, also of different types that have the schema of the attribute.
        case global
    }
}

extension AttributeDefinition {
    private struct Content: Hashable {
        var name: AttributeName
        var type: AttributeType
        var isMultiValued: Bool
        var description: String
        var isRequired: Bool
        var isCaseExact: Bool
        var mutability: Mutability
        var returned: Returned
        var uniqueness: Uniqueness
        var canonicalValues: [String]
        var referenceTypes: [String]
        var format: AttributeFormat?
        var subAttributes: [AttributeDefinition]
    }

    private final class Storage: Sendable {
        let content: Content

        init(_ content: Content) { self.content = content }
    }
}
