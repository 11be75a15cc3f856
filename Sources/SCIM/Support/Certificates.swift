/// How many ASN.1 SEQUENCEs in DER stand in base64, one behind the other; a certificate is one (RFC 5280 §4.1).
///
/// Only their heads are looked at: what stands inside is for those who trust the certificate to check.
///
/// - Returns: `nil` if anything else stands there.
func countOfSequences(base64 text: String) -> Int? {
    var rest = decodedBase64(text)[...]
    var count = 0
    while !rest.isEmpty {
        guard let length = lengthOfSequence(at: rest), length <= rest.count else { return nil }
        rest = rest.dropFirst(length)
        count += 1
    }
    return count
}

/// The length of the SEQUENCE at the beginning of bytes, its head included.
private func lengthOfSequence(at bytes: ArraySlice<UInt8>) -> Int? {
    let head = Array(bytes.prefix(6))
    guard head.count >= 2, head[0] == 0x30 else { return nil }
    if head[1] < 0x80 { return 2 + Int(head[1]) }
    let width = Int(head[1] & 0x7F)
    guard 1...4 ~= width, head.count >= 2 + width else { return nil }
    let length = head[2..<2 + width].reduce(0) { $0 << 8 | Int($1) }
    // DER writes a length in as few bytes as it can.
    return length >= 0x80 && head[2] != 0 ? 2 + width + length : nil
}

/// The bytes of a text that is known to be base64, of either alphabet.
private func decodedBase64(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * 3 / 4)
    var buffer: UInt32 = 0, bits: UInt32 = 0
    for digit in text.utf8 {
        guard let value = base64Value(digit) else { break }
        buffer = buffer << 6 | value
        bits += 6
        if bits >= 8 {
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
        }
    }
    return bytes
}

private func base64Value(_ digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a") + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0") + 52)
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
}
