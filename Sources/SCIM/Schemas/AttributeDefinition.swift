/// What a schema says about one attribute (RFC 7643 §2.2, §7).
public struct AttributeDefinition: Sendable, Hashable {
    /// The name, in the spelling in which it is returned.
    public var name: AttributeName
    /// The type of its values.
    public var type: AttributeType
    /// Whether it holds several values.
    public var isMultiValued: Bool
    /// What it means, for people.
    public var description: String
    /// Whether a resource must have it.
    public var isRequired: Bool
    /// Whether letter case matters when its values are compared.
    public var isCaseExact: Bool
    /// Who may write it and when.
    public var mutability: Mutability
    /// When it is part of an answer.
    public var returned: Returned
    /// Among which resources its values differ.
    public var uniqueness: Uniqueness
    /// Values that are suggested.
    public var canonicalValues: [String]
    /// What a reference may refer to: names of resource types, `external` or `uri`.
    public var referenceTypes: [String]
    /// A form that its texts have beyond their type; `nil` for none.
    public var format: AttributeFormat?
    /// The parts of a complex attribute.
    public internal(set) var subAttributes: [AttributeDefinition]

    /// Describes an attribute; whatever is left out has the default of RFC 7643 §2.2.
    public init(
        _ name: AttributeName, _ type: AttributeType = .string, multiValued: Bool = false, description: String = "",
        required: Bool = false, caseExact: Bool = false, mutability: Mutability = .readWrite,
        returned: Returned = .default, uniqueness: Uniqueness = .none, canonicalValues: [String] = [],
        referenceTypes: [String] = [], format: AttributeFormat? = nil, subAttributes: [AttributeDefinition] = []
    ) {
        self.name = name.immortal
        self.type = type
        self.isMultiValued = multiValued
        self.description = description
        self.isRequired = required
        self.isCaseExact = caseExact
        self.mutability = mutability
        self.returned = returned
        self.uniqueness = uniqueness
        self.canonicalValues = canonicalValues
        self.referenceTypes = referenceTypes
        self.format = format
        self.subAttributes = subAttributes
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
