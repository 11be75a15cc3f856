import SCIM

extension String {
    /// The same, with the configuration in every command that it says to run, unless that is the one which a command takes by
    /// itself: what is typed as it is printed must not work on other data.
    func naming(configuration path: String) -> String {
        if path == ConfigurationOption.standard { return self }
        return replacing(/roster (?:(?:store|backup|token) [a-z]+|history|check)\b/) {
            "\($0.output) --config \(path.shellWord)"
        }
    }

    /// A path as a shell takes it for one word.
    private var shellWord: String {
        let isPlain = utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "/._-".utf8.contains($0) }
        return isPlain ? self : "'\(replacing("'", with: "'\\''"))'"
    }
}
