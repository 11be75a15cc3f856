import SCIM

/// The value of an `Authorization` field (RFC 6750 §2.1).
package enum BearerField {
    private static let scheme = Array("bearer".utf8)

    /// What stands where the token should.
    ///
    /// The scheme counts in any letter case and blanks around the token do not count.
    ///
    /// - Returns: `nil` if the value is of another scheme. What is of ours and empty or not a token is for ``Token`` to
    ///   refuse.
    package static func token(in value: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        let value = value.trimmingBlanks()
        guard value.count >= scheme.count,
            value.prefix(scheme.count).elementsEqual(scheme, by: { $0.lowercasedASCII == $1 })
        else { return nil }
        let rest = UnsafeBufferPointer(rebasing: value[scheme.count...])
        // `Bearer,` is ours and wrong, `BearerX` is another scheme.
        if let next = rest.first, next.continuesScheme { return nil }
        return rest.trimmingBlanks()
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes without spaces and tabs at the ends, in place.
    fileprivate func trimmingBlanks() -> Self {
        guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else {
            return Self(rebasing: self[..<startIndex])
        }
        return Self(rebasing: self[first...last])
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

    /// Whether this can be a part of a scheme's name (RFC 9110 §5.6.2), as far as registered schemes go.
    fileprivate var continuesScheme: Bool {
        isASCIILetter || isASCIIDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
    }
}
