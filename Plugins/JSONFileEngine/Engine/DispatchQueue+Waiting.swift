package import Dispatch

extension DispatchQueue {
    /// Runs work behind what the queue has to do, and waits for it.
    package func run(_ work: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            async {
                work()
                continuation.resume()
            }
        }
    }
}

extension Duration {
    /// The same for a queue.
    package var dispatchInterval: DispatchTimeInterval {
        .nanoseconds(Int(clamping: components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000))
    }
}
