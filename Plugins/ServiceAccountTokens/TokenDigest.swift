import Crypto

/// The SHA-256 digest of a token, which is all that is kept of it.
///
/// A slow hash would add nothing: 256 random bits cannot be guessed however fast the guesses are.
package struct TokenDigest: Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// A digest that no token has, to compare with where there is no account.
    static let ofNoToken = TokenDigest(words: (randomWord(), randomWord(), randomWord(), randomWord()))

    private init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    private static func randomWord() -> UInt64 { .random(in: 0...UInt64.max) }

    /// Digests a token.
    init(of token: UnsafeBufferPointer<UInt8>) {
        var hash = SHA256()
        hash.update(bufferPointer: UnsafeRawBufferPointer(token))
        words = hash.finalize().withUnsafeBytes { bytes in
            let word = { UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)) }
            return (word(0), word(8), word(16), word(24))
        }
    }

    /// Reads 64 hexadecimal digits; `nil` for anything else.
    init?(hexadecimal text: String) {
        guard text.utf8.count == 64, text.utf8.allSatisfy(\.isHexadecimalDigit) else { return nil }
        let words = (0..<4).compactMap { UInt64(text.dropFirst($0 * 16).prefix(16), radix: 16) }
        guard words.count == 4 else { return nil }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// The digest in 64 hexadecimal digits.
    var hexadecimal: String {
        [words.0, words.1, words.2, words.3].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Compares in a time that does not depend on where two digests differ.
    ///
    /// Not `==`, so that nobody compares digests in any other way by accident.
    func isSame(as other: TokenDigest) -> Bool {
        let difference =
            (words.0 ^ other.words.0) | (words.1 ^ other.words.1) | (words.2 ^ other.words.2)
            | (words.3 ^ other.words.3)
        return difference == 0
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }
}
