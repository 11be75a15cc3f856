import ArgumentParser
import Foundation
import RosterCore
import SCIM

/// How a process ends after an error (sysexits.h).
enum ExitStatus {
    /// Tells the operator what went wrong and chooses the exit status.
    ///
    /// - Returns: The error that ends the process; errors of the command line pass through with their usage text.
    static func report(_ error: any Error) -> any Error {
        switch error {
        case let problems as ConfigurationProblems: return tell("\(problems)", code: 78)
        case let problem as ConfigurationProblem: return tell("\(problem)", code: 78)
        case let reason as any ExitReason: return tell("roster: \(reason.reason)", code: reason.exitCode)
        case let error as SCIMError: return tell("roster: \(error.detail)", code: 64)
        default: return error
        }
    }

    private static func tell(_ text: String, code: Int32) -> ExitCode {
        FileHandle.standardError.write(Data((text + "\n").utf8))
        return ExitCode(code)
    }
}
