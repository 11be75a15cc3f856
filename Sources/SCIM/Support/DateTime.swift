/// An instant, read from an `xsd:dateTime` (RFC 7643 §2.3.5).
///
/// Up to nine digits of a fraction count when instants are compared; three are written.
public struct DateTime: Sendable, Hashable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public let secondsSinceEpoch: Int64
    /// Nanoseconds since the whole second, 0 to 999,999,999.
    public let nanoseconds: Int32

    /// An instant by its distance from 1970-01-01T00:00:00Z; arguments out of range become the nearest in range.
    ///
    /// - Parameter nanoseconds: Nanoseconds since the whole second, 0 to 999,999,999.
    public init(secondsSinceEpoch: Int64, nanoseconds: Int32 = 0) {
        // Beyond some 292 million years the milliseconds would overflow.
        let bound = Int64.max / 1_000 - 1
        self.secondsSinceEpoch = min(max(secondsSinceEpoch, -bound), bound)
        self.nanoseconds = min(max(nanoseconds, 0), 999_999_999)
    }

    /// An instant by its distance from 1970-01-01T00:00:00Z in milliseconds; the range is that of the other initializer.
    public init(millisecondsSinceEpoch: Int64) {
        let (seconds, milliseconds) = millisecondsSinceEpoch.dividedDown(by: 1_000)
        self.init(secondsSinceEpoch: seconds, nanoseconds: Int32(milliseconds) * 1_000_000)
    }

    /// The milliseconds since 1970-01-01T00:00:00Z, rounded down.
    public var millisecondsSinceEpoch: Int64 {
        secondsSinceEpoch * 1_000 + Int64(nanoseconds / 1_000_000)
    }
}

extension DateTime: Comparable {
    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool {
        (left.secondsSinceEpoch, left.nanoseconds) < (right.secondsSinceEpoch, right.nanoseconds)
    }
}

extension DateTime {
    /// Reads an `xsd:dateTime` of the years 0001 to 9999: date and time, a fraction if there is one, and a zone.
    ///
    /// Without a zone the time is UTC. Leap seconds and `24:00:00` are refused, since nothing that stores the instant
    /// could give them back. Digits of a fraction beyond the ninth are dropped.
    public init?(_ text: some StringProtocol) {
        let instant = text.utf8.withContiguousStorageIfAvailable { DateTime(bytes: $0) }
        guard let instant = instant ?? Array(text.utf8).withUnsafeBufferPointer({ DateTime(bytes: $0) }) else {
            return nil
        }
        self = instant
    }

    private init?(bytes: UnsafeBufferPointer<UInt8>) {
        var scanner = Scanner(rest: bytes[...])
        guard
            let year = scanner.number(digits: 4), scanner.take("-"), let month = scanner.number(digits: 2),
            scanner.take("-"), let day = scanner.number(digits: 2), scanner.take("T"),
            let hour = scanner.number(digits: 2), scanner.take(":"), let minute = scanner.number(digits: 2),
            scanner.take(":"), let second = scanner.number(digits: 2), let nanoseconds = scanner.fraction(),
            let offset = scanner.zone(), scanner.rest.isEmpty,
            year >= 1, 1...12 ~= month, 1...CivilCalendar.daysInMonth(month, of: year) ~= day, hour < 24, minute < 60,
            second < 60
        else { return nil }
        let days = CivilCalendar.daysSinceEpoch(year: year, month: month, day: day)
        self.init(
            secondsSinceEpoch: days * 86_400 + hour * 3_600 + minute * 60 + second - offset,
            nanoseconds: nanoseconds)
    }
}

/// Takes the parts of an `xsd:dateTime` off the front of its bytes.
private struct Scanner {
    var rest: Slice<UnsafeBufferPointer<UInt8>>

    mutating func take(_ expected: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == expected.value else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let byte = rest.first, byte.isASCIIDigit else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            rest.removeFirst()
        }
        return value
    }

    /// The nanoseconds of a fraction, 0 if there is none.
    mutating func fraction() -> Int32? {
        guard take(".") else { return 0 }
        guard let first = rest.first, first.isASCIIDigit else { return nil }
        var value: Int32 = 0
        var unit: Int32 = 100_000_000
        while let byte = rest.first, byte.isASCIIDigit {
            value += Int32(byte - UInt8(ascii: "0")) * unit
            unit /= 10
            rest.removeFirst()
        }
        return value
    }

    /// The seconds by which the clock of the zone is ahead of UTC; XML Schema allows up to fourteen hours.
    mutating func zone() -> Int64? {
        if rest.isEmpty || take("Z") { return 0 }
        let sign: Int64 = take("-") ? -1 : 1
        guard sign < 0 || take("+"), let hours = number(digits: 2), take(":"), let minutes = number(digits: 2),
            minutes < 60, hours * 60 + minutes <= 14 * 60
        else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}

extension DateTime: CustomStringConvertible {
    /// The instant in UTC with milliseconds, such as `2026-11-23T17:02:11.482Z`.
    public var description: String {
        let (days, second) = secondsSinceEpoch.dividedDown(by: 86_400)
        let (year, month, day) = CivilCalendar.date(daysSinceEpoch: days)
        guard 0...9_999 ~= year else {
            // Only a zone or arithmetic leads here; XML Schema lets such years have a sign and more digits.
            let twin = CivilCalendar.daysSinceEpoch(year: 2_000, month: month, day: day) * 86_400 + second
            let rest = DateTime(secondsSinceEpoch: twin, nanoseconds: nanoseconds).description.dropFirst(4)
            return String(year) + rest
        }
        return String(unsafeUninitializedCapacity: 24) { buffer in
            var writer = Writer(buffer: buffer)
            writer.number(year, digits: 4, then: "-")
            writer.number(month, digits: 2, then: "-")
            writer.number(day, digits: 2, then: "T")
            writer.number(second / 3_600, digits: 2, then: ":")
            writer.number(second / 60 % 60, digits: 2, then: ":")
            writer.number(second % 60, digits: 2, then: ".")
            writer.number(Int64(nanoseconds / 1_000_000), digits: 3, then: "Z")
            return writer.count
        }
    }
}

/// Puts numbers of a fixed width, each with the character that follows it, into a buffer.
private struct Writer {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    var count = 0

    mutating func number(_ value: Int64, digits: Int, then separator: Unicode.Scalar) {
        var value = value
        for position in stride(from: count + digits - 1, through: count, by: -1) {
            buffer[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
            value /= 10
        }
        buffer[count + digits] = UInt8(truncatingIfNeeded: separator.value)
        count += digits + 1
    }
}
