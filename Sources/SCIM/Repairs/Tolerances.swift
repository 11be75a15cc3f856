/// A set of tolerances in one word, so that noting one costs no memory.
public struct Tolerances: Sendable, Hashable {
    private var bits: UInt64 = 0

    /// None.
    public init() {}

    /// Whether there are none.
    public var isEmpty: Bool { bits == 0 }

    /// Whether a tolerance is among these.
    public func contains(_ tolerance: Tolerance) -> Bool { bits & Self.bit(of: tolerance) != 0 }

    /// Adds one.
    public mutating func insert(_ tolerance: Tolerance) { bits |= Self.bit(of: tolerance) }

    /// Adds others.
    public mutating func formUnion(_ others: Tolerances) { bits |= others.bits }

    private static let positions = Dictionary(
        uniqueKeysWithValues: Tolerance.allCases.enumerated().map { ($1, $0) })

    private static func bit(of tolerance: Tolerance) -> UInt64 { 1 << UInt64(positions[tolerance] ?? 63) }
}

extension Tolerances: Sequence {
    /// The tolerances in the order of their declaration.
    public func makeIterator() -> some IteratorProtocol<Tolerance> {
        Tolerance.allCases.lazy.filter(contains).makeIterator()
    }
}

extension Tolerances: ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The tolerances of a literal.
    public init(arrayLiteral tolerances: Tolerance...) {
        for tolerance in tolerances { insert(tolerance) }
    }

    /// The names with commas between them, as logs show them.
    public var description: String { map(\.rawValue).joined(separator: ",") }
}
