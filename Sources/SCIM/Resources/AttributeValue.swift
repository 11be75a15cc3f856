/// A well-formed value: what a JSON text can hold, not yet held against a schema (RFC 7643 §2.3).
public enum AttributeValue: Sendable, Hashable {
    /// Unassigned (RFC 7643 §2.5).
    case null
    /// A Boolean.
    case boolean(Bool)
    /// An integer or a decimal, as it was written.
    case number(Number)
    /// A string, and everything that JSON writes as one: dateTime, binary, reference.
    case string(String)
    /// The values of a multi-valued attribute.
    case array([AttributeValue])
    /// A complex value.
    case complex(Attributes)
}

extension AttributeValue {
    /// The text of a string value.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The truth of a Boolean value.
    public var boolean: Bool? {
        if case .boolean(let truth) = self { truth } else { nil }
    }

    /// The whole number of a number value that has no fraction, no exponent and fits 64 bits.
    public var integer: Int? {
        if case .number(let number) = self { number.integer } else { nil }
    }

    /// The values of a multi-valued attribute.
    public var array: [AttributeValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    /// The sub-attributes of a complex value.
    public var attributes: Attributes? {
        if case .complex(let attributes) = self { attributes } else { nil }
    }

    /// The sub-attribute of a complex value, nothing for any other value.
    public subscript(name: AttributeName) -> AttributeValue? {
        if case .complex(let attributes) = self { attributes[name] } else { nil }
    }

    /// Whether this is the unassigned state in one of its spellings: null or no values (RFC 7643 §2.5).
    public var isUnassigned: Bool {
        switch self {
        case .null: true
        case .array(let values): values.isEmpty
        default: false
        }
    }

    /// The values of an array, or the value itself as the only one; none if unassigned.
    public var values: [AttributeValue] {
        switch self {
        case .null: []
        case .array(let values): values
        default: [self]
        }
    }
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string value.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A Boolean value.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// A number value.
    public init(integerLiteral value: Int) { self = .number(Number(value)) }
    /// A multi-valued value.
    public init(arrayLiteral elements: AttributeValue...) { self = .array(elements) }
    /// A complex value; the last value where a literal names a sub-attribute twice.
    public init(dictionaryLiteral elements: (AttributeName, AttributeValue)...) {
        var attributes = Attributes()
        for (name, value) in elements { attributes[name] = value }
        self = .complex(attributes)
    }
}
