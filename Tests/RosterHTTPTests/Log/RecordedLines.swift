import Logging
import Synchronization

/// Keeps what is logged, whatever its level.
final class RecordedLines: Sendable {
    /// A line of a log.
    struct Line: Sendable {
        let level: Logger.Level
        let message: String
        let fields: [String: String]

        /// All of it, as a log shows it.
        var text: String { "\(level) \(message) " + fields.map { "\($0)=\($1)" }.joined(separator: " ") }

        subscript(name: String) -> String? { fields[name] }
    }

    private let kept = Mutex<[Line]>([])

    /// What was logged.
    var lines: [Line] { kept.withLock { $0 } }

    /// A logger whose lines are kept here.
    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    /// Takes the lines out.
    func take() -> [Line] {
        kept.withLock { kept in
            defer { kept = [] }
            return kept
        }
    }

    private struct Handler: LogHandler {
        let lines: RecordedLines
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = (event.metadata ?? [:]).mapValues { "\($0)" }
            lines.kept.withLock { $0.append(Line(level: event.level, message: "\(event.message)", fields: fields)) }
        }
    }
}
