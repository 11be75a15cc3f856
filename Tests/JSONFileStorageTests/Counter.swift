import Synchronization

/// A number that grows by one each time it is asked for.
final class Counter: Sendable {
    private let value: Mutex<Int>

    init(_ start: Int = 0) {
        value = Mutex(start)
    }

    func next() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}
