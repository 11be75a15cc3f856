/// Whether a text has the form of a language tag (RFC 5646 §2.1), its parts joined by hyphens or underscores.
func isLanguageTag(_ text: String) -> Bool { isTag(text.utf8[...]) }

/// Whether a text has the form of an Accept-Language header: ranges with commas between them, each with a weight if it
/// has one (RFC 9110 §12.5.4).
func isLanguageRanges(_ text: String) -> Bool {
    text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy { element in
        let parts = element.split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false)
        let range = trimmed(parts[0])
        guard isTag(range) || range.elementsEqual("*".utf8) else { return false }
        return parts.count == 1 || isWeight(trimmed(parts[1]))
    }
}

private func isTag(_ bytes: Substring.UTF8View) -> Bool {
    var length = 0, isFirst = true
    for byte in bytes {
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") {
            guard 1...8 ~= length else { return false }
            (length, isFirst) = (0, false)
        } else {
            guard byte.isASCIILetter || byte.isASCIIDigit && !isFirst else { return false }
            length += 1
        }
    }
    return 1...8 ~= length
}

/// `q=` and a number from 0 to 1 with at most three digits behind the point (RFC 9110 §12.4.2).
private func isWeight(_ bytes: Substring.UTF8View) -> Bool {
    let digits = bytes.dropFirst(2)
    guard bytes.prefix(2).elementsEqual("q=".utf8) || bytes.prefix(2).elementsEqual("Q=".utf8),
        let whole = digits.first, whole == UInt8(ascii: "0") || whole == UInt8(ascii: "1")
    else { return false }
    let fraction = digits.dropFirst()
    return fraction.isEmpty
        || fraction.first == UInt8(ascii: ".") && fraction.count <= 4
            && fraction.dropFirst().allSatisfy {
                whole == UInt8(ascii: "0") ? $0.isASCIIDigit : $0 == UInt8(ascii: "0")
            }
}

private func trimmed(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var bytes = bytes.drop(while: isBlank)
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return bytes
}
