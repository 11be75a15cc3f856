import Logging
import Synchronization

/// Keeps what is logged.
final class CapturedLog: Sendable {
    private let captured = Mutex<[String]>([])

    /// The lines, each with level, message and metadata.
    var lines: [String] { captured.withLock { $0 } }

    /// A logger that keeps everything here, whatever its level.
    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: CapturedLog
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let metadata = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            log.captured.withLock { $0.append("\(event.level): \(event.message)\(metadata)") }
        }
    }
}
