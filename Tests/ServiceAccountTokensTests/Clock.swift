import SCIM
import Synchronization

/// A clock that a test sets.
final class Clock: Sendable {
    private let milliseconds = Mutex<Int64>(1_800_000_000_000)

    var now: DateTime { DateTime(millisecondsSinceEpoch: milliseconds.withLock { $0 }) }

    func advance(by duration: Duration) {
        let (seconds, attoseconds) = duration.components
        milliseconds.withLock { $0 += seconds * 1_000 + attoseconds / 1_000_000_000_000_000 }
    }
}
