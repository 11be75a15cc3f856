import Crypto
public import SCIM

extension Version {
    /// A version that follows from content: the same for the same bytes, and for no others.
    public init(of content: [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = SHA256.hash(data: content).prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        self.init(String(decoding: bytes, as: UTF8.self))
    }

    /// A version that follows from attributes.
    public init(of attributes: Attributes) { self.init(of: attributes.jsonBytes) }
}
