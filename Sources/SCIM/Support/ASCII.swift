extension UInt8 {
    /// The lower-case form of an ASCII letter; every other byte as it is.
    @inlinable
    package var lowercasedASCII: UInt8 {
        self &- 0x41 < 26 ? self | 0x20 : self
    }

    /// Whether this is an ASCII digit.
    @inlinable
    package var isASCIIDigit: Bool { self &- 0x30 < 10 }

    /// Whether this is an ASCII letter.
    @inlinable
    package var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
}
