import SCIM

extension Host {
    /// A text whose commands work as they are typed: with the name of this program, and with the configuration unless that is the one
    /// which a command takes by itself.
    ///
    /// What is typed as it is printed must not work on other data.
    func hint(_ text: String, configuration path: String) -> String {
        if path == ConfigurationOption.standard { return naming(text) }
        return naming(
            text.replacing(/roster (?:(?:store|backup|token) [a-z]+|history|check)\b/) {
                "\($0.output) --config \(path.shellWord)"
            })
    }

    /// A text whose commands have the name of this program.
    func naming(_ text: String) -> String {
        if programName == "roster" { return text }
        let command = /\broster(?= (?:[<\[\-]|(?:serve|check|token|explain|map|history|store|backup|help)\b))/
        return text.replacing(command) { _ in programName }
    }
}

extension String {
    /// A path as a shell takes it for one word.
    fileprivate var shellWord: String {
        let isPlain = utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "/._-".utf8.contains($0) }
        return isPlain ? self : "'\(replacing("'", with: "'\\''"))'"
    }
}
