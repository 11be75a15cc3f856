/// A filter as its text says it, with paths that no schema has checked yet (RFC 7644 §3.4.2.2).
public indirect enum Filter: Sendable, Hashable {
    /// At least one holds (`or`).
    case any([Filter])
    /// Each holds (`and`).
    case all([Filter])
    /// It does not hold (`not`).
    case not(Filter)
    /// The attribute has a value (`pr`).
    case present(String)
    /// The attribute compares with a value.
    case compare(String, ComparisonOperator, AttributeValue)
    /// One value of a multi-valued attribute meets a filter over its sub-attributes (`emails[…]`).
    case element(String, Filter)

    /// Reads a filter.
    ///
    /// - Parameter repairs: Notes what had to be put right.
    /// - Throws: ``SCIMError/Code/invalidFilter`` with the character where reading stopped;
    ///   ``SCIMError/Code/tooMany`` if it holds more comparisons than the limits allow.
    public init(_ text: String, limits: FilterLimits = .default, repairs: inout Repairs) throws(SCIMError) {
        var parser = FilterParser(text, limits: limits, repairs: repairs)
        self = try parser.wholeFilter()
        repairs = parser.repairs
    }

    /// Reads a filter and puts right what clients are known to write otherwise, without a note of it.
    ///
    /// - Throws: As the initializer that notes the repairs.
    public init(_ text: String, limits: FilterLimits = .default) throws(SCIMError) {
        var repairs = Repairs()
        try self.init(text, limits: limits, repairs: &repairs)
    }
}

extension Filter: CustomStringConvertible {
    /// The filter as text; reading it gives the same filter.
    public var description: String {
        switch self {
        case .any(let terms): terms.map(\.term).joined(separator: " or ")
        case .all(let terms): terms.map(\.term).joined(separator: " and ")
        case .not(let filter): "not (\(filter))"
        case .present(let path): "\(path) pr"
        case .compare(let path, let comparison, let value): "\(path) \(comparison.rawValue) \(value.json)"
        case .element(let path, let filter): "\(path)[\(filter)]"
        }
    }

    private var term: String {
        switch self {
        case .any, .all: "(\(self))"
        default: description
        }
    }
}
