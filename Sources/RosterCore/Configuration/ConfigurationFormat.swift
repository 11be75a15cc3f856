/// A file format for configurations, such as YAML.
public struct ConfigurationFormat: Sendable {
    /// The endings of file names that this format reads, without the dot.
    public let fileExtensions: [String]
    private let parse: @Sendable (ConfigurationSource) throws(ConfigurationProblems) -> ConfigurationNode

    /// Describes a format.
    ///
    /// - Parameters:
    ///   - fileExtensions: The endings of file names, without the dot.
    ///   - parse: Reads a source, which is known to be text and not too long. Refuses duplicate keys and nesting
    ///     beyond ``ConfigurationNode/depthLimit``, and reports as many problems at once as it can.
    public init(
        fileExtensions: [String],
        parse: @escaping @Sendable (ConfigurationSource) throws(ConfigurationProblems) -> ConfigurationNode
    ) {
        self.fileExtensions = fileExtensions
        self.parse = parse
    }

    /// Reads a file's content.
    ///
    /// - Throws: ``ConfigurationProblems``, each with its place in the file.
    public func document(from bytes: [UInt8], fileName: String) throws(ConfigurationProblems) -> ConfigurationDocument {
        let source = try ConfigurationSource(fileName: fileName, bytes: bytes)
        return ConfigurationDocument(source: source, root: try parse(source))
    }
}
