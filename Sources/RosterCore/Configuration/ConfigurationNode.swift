/// A value of a configuration file, whatever the file's format.
public struct ConfigurationNode: Sendable, Hashable {
    /// How deep values may nest; a parser refuses more.
    public static let depthLimit = 32

    /// What a value can be.
    public enum Content: Sendable, Hashable {
        /// Nothing, which reads like a key that is not there.
        case null
        /// Text as it was written, before `${NAME}` is replaced.
        case scalar(text: String, isQuoted: Bool)
        /// A list.
        case sequence([ConfigurationNode])
        /// Keys and their values in the order of the file; no key comes twice.
        case mapping([Entry])
    }

    /// A key of a mapping, and its value.
    public struct Entry: Sendable, Hashable {
        /// The key's text.
        public let key: String
        /// The place of the key.
        public let keyMark: SourceMark
        /// The value.
        public let value: ConfigurationNode

        /// Puts a value under a key.
        public init(key: String, keyMark: SourceMark, value: ConfigurationNode) {
            self.key = key
            self.keyMark = keyMark
            self.value = value
        }
    }

    /// The value itself.
    public let content: Content
    /// The place where the value begins.
    public let mark: SourceMark

    /// Puts a value at a place.
    public init(_ content: Content, at mark: SourceMark) {
        self.content = content
        self.mark = mark
    }

    /// Whether the value is nothing.
    public var isNull: Bool { content == .null }

    /// What the value is called in a message.
    var kind: String {
        switch content {
        case .null: "nothing"
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
