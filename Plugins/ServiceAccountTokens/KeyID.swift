/// The eight characters by which the account of a token is found.
///
/// They are packed into a number, so that a look-up neither makes nor compares a text.
package struct KeyID: Sendable, Hashable {
    static let length = 8

    private let packed: UInt64

    /// Takes eight base62 digits; `nil` for anything else.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length, bytes.allSatisfy(Base62.contains) else { return nil }
        packed = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The characters.
    package var text: String {
        String(decoding: (0..<Self.length).map { UInt8(truncatingIfNeeded: packed >> (56 - 8 * $0)) }, as: UTF8.self)
    }
}
