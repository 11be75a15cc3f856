import RosterCore

/// A failure of the program itself: one line and an exit status.
package struct Failure: ExitReason, CustomStringConvertible {
    package let exitCode: Int32
    package let reason: String

    package var description: String { reason }

    package init(exitCode: Int32, reason: String) {
        self.exitCode = exitCode
        self.reason = reason
    }
}
