import SCIM

/// Puts values one behind the other as bytes, each so that no two sequences of values look the same.
struct CursorWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: UInt8) {
        bytes.append(value)
    }

    mutating func write(_ value: Int64) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func write(_ text: String) {
        write(Int64(text.utf8.count))
        bytes += text.utf8
    }

    mutating func write(_ instant: DateTime) {
        write(instant.secondsSinceEpoch)
        write(Int64(instant.nanoseconds))
    }

    mutating func write(_ text: String?) {
        write(UInt8(text == nil ? 0 : 1))
        if let text { write(text) }
    }

    mutating func write(_ texts: [String]?) {
        write(Int64(texts?.count ?? -1))
        for text in texts ?? [] { write(text) }
    }
}

/// Takes values off the front of bytes.
struct CursorReader {
    /// Bytes that are not what was expected.
    struct Malformed: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    mutating func byte() throws -> UInt8 {
        guard let byte = rest.popFirst() else { throw Malformed() }
        return byte
    }

    mutating func integer() throws -> Int64 {
        guard rest.count >= 8 else { throw Malformed() }
        let value = rest.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        rest.removeFirst(8)
        return value
    }

    mutating func text() throws -> String {
        let length = try integer()
        guard 0...Int64(rest.count) ~= length, let text = String(validating: rest.prefix(Int(length)), as: UTF8.self)
        else { throw Malformed() }
        rest.removeFirst(Int(length))
        return text
    }

    mutating func instant() throws -> DateTime {
        let seconds = try integer()
        guard let nanoseconds = Int32(exactly: try integer()) else { throw Malformed() }
        return DateTime(secondsSinceEpoch: seconds, nanoseconds: nanoseconds)
    }

    func end() throws {
        guard rest.isEmpty else { throw Malformed() }
    }
}
