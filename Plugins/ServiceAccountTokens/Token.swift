/// The form of a token: `scim_live_`, key id, `_`, 43 random digits, six digits of checksum.
///
/// The fixed beginning lets scanners find lost tokens in source code (`scim_live_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}`), the
/// checksum keeps them from crying wolf and lets the server refuse garbage without looking anything up.
package struct Token: Sendable {
    /// The characters that every token begins with.
    static let prefix = Array("scim_live_".utf8)
    /// The number of characters of every token.
    package static let length = checksumStart + checksumLength

    private static let separator = UInt8(ascii: "_")
    private static let secretStart = prefix.count + KeyID.length + 1
    /// 43 digits are a little more than 256 bits.
    private static let checksumStart = secretStart + 43
    /// 62⁵ < 2³² < 62⁶.
    private static let checksumLength = 6

    let keyID: KeyID
    let digest: TokenDigest

    /// Takes the form of a token apart.
    ///
    /// - Returns: `nil` for anything that no token of ours can be.
    package init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == Self.length, bytes.starts(with: Self.prefix),
            bytes[Self.secretStart - 1] == Self.separator,
            let keyID = KeyID(bytes[Self.prefix.count..<Self.secretStart - 1]),
            bytes[Self.secretStart..<Self.checksumStart].allSatisfy(Base62.contains),
            let checksum = Base62.number(bytes[Self.checksumStart...]),
            checksum == CRC32.checksum(bytes[..<Self.checksumStart])
        else { return nil }
        self.keyID = keyID
        digest = TokenDigest(of: bytes)
    }

    /// Makes a new token.
    ///
    /// - Parameter isTaken: Whether another account has this key id.
    /// - Returns: The token and its text, which is the secret.
    static func random(avoiding isTaken: (KeyID) -> Bool) -> (token: Token, text: String) {
        while true {
            var bytes = prefix + Base62.random(count: KeyID.length) + [separator]
            bytes += Base62.random(count: checksumStart - secretStart)
            bytes += Base62.number(CRC32.checksum(bytes), count: checksumLength)
            if let token = bytes.withUnsafeBufferPointer({ Token($0) }), !isTaken(token.keyID) {
                return (token, String(decoding: bytes, as: UTF8.self))
            }
        }
    }
}
