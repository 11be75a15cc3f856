import Dispatch
import Synchronization

/// A place where threads pass or, for as long as it is closed, wait.
final class Stall: Sendable {
    private let isClosed = Mutex(false)
    private let arrival = DispatchSemaphore(value: 0)
    private let opening = DispatchSemaphore(value: 0)

    /// Holds up who comes next.
    func close() { isClosed.withLock { $0 = true } }

    /// Lets one pass who is held up, and everybody from now on.
    func open() {
        isClosed.withLock { $0 = false }
        opening.signal()
    }

    /// Waits until somebody is held up.
    func arrivals() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                self.arrival.wait()
                continuation.resume()
            }
        }
    }

    func pass() {
        guard isClosed.withLock({ $0 }) else { return }
        arrival.signal()
        opening.wait()
    }
}
