import SCIM

/// What a cursor says: where a page of a walk begins or ends, and until when it may be asked for (RFC 9865 §2).
struct Cursor: Equatable {
    /// The page.
    var step: Query.Step
    /// How many resources each page of the walk holds.
    var count: Int
    /// The last moment at which the cursor is taken.
    var expiry: DateTime
}

extension Cursor {
    /// The cursor as bytes.
    var bytes: [UInt8] {
        var writer = CursorWriter()
        switch step {
        case .after: writer.write(UInt8(0))
        case .before: writer.write(UInt8(1))
        }
        writer.write(Int64(count))
        writer.write(expiry)
        writer.write(UInt8(step.position == nil ? 0 : 1))
        if let position = step.position {
            writer.write(position.value)
            writer.write(position.created)
            writer.write(position.id.text)
            writer.write(position.type)
        }
        return writer.bytes
    }

    /// Reads what ``bytes`` wrote.
    init(bytes: [UInt8]) throws {
        var reader = CursorReader(bytes)
        let isForward = try reader.byte() == 0
        count = Int(try reader.integer())
        expiry = try reader.instant()
        var position: Query.Position?
        if try reader.byte() == 1 {
            position = Query.Position(
                value: try reader.value(), created: try reader.instant(), id: ResourceID(try reader.text()),
                type: try reader.text())
        }
        try reader.end()
        step = isForward ? .after(position) : .before(position)
    }
}

extension CursorWriter {
    fileprivate mutating func write(_ value: ResolvedFilter.Operand?) {
        switch value {
        case nil: write(UInt8(0))
        case .string(let text)?:
            write(UInt8(1))
            write(text)
        case .number(let number)?:
            write(UInt8(2))
            write(number.text)
        case .boolean(let truth)?: write(UInt8(truth ? 4 : 3))
        case .dateTime(let instant)?:
            write(UInt8(5))
            write(instant)
        }
    }
}

extension CursorReader {
    fileprivate mutating func value() throws -> ResolvedFilter.Operand? {
        switch try byte() {
        case 0: return nil
        case 1: return .string(try text())
        case 2:
            guard case .number(let number) = try JSONReader.read(Array(try text().utf8)) else { throw Malformed() }
            return .number(number)
        case 3: return .boolean(false)
        case 4: return .boolean(true)
        case 5: return .dateTime(try instant())
        default: throw Malformed()
        }
    }
}
