/// Writes a JSON text piece by piece, without white space (RFC 8259).
///
/// Commas come by themselves. Whether the pieces make a whole text is the caller's care: a name before each value of
/// an object, an end for each beginning.
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8] = []
    /// Whether a value has just been written, so that another one needs a comma before it.
    private var followsValue = false

    /// Starts an empty text.
    ///
    /// - Parameter capacity: How many bytes to make room for.
    public init(capacity: Int = 1_024) {
        bytes.reserveCapacity(capacity)
    }

    /// Ends the writing and hands over the text.
    public consuming func finish() -> [UInt8] { bytes }

    /// Writes a value with everything in it.
    public mutating func write(_ value: AttributeValue) {
        switch value {
        case .null: literal("null")
        case .boolean(let truth): boolean(truth)
        case .number(let number): literal(number.text)
        case .string(let text): string(text)
        case .array(let values):
            beginArray()
            for value in values { write(value) }
            endArray()
        case .complex(let attributes): write(attributes)
        }
    }

    /// Writes attributes as one object.
    public mutating func write(_ attributes: Attributes) {
        beginObject()
        for (name, value) in attributes {
            self.name(name)
            write(value)
        }
        endObject()
    }

    /// Opens an object.
    public mutating func beginObject() { open(UInt8(ascii: "{")) }
    /// Closes an object.
    public mutating func endObject() { close(UInt8(ascii: "}")) }
    /// Opens an array.
    public mutating func beginArray() { open(UInt8(ascii: "[")) }
    /// Closes an array.
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes the name of a member; its value has to follow.
    public mutating func name(_ name: AttributeName) {
        separate()
        bytes.append(contentsOf: name.json)
        followsValue = false
    }

    /// Writes the name of a member that stands in the program and needs no escapes; its value has to follow.
    public mutating func member(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        followsValue = false
    }

    /// Writes a string.
    public mutating func string(_ text: String) {
        quoted(text)
        followsValue = true
    }

    /// Writes a string that is put together from parts.
    public mutating func string(_ first: String, _ second: String, _ third: String = "", _ fourth: String = "") {
        separate()
        bytes.append(UInt8(ascii: "\""))
        escaped(first)
        escaped(second)
        escaped(third)
        escaped(fourth)
        bytes.append(UInt8(ascii: "\""))
        followsValue = true
    }

    /// Writes a whole number.
    public mutating func integer(_ value: Int) { literal(String(value)) }

    /// Writes a Boolean.
    public mutating func boolean(_ truth: Bool) { literal(truth ? "true" : "false") }

    /// Writes members of an object that are JSON already.
    mutating func rawMembers(_ json: ArraySlice<UInt8>) {
        guard !json.isEmpty else { return }
        raw(json)
    }

    /// Writes a value that is JSON already.
    public mutating func raw(_ json: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
        followsValue = true
    }
}

extension JSONWriter {
    private mutating func open(_ mark: UInt8) {
        separate()
        bytes.append(mark)
        followsValue = false
    }

    private mutating func close(_ mark: UInt8) {
        bytes.append(mark)
        followsValue = true
    }

    private mutating func separate() {
        if followsValue { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func literal(_ text: String) {
        separate()
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
        followsValue = true
    }

    /// Writes a text in quotes.
    private mutating func quoted(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        escaped(text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a text without quotes; `/` and everything beyond ASCII stand for themselves.
    private mutating func escaped(_ text: String) {
        var text = text
        text.withUTF8 { content in
            var start = 0
            while start < content.count {
                let end = content.endOfPlainText(from: start).index
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: content[start..<end]))
                if end < content.count { appendEscaped(content[end]) }
                start = end + 1
            }
        }
    }

    @inline(never)
    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case 0x08: bytes.append(contentsOf: "\\b".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0C: bytes.append(contentsOf: "\\f".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case 0..<0x20:
            bytes.append(contentsOf: byte < 0x10 ? "\\u000".utf8 : "\\u001".utf8)
            bytes.append(contentsOf: String(byte & 15, radix: 16).utf8)
        default:
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        }
    }
}
