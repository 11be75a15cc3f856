extension ConfigurationSection {
    /// Reads a secret that must be there: text such as `${TOKEN}`, or `{ file: path }`.
    ///
    /// - Throws: ``ConfigurationProblem`` when the key is missing, the secret is empty or its file cannot be read.
    public func secret(_ key: String) throws(ConfigurationProblem) -> Secret {
        guard let secret = try optionalSecret(key) else { throw missing(key) }
        return secret
    }

    /// Reads a secret that may be there; `nil` when it is not.
    ///
    /// - Throws: ``ConfigurationProblem`` when the secret is empty or its file cannot be read.
    public func optionalSecret(_ key: String) throws(ConfigurationProblem) -> Secret? {
        guard case .mapping = entry(key)?.value.content else { return try optional(key) }
        guard let section = try optionalSection(key) else { return nil }
        return try section.contentsOfFile()
    }

    private func contentsOfFile() throws(ConfigurationProblem) -> Secret {
        let path: String = try required("file")
        let contents: [UInt8]
        do {
            contents = try context.environment.contents(path)
        } catch {
            throw recorded(problem(for: "file", "the secret's file cannot be read: \(error)"))
        }
        guard var text = String(validating: contents, as: UTF8.self) else {
            throw recorded(problem(for: "file", "the secret's file is not valid UTF-8"))
        }
        // Editors and `echo` end a file with a line break that is no part of the secret.
        while text.last?.isNewline == true { text.removeLast() }
        guard !text.isEmpty else { throw recorded(problem(for: "file", "the secret's file is empty")) }
        return Secret(text)
    }
}
