import ArgumentParser
import RosterComposition
import RosterCore
import SCIM

/// How a process ends after an error (sysexits.h).
enum ExitStatus {
    /// Tells the operator what went wrong and chooses the exit status.
    ///
    /// - Parameter configuration: The configuration of the command, `nil` if there is none yet.
    /// - Returns: The error that ends the process.
    static func report(_ error: any Error, of configuration: String?) -> any Error {
        func end(_ text: String, code: Int32) -> ExitCode {
            tell(text.naming(configuration: configuration ?? ConfigurationOption.standard))
            return ExitCode(code)
        }
        switch error {
        case let problems as ConfigurationProblems: return end("\(problems)", code: 78)
        case let problem as ConfigurationProblem: return end("\(problem)", code: 78)
        case let reason as any ExitReason: return end("roster: \(reason.reason)", code: reason.exitCode)
        case let error as SCIMError: return end("roster: \(error.detail)", code: error.code == .notFound ? 66 : 64)
        case is ExitCode: return error
        default:
            // What is wrong with a command line names parts of it.
            let code = RosterCommand.exitCode(for: error)
            if code.isSuccess { return show(RosterCommand.fullMessage(for: error), configuration) }
            return end(RosterCommand.fullMessage(for: error), code: code.rawValue)
        }
    }

    /// Shows what a command line asks for, such as help.
    private static func show(_ text: String, _ configuration: String?) -> any Error {
        do throws(Failure) {
            try print(text)
            try StandardStreams.finish()
            return ExitCode.success
        } catch {
            return report(error, of: configuration)
        }
    }

    /// Writes lines to standard error, without anything that a terminal would obey.
    static func tell(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
        StandardStreams.tell(lines.joined(separator: "\n") + "\n")
    }
}
