public import SCIM

extension ResourceID {
    /// Makes an identifier that nobody can guess and that never repeats (UUID version 7, RFC 9562 §5.7).
    ///
    /// Where several resources are created in one millisecond, each id is greater than the one before it (§6.2, method 2).
    /// Walks order resources by time of creation and then by id, so they meet them in the order of creation.
    ///
    /// - Parameters:
    ///   - time: When the resource is created.
    ///   - predecessor: The id of the resource that was created last, if that was at the same time.
    public static func unique(at time: DateTime, after predecessor: ResourceID?) -> ResourceID {
        let milliseconds = UInt64(truncatingIfNeeded: time.millisecondsSinceEpoch) << 16
        var generator = SystemRandomNumberGenerator()
        var words: (high: UInt64, low: UInt64)
        if let last = predecessor?.words, last.high & ~0xFFF == milliseconds | 0x7000 {
            let (low, isFull) = (last.low & lowMask).addingReportingOverflow(generator.next(upperBound: step) + 1)
            words = (last.high & 0xFFF &+ (isFull || low > lowMask ? 1 : 0), low)
        } else {
            // The upper half is left for those that follow.
            words = (generator.next() & 0x7FF, generator.next())
        }
        words.high = milliseconds | 0x7000 | words.high & 0xFFF
        words.low = words.low & lowMask | 1 << 63
        return ResourceID(text(of: words))
    }

    /// The random bits of the lower half of a UUID.
    private static let lowMask: UInt64 = 1 << 62 - 1
    /// How far ids of one millisecond lie apart at most.
    private static let step: UInt64 = 1 << 48

    private static func text(of words: (high: UInt64, low: UInt64)) -> String {
        let digits = StaticString("0123456789abcdef")
        return String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for nibble in 0..<32 {
                if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = nibble < 16 ? words.high : words.low
                buffer[position] =
                    digits.utf8Start[Int(truncatingIfNeeded: word >> UInt64(60 - 4 * (nibble & 15))) & 15]
                position += 1
            }
            return position
        }
    }

    /// The two halves of a UUID; `nil` for another text.
    private var words: (high: UInt64, low: UInt64)? {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
        guard text.utf8.count == 36, digits.count == 32,
            let all = UInt128(String(decoding: digits, as: UTF8.self), radix: 16)
        else { return nil }
        return (UInt64(truncatingIfNeeded: all >> 64), UInt64(truncatingIfNeeded: all))
    }
}
