import Foundation
import RosterCore
import Synchronization

/// Shows on standard error how far a long work is: a bar on a terminal, now and then a line elsewhere.
final class ProgressDisplay: Sendable {
    /// Less than that is done before anybody could read it.
    private static let smallest = 8 << 20
    private static let width = 30

    private struct State {
        /// What was shown last, in percent for a bar and in tenths for lines.
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
        ProgressDisplay(isTerminal: isatty(FileHandle.standardError.fileDescriptor) == 1) { text in
            FileHandle.standardError.write(Data(text.utf8))
        }
    }

    /// Where the work tells how far it is.
    var progress: MaintenanceProgress { MaintenanceProgress { [self] in show($0, of: $1) } }

    private func show(_ done: Int, of total: Int) {
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

    /// Takes the bar away, so that a result has the line for itself.
    func end() {
        state.withLock { state in
            if state.isBarOpen { write("\r" + String(repeating: " ", count: Self.width + 10) + "\r") }
            state.isBarOpen = false
        }
    }
}
