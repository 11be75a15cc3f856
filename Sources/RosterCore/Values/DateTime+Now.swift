public import SCIM

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension DateTime {
    /// The time on the clock of the machine, in whole milliseconds.
    ///
    /// Finer than it is written an instant would change on its way through a file or a client.
    public static var now: DateTime {
        DateTime(millisecondsSinceEpoch: Int64(Date.now.timeIntervalSince1970 * 1_000))
    }
}
