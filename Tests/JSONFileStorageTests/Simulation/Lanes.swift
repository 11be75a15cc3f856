import Synchronization

/// Adds up what the cases of a test have done, and tells it in one line when the last one is through.
final class Lanes: Sendable {
    private let state: Mutex<(left: Int, sum: Int)>
    private let text: @Sendable (Int) -> String

    init(_ count: Int, _ text: @escaping @Sendable (_ sum: Int) -> String) {
        state = Mutex((count, 0))
        self.text = text
    }

    func add(_ number: Int) {
        let sum = state.withLock { state in
            state.left -= 1
            state.sum += number
            return state.left == 0 ? state.sum : nil
        }
        if let sum { print(text(sum)) }
    }
}
