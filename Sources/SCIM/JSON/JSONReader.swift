/// Reads a JSON text into a value, strictly (RFC 8259).
///
/// What another parser on the way might read differently is refused: a member name that occurs twice in any letter
/// case, invalid UTF-8, lone surrogates, a byte order mark, and anything behind the value. Numbers keep their text and
/// members their order. Work and memory are proportional to the length of the text.
public struct JSONReader {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    let names = KnownNames.shared
    var index = 0
    private var depth = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// Reads a JSON text that lies in one piece of memory.
    ///
    /// - Throws: ``SCIMError`` `.invalidSyntax` with the reason and the offset of the byte, counted from 0.
    public static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .default
    ) throws(SCIMError) -> AttributeValue {
        var reader = JSONReader(bytes, limits: limits)
        return try reader.text()
    }

    /// Reads a JSON text.
    ///
    /// - Throws: ``SCIMError`` `.invalidSyntax` with the reason and the offset of the byte, counted from 0.
    public static func read(
        _ bytes: UnsafeRawBufferPointer, limits: JSONLimits = .default
    ) throws(SCIMError) -> AttributeValue {
        try bytes.withMemoryRebound(to: UInt8.self) { bytes throws(SCIMError) in try read(bytes, limits: limits) }
    }

    /// Reads a JSON text.
    ///
    /// - Throws: ``SCIMError`` `.invalidSyntax` with the reason and the offset of the byte, counted from 0.
    public static func read(
        _ bytes: some Collection<UInt8>, limits: JSONLimits = .default
    ) throws(SCIMError) -> AttributeValue {
        let inPlace = bytes.withContiguousStorageIfAvailable { bytes in
            Result { () throws(SCIMError) in try read(bytes, limits: limits) }
        }
        if let inPlace { return try inPlace.get() }
        return try Array(bytes).withUnsafeBufferPointer { bytes throws(SCIMError) in try read(bytes, limits: limits) }
    }
}

extension JSONReader {
    private mutating func text() throws(SCIMError) -> AttributeValue {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw refusal("a byte order mark", at: 0)
        }
        skipSpace()
        let value = try value()
        skipSpace()
        guard index == bytes.count else { throw expected("the end of the text") }
        return value
    }

    private mutating func value() throws(SCIMError) -> AttributeValue {
        switch current {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .complex(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw expected("a value")
        }
    }

    private mutating func object() throws(SCIMError) -> Attributes {
        try enter()
        defer { depth -= 1 }
        if take(UInt8(ascii: "}")) { return Attributes() }
        var members = JSONMembers(limit: limits.membersPerObject, capacity: depth == 1 ? 16 : 4)
        repeat {
            skipSpace()
            let start = index
            guard current == UInt8(ascii: "\"") else { throw expected("a member name in quotes") }
            let name = try name()
            if let problem = members.problem(adding: name) { throw refusal(problem, at: start) }
            guard take(UInt8(ascii: ":")) else { throw expected("':'") }
            skipSpace()
            members.append(name, try value())
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw expected("',' or '}'") }
        return Attributes(uniqueNames: members.elements)
    }

    private mutating func array() throws(SCIMError) -> [AttributeValue] {
        try enter()
        defer { depth -= 1 }
        var values: [AttributeValue] = []
        if take(UInt8(ascii: "]")) { return values }
        repeat {
            skipSpace()
            values.append(try value())
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw expected("',' or ']'") }
        return values
    }

    private mutating func enter() throws(SCIMError) {
        guard depth < limits.depth else {
            throw refusal("more than \(limits.depth) objects and arrays inside one another", at: index)
        }
        depth += 1
        index += 1
    }
}

extension JSONReader {
    /// The next byte, 0 behind the end: no grammar rule begins with it.
    var current: UInt8 { index < bytes.count ? bytes[index] : 0 }

    private mutating func skipSpace() {
        while case let byte = current, byte <= 0x20,
            byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
                || byte == UInt8(ascii: "\t")
        {
            index += 1
        }
    }

    /// Takes a mark of punctuation with the space before it.
    private mutating func take(_ mark: UInt8) -> Bool {
        skipSpace()
        guard current == mark else { return false }
        index += 1
        return true
    }

    @inline(never)
    func refusal(_ what: SCIMError.Detail, at offset: Int) -> SCIMError {
        SCIMError(.invalidSyntax, "\(what) at byte \(offset)")
    }

    @inline(never)
    func expected(_ what: SCIMError.Detail) -> SCIMError {
        refusal(index < bytes.count ? "expected \(what)" : "the text ends where \(what) was expected,", at: index)
    }
}
