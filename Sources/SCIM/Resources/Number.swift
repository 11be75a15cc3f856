/// A JSON number, kept as the text in which it came, so that no digit is lost (RFC 8259 §6).
public struct Number: Sendable {
    /// The number as JSON text.
    public let text: String

    /// Takes text that is known to follow the JSON grammar of numbers.
    init(validated text: String) {
        self.text = text
    }

    /// A whole number.
    public init(_ value: Int) {
        text = String(value)
    }

    /// The value, if it was written without fraction and exponent and fits 64 bits.
    public var integer: Int? { Int(text) }

    /// The nearest floating-point value; infinite where the text is out of range.
    public var double: Double { Double(text) ?? .infinity }
}

extension Number: Hashable, Comparable {
    /// Compares by value: exactly between integers, as floating-point values otherwise.
    public static func == (left: Self, right: Self) -> Bool {
        if left.text == right.text { return true }
        if let first = left.integer, let second = right.integer { return first == second }
        return left.double == right.double
    }

    /// Orders by value: exactly between integers, as floating-point values otherwise.
    public static func < (left: Self, right: Self) -> Bool {
        if let first = left.integer, let second = right.integer { return first < second }
        return left.double < right.double
    }

    /// Feeds the floating-point value, so that equal numbers agree however they are written.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(double)
    }
}
