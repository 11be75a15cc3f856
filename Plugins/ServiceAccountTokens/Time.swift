import SCIM

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Lets the thread rest.
func pause(milliseconds: Int) {
    usleep(UInt32(truncatingIfNeeded: milliseconds * 1_000))
}

extension DateTime {
    /// The last instant that can be written with four digits of the year: 9999-12-31T23:59:59Z.
    private static let lastSecond: Int64 = 253_402_300_799

    /// The instant in the precision in which it is written, so that memory and file agree.
    var inMilliseconds: DateTime { DateTime(millisecondsSinceEpoch: millisecondsSinceEpoch) }

    /// The instant after a time has passed; `nil` if it could not be written.
    func adding(_ duration: Duration) -> DateTime? {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int64(nanoseconds) + attoseconds / 1_000_000_000
        let (sum, overflow) = secondsSinceEpoch.addingReportingOverflow(seconds)
        let (total, carryOverflow) = sum.addingReportingOverflow(nanoseconds / 1_000_000_000)
        guard !overflow, !carryOverflow, total <= Self.lastSecond else { return nil }
        return DateTime(secondsSinceEpoch: total, nanoseconds: Int32(nanoseconds % 1_000_000_000))
    }
}
