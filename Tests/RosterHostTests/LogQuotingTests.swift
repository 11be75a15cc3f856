import Logging
import Synchronization
import Testing

@testable import RosterHost

@Suite("Values of log lines")
struct LogQuotingTests {
    @Test(
        "a value with a blank stands in quotes, others and those that do already stay as they are",
        arguments: [
            ("okta", "okta"), ("", "\"\""), ("a b", "\"a b\""), ("POST /scim/Bulk", "\"POST /scim/Bulk\""),
            ("a\"b", "a\"b"), ("say \"a\" \\", #""say \"a\" \\""#), ("'Okta 1.0'", "'Okta 1.0'"),
            (#""detail of \"it\"""#, #""detail of \"it\"""#), ("'a' b'", "\"'a' b'\""),
            ("'a' and 'b'", "\"'a' and 'b'\""),
            ("a\tb", "\"a\tb\""),
        ])
    func quoting(_ value: String, _ shown: String) {
        let lines = Lines()
        var logger = Logger(label: "test") { _ in QuotingLogHandler(Recorder(lines: lines)) }
        logger.info("event", metadata: ["key": "\(value)"])
        logger[metadataKey: "own"] = "\(value)"
        logger.logLevel = .warning
        logger.info("not wanted")
        logger.warning("event", metadata: ["key": .stringConvertible(value), "list": ["a b"]])
        #expect(
            lines.kept.withLock { $0 } == [
                ["key": shown], ["own": shown, "key": shown, "list": "[\"a b\"]"],
            ])
    }
}

/// What was logged.
private final class Lines: Sendable {
    let kept = Mutex<[[String: String]]>([])
}

private struct Recorder: LogHandler {
    let lines: Lines
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
        lines.kept.withLock { $0.append(fields) }
    }
}
