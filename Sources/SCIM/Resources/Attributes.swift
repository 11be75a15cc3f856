/// The attributes of a resource or the sub-attributes of a complex value, in the order in which they were given.
///
/// A name occurs once. Equality disregards the order (RFC 7643 §2.3.8) and the case of names.
public struct Attributes: Sendable {
    /// One attribute with its value.
    public typealias Element = (name: AttributeName, value: AttributeValue)

    @usableFromInline
    var elements: [Element] = []

    /// No attributes.
    public init() {}

    /// Takes attributes whose names are known to differ.
    ///
    /// - Parameter elements: The attributes; a name that occurs twice keeps both values, so callers check first.
    public init(uniqueNames elements: [Element]) {
        self.elements = elements
    }

    /// The value of an attribute; `nil` takes it away.
    public subscript(name: AttributeName) -> AttributeValue? {
        get {
            for element in elements where element.name == name { return element.value }
            return nil
        }
        set {
            if let index = elements.firstIndex(where: { $0.name == name }) {
                if let newValue {
                    elements[index].value = newValue
                } else {
                    elements.remove(at: index)
                }
            } else if let newValue {
                elements.append((name, newValue))
            }
        }
    }

    /// The value of an attribute of the base schema, or of an extension.
    func value(_ name: AttributeName, in schema: AttributeName?) -> AttributeValue? {
        guard let schema else { return self[name] }
        return self[schema]?.attributes?[name]
    }

    /// Adds an attribute that is known not to be there yet.
    public mutating func append(_ name: AttributeName, _ value: AttributeValue) {
        elements.append((name, value))
    }

    /// Makes room for a number of attributes.
    public mutating func reserveCapacity(_ capacity: Int) {
        elements.reserveCapacity(capacity)
    }

    /// Changes one value in place, without a copy of what it holds.
    ///
    /// - Parameter body: Receives the value, `nil` if there is none; what it leaves is kept, `nil` takes it away.
    public mutating func withValue<Failure: Error, Result>(
        of name: AttributeName, _ body: (inout AttributeValue?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let index = elements.firstIndex { $0.name == name }
        var value: AttributeValue?
        if let index {
            value = elements[index].value
            elements[index].value = .null
        }
        defer {
            switch (index, value) {
            case (let index?, let value?): elements[index].value = value
            case (let index?, nil): elements.remove(at: index)
            case (nil, let value?): elements.append((name, value))
            case (nil, nil): break
            }
        }
        return try body(&value)
    }
}

extension Attributes: RandomAccessCollection {
    /// The position of the first attribute.
    @inlinable
    public var startIndex: Int { 0 }
    /// The position behind the last attribute.
    @inlinable
    public var endIndex: Int { elements.count }
    /// The attribute at a position.
    @inlinable
    public subscript(position: Int) -> Element { elements[position] }
}

extension Attributes: Hashable {
    /// Compares names and values without regard to order.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.elements.count == right.elements.count else { return false }
        for (index, element) in left.elements.enumerated() {
            let other = right.elements[index]
            if other.name == element.name {
                guard other.value == element.value else { return false }
            } else {
                guard right[element.name] == element.value else { return false }
            }
        }
        return true
    }

    /// Feeds names and values so that their order plays no part.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for element in elements {
            var own = Hasher()
            own.combine(element.name)
            own.combine(element.value)
            sum ^= own.finalize()
        }
        hasher.combine(sum)
    }
}

extension Attributes: ExpressibleByDictionaryLiteral {
    /// Takes the last value where a literal names an attribute twice.
    public init(dictionaryLiteral elements: (AttributeName, AttributeValue)...) {
        for (name, value) in elements { self[name] = value }
    }
}
