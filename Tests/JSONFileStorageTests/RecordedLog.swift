import Logging
import Synchronization

/// Keeps what is logged.
final class RecordedLog: Sendable {
    private let kept = Mutex<[String]>([])
    private let level: Logger.Level

    /// Keeps what is at least so important.
    init(from level: Logger.Level) {
        self.level = level
    }

    /// Messages with their metadata.
    var lines: [String] { kept.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { [self] _ in Handler(log: self, logLevel: level) } }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var logLevel: Logger.Level
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.kept.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }
}
