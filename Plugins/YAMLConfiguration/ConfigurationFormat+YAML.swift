public import RosterCore

extension ConfigurationFormat {
    /// YAML: one document of mappings, lists and single values.
    ///
    /// Anchors, aliases and tags are refused: each makes a file mean something that its reader does not see. What a
    /// single value means is for whoever reads it, so that `no` is text wherever text is asked for.
    public static var yaml: Self {
        Self(fileExtensions: ["yaml", "yml"]) { source throws(ConfigurationProblems) in
            // An empty array need not have an address, and libyaml aborts without one.
            guard !source.bytes.isEmpty else {
                return ConfigurationNode(.null, at: SourceMark(file: source.fileName, line: 1, column: 1))
            }
            return try YAMLParserHandle.parsing(source) { parser throws(ConfigurationProblems) in
                try YAMLTreeBuilder.read(source, from: &parser)
            }
        }
    }
}
