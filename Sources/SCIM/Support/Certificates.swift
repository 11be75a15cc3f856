/// Whether base64 holds one ASN.1 SEQUENCE in DER and nothing behind it, as every certificate is (RFC 5280 §4.1).
///
/// Only the head is decoded: what stands inside is for those who trust the certificate to check.
func isDEROfOneSequence(base64 text: String) -> Bool {
    let digits = text.utf8.lazy.filter { $0 != UInt8(ascii: "=") }
    let count = digits.count * 6 / 8
    var head: [UInt8] = []
    var buffer: UInt32 = 0, bits = 0
    for digit in digits {
        guard head.count < 6, let value = base64Value(digit) else { break }
        buffer = buffer << 6 | value
        bits += 6
        if bits >= 8 {
            bits -= 8
            head.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
        }
    }
    guard head.count >= 2, head[0] == 0x30 else { return false }
    if head[1] < 0x80 { return count == 2 + Int(head[1]) }
    let width = Int(head[1] & 0x7F)
    guard 1...4 ~= width, head.count >= 2 + width else { return false }
    let length = head[2..<2 + width].reduce(0) { $0 << 8 | Int($1) }
    // DER writes a length in as few bytes as it can.
    guard length >= 0x80, head[2] != 0 else { return false }
    return count == 2 + width + length
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
