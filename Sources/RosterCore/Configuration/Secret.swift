/// Text that must not be seen: it prints as `<redacted>` wherever it goes.
///
/// It is deliberately not `Equatable`: `==` would tell by its timing how much of a guess was right.
public struct Secret: Sendable {
    private let text: String

    /// Hides a text.
    public init(_ text: String) {
        self.text = text
    }

    /// The text itself, for the one place that needs it.
    public func expose() -> String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    public var description: String { "<redacted>" }

    /// Always `<redacted>`.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` finds nothing either.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension Secret: ConfigurationScalar {
    /// Messages never show a secret.
    public static var isConfidential: Bool { true }

    /// Takes the text as it is; an empty secret, such as an empty variable gives, is refused.
    public init(configurationText text: String) throws(ConfigurationRefusal) {
        guard !text.isEmpty else { throw ConfigurationRefusal("a secret that is not empty") }
        self.init(text)
    }
}
