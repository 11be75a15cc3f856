extension UnsafeBufferPointer<UInt8> {
    /// Finds the next byte that cannot stand for itself in a JSON string: a quote, a backslash or a control character.
    ///
    /// - Returns: Its position, or that of the end, and whether everything before it is known to be ASCII.
    func endOfPlainText(from start: Int) -> (index: Int, isASCII: Bool) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones << 7
        let raw = UnsafeRawBufferPointer(self)
        var index = start
        var all: UInt64 = 0
        while index &+ 8 <= count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            all |= word
            // A byte less than n borrows into its own high bit when n is taken from it. The borrow may spill into
            // higher bytes but never into lower ones, so the lowest mark is right.
            let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            let marks =
                ((word &- ones &* 0x20) & ~word) | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
            if marks & highBits != 0 {
                return (index &+ (marks & highBits).trailingZeroBitCount >> 3, all & highBits == 0)
            }
            index &+= 8
        }
        while index < count, !self[index].endsPlainText {
            all |= UInt64(self[index])
            index += 1
        }
        return (index, all & highBits == 0)
    }
}

extension UInt8 {
    fileprivate var endsPlainText: Bool { self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") }
}
