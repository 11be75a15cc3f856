extension ConfigurationSection {
    /// Reads a value that must be there.
    ///
    /// - Throws: ``ConfigurationProblem`` when the key is missing or its value is not of this type; it is recorded already.
    public func required<Value: ConfigurationScalar>(
        _ key: String, as type: Value.Type = Value.self
    ) throws(ConfigurationProblem) -> Value {
        guard let value = try optional(key, as: type) else { throw missing(key) }
        return value
    }

    /// Reads a value that may be there; `nil` when it is not.
    ///
    /// - Throws: ``ConfigurationProblem`` when the value is not of this type; it is recorded already.
    public func optional<Value: ConfigurationScalar>(
        _ key: String, as type: Value.Type = Value.self
    ) throws(ConfigurationProblem) -> Value? {
        guard let entry = take(key, isConfidential: type.isConfidential) else { return nil }
        return try value(of: entry.value, called: key.quotedForDisplay)
    }

    /// Reads a value that may be there, and goes on if it is wrong.
    ///
    /// - Returns: `nil` when the key is not there, and when the value is not of this type, which is recorded.
    public func value<Value: ConfigurationScalar>(_ key: String, as type: Value.Type = Value.self) -> Value? {
        (try? optional(key, as: type)) ?? nil
    }

    /// Reads a value that has a default; `nil` if it is wrong, which is recorded.
    func value<Value: ConfigurationScalar>(_ key: String, default standard: Value) -> Value? {
        do throws(ConfigurationProblem) {
            return try optional(key) ?? standard
        } catch {
            return nil
        }
    }

    /// Reads a whole number within bounds, and goes on if it is wrong.
    ///
    /// - Parameter range: The numbers that are allowed; an upper bound of `Int.max` is not named in messages.
    /// - Returns: `nil` when the key is not there, and when the value is no whole number or out of bounds, which is recorded.
    public func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = value(key, as: WholeNumber.self)?.value else { return nil }
        if range.contains(value) { return value }
        let bounds =
            range.upperBound == .max
            ? "at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
        refuse(key, "\(key.quotedForDisplay) must be \(bounds)")
        return nil
    }

    /// Reads a list of values; a list that is not there is empty.
    ///
    /// - Throws: The first ``ConfigurationProblem``; those of all items are recorded.
    public func values<Value: ConfigurationScalar>(
        _ key: String, as type: Value.Type = Value.self
    ) throws(ConfigurationProblem) -> [Value] {
        guard let nodes = try items(key, isConfidential: type.isConfidential) else { return [] }
        var values: [Value] = []
        var first: ConfigurationProblem?
        for (index, node) in nodes.enumerated() {
            do throws(ConfigurationProblem) {
                values.append(try value(of: node, called: "item \(index + 1) of \(key.quotedForDisplay)"))
            } catch {
                first = first ?? error
            }
        }
        if let first { throw first }
        return values
    }

    private func value<Value: ConfigurationScalar>(
        of node: ConfigurationNode, called name: String
    ) throws(ConfigurationProblem) -> Value {
        let hidden = Value.isConfidential ? node.mark : nil
        guard case .scalar(let written, _) = node.content else {
            throw recorded(problem(at: node.mark, "\(name) must be a single value, not \(node.kind)", hiding: hidden))
        }
        let text: String
        do throws(VariableSubstitution.Failure) {
            text = try VariableSubstitution(variable: context.environment.variable)(written)
        } catch {
            throw recorded(problem(at: node.mark, error.message, hiding: hidden))
        }
        do throws(ConfigurationRefusal) {
            return try Value(configurationText: text)
        } catch {
            // What a variable holds may be a secret in the wrong place: the text is shown as it was written.
            let shown = Value.isConfidential ? "" : ", not \(written.quotedForDisplay)"
            throw recorded(
                problem(
                    at: node.mark, "\(name) must be \(error.expectation)\(shown)",
                    suggestion: text == written && !Value.isConfidential ? error.suggestion : nil, hiding: hidden))
        }
    }
}

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
        guard shape(of: key) == .mapping else { return try optional(key) }
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
