import Logging

/// Passes a library's messages on and forgets its metadata.
///
/// Hummingbird gives each request a logger with an id of its own; to put that into words costs as much as to find the
/// answer, and nothing here reads it.
struct LibraryLogHandler: LogHandler {
    private var logger: Logger
    var metadata: Logger.Metadata = [:]

    init(_ logger: Logger) {
        self.logger = logger
    }

    var logLevel: Logger.Level {
        get { logger.logLevel }
        set { logger.logLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        logger.log(level: event.level, event.message, metadata: event.metadata, source: event.source)
    }
}
