extension JSONReader {
    mutating func word(_ word: StaticString, _ value: AttributeValue) throws(SCIMError) -> AttributeValue {
        let length = word.utf8CodeUnitCount
        guard index + length <= bytes.count,
            bytes[index..<index + length].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: length))
        else { throw expected("a value") }
        index += length
        return value
    }

    mutating func number() throws(SCIMError) -> Number {
        let start = index
        if current == UInt8(ascii: "-") { index += 1 }
        if current == UInt8(ascii: "0") {
            index += 1
            if current.isASCIIDigit { throw refusal("a number that begins with 0", at: start) }
        } else {
            try digits()
        }
        if current == UInt8(ascii: ".") {
            index += 1
            try digits()
        }
        if current | 0x20 == UInt8(ascii: "e") {
            index += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
            try digits()
        }
        guard index - start <= limits.numberDigits else {
            throw refusal("a number of more than \(limits.numberDigits) characters", at: start)
        }
        return Number(validated: String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self))
    }

    private mutating func digits() throws(SCIMError) {
        guard current.isASCIIDigit else { throw expected("a digit") }
        repeat { index += 1 } while current.isASCIIDigit
    }
}

extension JSONReader {
    /// Reads the name of a member; the current byte is its opening quote.
    mutating func name() throws(SCIMError) -> AttributeName {
        let end = bytes.endOfPlainText(from: index + 1).index
        let content = UnsafeBufferPointer(rebasing: bytes[index + 1..<end])
        guard end < bytes.count, bytes[end] == UInt8(ascii: "\""), let known = names.name(of: content) else {
            return AttributeName(try string())
        }
        index = end + 1
        return known
    }

    /// Reads a string; the current byte is its opening quote.
    mutating func string() throws(SCIMError) -> String {
        let start = index + 1
        let isASCII: Bool
        (index, isASCII) = bytes.endOfPlainText(from: start)
        guard current == UInt8(ascii: "\"") else { return try stringWithEscapes(from: start) }
        let content = UnsafeBufferPointer(rebasing: bytes[start..<index])
        index += 1
        guard isASCII, content.count <= limits.stringBytes else { return try validated(content, from: start) }
        // Nothing is left to validate, and that takes four times as long as the copy.
        return names.text(of: content) ?? String(decoding: content, as: UTF8.self)
    }

    /// Makes a string of bytes that stand in the text from an offset on, if they are UTF-8 and not too many.
    private func validated(
        _ content: UnsafeBufferPointer<UInt8>, from start: Int
    ) throws(SCIMError) -> String {
        guard content.count <= limits.stringBytes else {
            throw refusal("a string of more than \(limits.stringBytes) bytes", at: start - 1)
        }
        // `String(decoding:as:)` would put U+FFFD in the place of what is wrong.
        guard let text = String(validating: content, as: UTF8.self) else { throw invalidEncoding(from: start) }
        guard text.isStreamSafe else {
            throw refusal("more than \(String.longestRunOfMarks) combining marks in a row", at: start - 1)
        }
        return text
    }

    private func invalidEncoding(from start: Int) -> SCIMError {
        var rest = bytes[start...].makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var offset = start
        while case .valid(let scalar) = parser.parseScalar(from: &rest) { offset += scalar.count }
        return refusal("invalid UTF-8", at: offset)
    }

    /// Reads a string with escapes; everything from its start to the current byte is plain.
    @inline(never)
    private mutating func stringWithEscapes(from start: Int) throws(SCIMError) -> String {
        var content: [UInt8] = []
        var runStart = start
        while true {
            content.append(contentsOf: bytes[runStart..<index])
            guard index < bytes.count else { throw expected("the end of a string") }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return try content.withUnsafeBufferPointer { content throws(SCIMError) in
                    try validated(content, from: start)
                }
            case UInt8(ascii: "\\"):
                index += 1
                try appendEscaped(to: &content)
            default:
                throw refusal("a control character in a string", at: index)
            }
            runStart = index
            index = bytes.endOfPlainText(from: index).index
        }
    }

    /// Reads an escape sequence behind its backslash.
    private mutating func appendEscaped(to content: inout [UInt8]) throws(SCIMError) {
        let byte = current
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): return try appendScalar(to: &content)
        default: throw expected("an escape")
        }
        index += 1
    }

    /// Reads `u` and four digits, and the second half of the scalar if they are the first half of one.
    private mutating func appendScalar(to content: inout [UInt8]) throws(SCIMError) {
        let start = index - 1
        let first = try codeUnit()
        var value = UInt32(first)
        if UTF16.isLeadSurrogate(first) {
            guard current == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") else {
                throw refusal("a lone surrogate", at: start)
            }
            index += 1
            let second = try codeUnit()
            guard UTF16.isTrailSurrogate(second) else { throw refusal("a lone surrogate", at: start) }
            value = 0x10000 + (value & 0x3FF) << 10 + UInt32(second) & 0x3FF
        }
        guard let scalar = Unicode.Scalar(value) else { throw refusal("a lone surrogate", at: start) }
        content.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    /// Reads `u` and four hexadecimal digits.
    private mutating func codeUnit() throws(SCIMError) -> UInt16 {
        index += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = current.hexadecimalDigit else { throw expected("a hexadecimal digit") }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }
}

extension UInt8 {
    fileprivate var hexadecimalDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
