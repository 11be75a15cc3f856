import Logging

/// Puts quotes around values with blanks, so that a line of the log can be taken apart again.
struct QuotingLogHandler: LogHandler {
    private var inner: any LogHandler

    /// Wraps the handler that writes the lines.
    init(_ inner: any LogHandler) {
        self.inner = inner
    }

    var logLevel: Logger.Level {
        get { inner.logLevel }
        set { inner.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { inner.metadata }
        set { inner.metadata = newValue.mapValues(\.quoted) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { inner[metadataKey: key] }
        set { inner[metadataKey: key] = newValue?.quoted }
    }

    func log(event: LogEvent) {
        var event = event
        event.metadata = event.metadata?.mapValues(\.quoted)
        inner.log(event: event)
    }
}

extension Logger.MetadataValue {
    /// The value in double quotes, if it is a text with blanks, or without anything, that does not stand in quotes already.
    fileprivate var quoted: Self {
        let text: String
        switch self {
        case .string(let string): text = string
        case .stringConvertible(let value): text = value.description
        case .array, .dictionary: return self
        }
        guard text.isEmpty || text.contains(where: \.isWhitespace), !text.isQuoted else { return self }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return .string("\"\(escaped)\"")
    }
}

extension String {
    /// Whether the text begins and ends with a quote of one kind and holds no other that ends it.
    fileprivate var isQuoted: Bool {
        guard let quote = first, quote == "\"" || quote == "'", count > 1, last == quote else { return false }
        var isEscaped = false
        for character in dropFirst().dropLast() {
            if character == quote, !isEscaped { return false }
            isEscaped = character == "\\" && !isEscaped
        }
        return !isEscaped
    }
}
