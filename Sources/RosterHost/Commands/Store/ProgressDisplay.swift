import Foundation
import RosterCore
import Synchronization

/// Shows on standard error how far a long work is: a bar on a terminal, now and then a line elsewhere.
final class ProgressDisplay: Sendable {
    /// Less than that is done before anybody could read it.
    private static let smallest = 8 << 20
    private static let width = 30
    /// How many times the smallest amount is worth a line.
    private static let stepsOfALine = 8

    private struct State {
        /// What was shown last, in percent for a bar and in tenths for lines; in multiples of the smallest if nobody knows of how
        /// much.
        var shown = 0
        var isBarOpen = false
    }

    private let state = Mutex(State())
    private let isTerminal: Bool
    private let write: @Sendable (String) -> Void

    /// Shows progress.
    ///
    /// - Parameters:
    ///   - isTerminal: Whether what is written can be overwritten.
    ///   - write: Writes a text.
    init(isTerminal: Bool, write: @escaping @Sendable (String) -> Void) {
        self.isTerminal = isTerminal
        self.write = write
    }

    /// Shows progress on standard error.
    static func onStandardError() -> ProgressDisplay {
        ProgressDisplay(isTerminal: isatty(STDERR_FILENO) == 1) { StandardStreams.tell($0) }
    }

    /// Where the work tells how far it is.
    var progress: MaintenanceProgress { MaintenanceProgress { [self] in show($0, of: $1) } }

    private func show(_ done: Int, of total: Int) {
        guard total > 0 else { return show(done) }
        guard total >= Self.smallest else { return }
        let steps = isTerminal ? 100 : 10
        let step = min(steps, done * steps / total)
        state.withLock { state in
            guard step != state.shown else { return }
            state.shown = step
            guard isTerminal else {
                write("\(step * 10) % of \(total / (1 << 20)) MiB\n")
                return
            }
            let filled = step * Self.width / steps
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
            write("\r[\(bar)] \(step) %")
            state.isBarOpen = true
        }
    }

    /// Shows how much is done of nobody knows how much.
    private func show(_ done: Int) {
        let step = done / Self.smallest
        state.withLock { state in
            // A terminal shows the latest number; elsewhere a line for each would be many.
            guard step != state.shown, isTerminal || step.isMultiple(of: Self.stepsOfALine) else { return }
            state.shown = step
            let text = "\(step * (Self.smallest >> 20)) MiB"
            write(isTerminal ? "\r\(text)" : "\(text)\n")
            state.isBarOpen = isTerminal
        }
    }

    /// Takes the bar away, so that a result has the line for itself.
    func end() {
        state.withLock { state in
            if state.isBarOpen { write("\r" + String(repeating: " ", count: Self.width + 10) + "\r") }
            state.isBarOpen = false
        }
    }
}
