import Crypto

/// Writes lines with the checksums of the format of a `json-file` store, whatever they say.
///
/// It is written apart from the store, and so it shows that the format is what the documents say it is.
struct Framing {
    /// What the first line of a journal follows.
    static let beginning = String(repeating: "0", count: 32)
    /// What has been written.
    private(set) var bytes: [UInt8] = []

    /// Adds a line.
    ///
    /// - Parameter content: An object without its last brace.
    /// - Returns: The checksum.
    @discardableResult
    mutating func add(_ content: some Sequence<UInt8>) -> String {
        let line = Array(content)
        let checksum = SHA256.hash(data: line).prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
        bytes += line
        bytes += Array(",\"h\":\"\(checksum)\"}\n".utf8)
        return checksum
    }
}
