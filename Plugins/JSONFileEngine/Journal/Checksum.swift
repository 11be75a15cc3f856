import Crypto

/// The first 16 bytes of a SHA-256, by which a line proves that it is whole and which line it follows.
package struct Checksum: Sendable, Hashable {
    private var high: UInt64 = 0
    private var low: UInt64 = 0

    /// What the first line of a store follows.
    static let zero = Checksum()

    private init() {}

    /// Sums bytes up.
    init(of bytes: UnsafeRawBufferPointer) {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        hash.finalize().withUnsafeBytes { digest in
            high = UInt64(bigEndian: digest.loadUnaligned(as: UInt64.self))
            low = UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }

    /// The sum as 32 lower-case hexadecimal digits.
    package var text: String {
        String(unsafeUninitializedCapacity: 32) { buffer in
            write(into: buffer)
            return 32
        }
    }

    /// Puts the 32 digits into memory.
    func write(into buffer: UnsafeMutableBufferPointer<UInt8>) {
        for position in 0..<min(32, buffer.count) {
            let word = position < 16 ? high : low
            let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (position & 15))) & 15
            buffer[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
        }
    }
}
