import ArgumentParser
import RosterComposition
import RosterCore
import SCIM

extension Host {
    /// Tells the operator what went wrong and chooses the exit status (sysexits.h).
    ///
    /// - Parameter configuration: The configuration of the command, `nil` if there is none yet.
    /// - Returns: The error that ends the process.
    func report(_ error: any Error, of configuration: String?) -> any Error {
        func end(_ text: String, code: Int32) -> ExitCode {
            ExitStatus.tell(hint(text, configuration: configuration ?? ConfigurationOption.standard))
            return ExitCode(code)
        }
        switch error {
        case let problems as ConfigurationProblems: return end("\(problems)", code: 78)
        case let problem as ConfigurationProblem: return end("\(problem)", code: 78)
        case let reason as any ExitReason: return end("\(programName): \(reason.reason)", code: reason.exitCode)
        case let error as SCIMError:
            return end("\(programName): \(error.detail)", code: error.code == .notFound ? 66 : 64)
        case is ExitCode: return error
        default:
            // What is wrong with a command line names parts of it.
            let code = RosterCommand.exitCode(for: error)
            if code.isSuccess { return show(RosterCommand.fullMessage(for: error), configuration) }
            return end(RosterCommand.fullMessage(for: error), code: code.rawValue)
        }
    }

    /// Shows what a command line asks for, such as help.
    private func show(_ text: String, _ configuration: String?) -> any Error {
        do throws(Failure) {
            try print(naming(text))
            try StandardStreams.finish()
            return ExitCode.success
        } catch {
            return report(error, of: configuration)
        }
    }
}

/// How a process tells of an error.
enum ExitStatus {
    /// Writes lines to standard error, without anything that a terminal would obey.
    static func tell(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
        StandardStreams.tell(lines.joined(separator: "\n") + "\n")
    }
}
