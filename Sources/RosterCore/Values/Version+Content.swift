public import SCIM

extension Version {
    /// A version that follows from content: the same for the same bytes, and for no others.
    ///
    /// It is the first half of the SHA-256 digest, in 32 lower-case hexadecimal digits.
    public init(of content: [UInt8]) {
        let digits = ContentDigest(of: content).words.prefix(4).map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }
        self.init(digits.joined())
    }

    /// A version that follows from attributes.
    public init(of attributes: Attributes) { self.init(of: attributes.jsonBytes) }
}
