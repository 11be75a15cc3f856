/// One value of a multi-valued attribute such as `emails` or `members`, by the names of its parts (RFC 7643 §2.4).
public struct MultiValue: Sendable, Hashable {
    /// All parts of the value, also those that have no name here.
    public var attributes: Attributes

    /// Shows the parts of a value.
    public init(_ attributes: Attributes) {
        self.attributes = attributes
    }

    /// Makes a value.
    public init(_ value: String, type: String? = nil, display: String? = nil, isPrimary: Bool = false) {
        attributes = [.value: .string(value)]
        self.type = type
        self.display = display
        if isPrimary { attributes[.primary] = true }
    }

    /// The value itself, such as an address, or the id of a member.
    public var value: String? {
        get { attributes.text(.value) }
        set { attributes.setText(.value, newValue) }
    }

    /// What the value is for, such as `work`.
    public var type: String? {
        get { attributes.text(.type) }
        set { attributes.setText(.type, newValue) }
    }

    /// A name to show to people.
    public var display: String? {
        get { attributes.text(.display) }
        set { attributes.setText(.display, newValue) }
    }

    /// Whether this is the value to use where there is room for one; at most one value of an attribute is.
    public var isPrimary: Bool {
        get { attributes[.primary] == true }
        set { attributes[.primary] = newValue ? true : nil }
    }

    /// The URL of the resource that the value refers to.
    public var reference: String? { attributes.text(.reference) }
}

extension Attributes {
    /// The text of an attribute; `nil` if it is not there, or holds something else.
    func text(_ name: AttributeName) -> String? { self[name]?.string }

    /// Puts a text in the place of what an attribute holds; `nil` takes it away.
    mutating func setText(_ name: AttributeName, _ text: String?) {
        self[name] = text.map { .string($0) }
    }

    /// The values of a multi-valued attribute that are complex.
    func multiValues(_ name: AttributeName) -> [MultiValue] {
        (self[name]?.values ?? []).compactMap { $0.attributes.map { MultiValue($0) } }
    }

    /// Puts values in the place of those that a multi-valued attribute has.
    mutating func setMultiValues(_ name: AttributeName, _ values: [MultiValue]) {
        self[name] = values.isEmpty ? nil : .array(values.map { .complex($0.attributes) })
    }
}
