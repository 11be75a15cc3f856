/// An instant, read from an `xsd:dateTime` (RFC 7643 §2.3.5).
///
/// Up to nine digits of a fraction count when instants are compared; three are written.
public struct DateTime: Sendable, Hashable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public let secondsSinceEpoch: Int64
    /// Nanoseconds since the whole second, 0 to 999,999,999.
    public let nanoseconds: Int32

    /// The seconds on either side of 1970, some 292 million years, beyond which the milliseconds would overflow.
    private static let bound = Int64.max / 1_000 - 1

    /// An instant by its distance from 1970-01-01T00:00:00Z; arguments out of range become the nearest in range.
    ///
    /// - Parameter nanoseconds: Nanoseconds since the whole second, 0 to 999,999,999.
    public init(secondsSinceEpoch: Int64, nanoseconds: Int32 = 0) {
        self.secondsSinceEpoch = min(max(secondsSinceEpoch, -Self.bound), Self.bound)
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
    /// Reads an `xsd:dateTime`: date and time, a fraction if there is one, and a zone (XML Schema 1.1 part 2, §3.3.7).
    ///
    /// Years have four digits or more and may have a sign: `-0001` is the year before `0000`. Those some 292 million years
    /// from now are refused. `24:00:00` is the first instant of the next day. XML Schema knows no leap seconds. Without a
    /// zone the time is UTC. Digits of a fraction beyond the ninth are dropped.
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
            let year = scanner.year(), scanner.take("-"), let month = scanner.number(digits: 2),
            scanner.take("-"), let day = scanner.number(digits: 2), scanner.take("T"),
            let hour = scanner.number(digits: 2), scanner.take(":"), let minute = scanner.number(digits: 2),
            scanner.take(":"), let second = scanner.number(digits: 2), let nanoseconds = scanner.fraction(),
            let offset = scanner.zone(), scanner.rest.isEmpty,
            1...12 ~= month, 1...CivilCalendar.daysInMonth(month, of: year) ~= day, minute < 60, second < 60,
            hour < 24 || (hour, minute, second, nanoseconds) == (24, 0, 0, 0)
        else { return nil }
        let days = CivilCalendar.daysSinceEpoch(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
        guard -Self.bound...Self.bound ~= seconds else { return nil }
        self.init(secondsSinceEpoch: seconds, nanoseconds: nanoseconds)
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

    /// A year with as many digits as it needs, four at least.
    mutating func year() -> Int64? {
        let sign: Int64 = take("-") ? -1 : 1
        let length = rest.prefix { $0.isASCIIDigit }.count
        guard 4...9 ~= length, length == 4 || rest.first != UInt8(ascii: "0") else { return nil }
        return number(digits: length).map { sign * $0 }
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
            // XML Schema lets such years have a sign and more digits, four at least.
            let digits = String(year.magnitude)
            let sign = year < 0 ? "-" : ""
            let twin = CivilCalendar.daysSinceEpoch(year: 2_000, month: month, day: day) * 86_400 + second
            let rest = DateTime(secondsSinceEpoch: twin, nanoseconds: nanoseconds).description.dropFirst(4)
            return sign + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + rest
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
