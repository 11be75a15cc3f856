/// Identifiers that nobody can guess and that never repeat (UUID version 4, RFC 9562 §5.4).
enum RandomID {
    private static let digits = StaticString("0123456789abcdef")

    /// Makes an identifier such as `9f0c1d52-6c1e-4b0e-a2d5-0d7b2d1f6a11`.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for nibble in 0..<32 {
                if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = nibble < 16 ? high : low
                buffer[position] =
                    digits.utf8Start[Int(truncatingIfNeeded: word >> UInt64(60 - 4 * (nibble & 15))) & 15]
                position += 1
            }
            return position
        }
    }
}
