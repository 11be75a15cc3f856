extension ResourceType {
    /// Finds what a path in the notation of RFC 7644 §3.10 names; letter case plays no part.
    ///
    /// The longest schema URI that the text starts with is taken off first, so the dots and colons in URIs do no harm.
    /// A URI alone names the whole extension.
    ///
    /// - Parameter text: The path without a value filter, such as `name.givenName`.
    /// - Returns: The place, `nil` if no schema of this type knows it.
    public func resolve(_ text: String) -> ResolvedPath? { lookUp(text)?.path }

    /// Finds what the key of an object of attributes names.
    ///
    /// Like ``resolve(_:repairs:else:)``, and besides any attribute of an extension by its bare name: Entra ID writes
    /// `department`. In a path or a filter a bare name stays one of the base schema.
    func resolve(
        key: String, repairs: inout Repairs, else code: SCIMError.Code
    ) throws(SCIMError) -> ResolvedPath? {
        if let path = try resolve(key, repairs: &repairs, else: code) { return path }
        guard let (name, subName) = Self.split(key), let path = extensionAttribute(name, subName) else { return nil }
        try repairs.make(.unqualifiedExtension, else: code, "'\(key.prefix(200))' must be written '\(path.path)'")
        return path
    }

    /// Like ``resolve(_:)``, for a path that a client has sent.
    ///
    /// - Parameter code: The kind of failure where a path has to be repaired and may not be.
    func resolve(
        _ text: String, repairs: inout Repairs, else code: SCIMError.Code
    ) throws(SCIMError) -> ResolvedPath? {
        guard let (path, tolerance) = lookUp(text) else { return nil }
        if let tolerance {
            try repairs.make(tolerance, else: code, "'\(name: text.prefix(200))' must be written '\(path.path)'")
        }
        return path
    }

    /// What a path names, and how it leaves the notation if it does.
    private func lookUp(_ text: String) -> (path: ResolvedPath, tolerance: Tolerance?)? {
        if text.utf8.contains(UInt8(ascii: ":")) { return lookUpQualified(text) }
        guard let (name, subName) = Self.split(text) else { return nil }
        if let path = Self.path(name, subName, among: { schema.attribute($0) ?? CommonAttributes.definition($0) }) {
            return (path, nil)
        }
        guard let path = extensionAttribute(name, subName), path.attribute.type == .complex else { return nil }
        return (path, .unqualifiedExtension)
    }

    private func lookUpQualified(_ text: String) -> (path: ResolvedPath, tolerance: Tolerance?)? {
        let candidates = extensions.map { ($0.schema, Optional($0)) } + [(schema, nil)]
        let match = candidates.filter { Self.starts(text, with: $0.0.id) }.max {
            $0.0.id.utf8.count < $1.0.id.utf8.count
        }
        guard let (schema, `extension`) = match else { return nil }
        let rest = text.utf8.dropFirst(schema.id.utf8.count)
        if rest.isEmpty { return `extension`.map { (ResolvedPath($0.definition), nil) } }
        guard let (name, subName) = Self.split(String(decoding: rest.dropFirst(), as: UTF8.self)) else { return nil }
        let path = Self.path(schema: `extension`?.name, name, subName) { name in
            schema.attribute(name) ?? (`extension` == nil ? CommonAttributes.definition(name) : nil)
        }
        return path.map { ($0, rest.first == UInt8(ascii: ".") ? .dotAfterURN : nil) }
    }

    /// Entra ID names attributes of an extension, such as the manager, without its URN: the one extension that has it is meant.
    private func extensionAttribute(_ name: AttributeName, _ subName: AttributeName?) -> ResolvedPath? {
        let candidates = extensions.filter { $0.schema.attribute(name) != nil }
        guard candidates.count == 1, let `extension` = candidates.first else { return nil }
        return Self.path(schema: `extension`.name, name, subName, among: `extension`.schema.attribute)
    }

    private static func path(
        schema: AttributeName? = nil, _ name: AttributeName, _ subName: AttributeName?,
        among attribute: (AttributeName) -> AttributeDefinition?
    ) -> ResolvedPath? {
        guard let definition = attribute(name) else { return nil }
        guard let subName else { return ResolvedPath(schema: schema, definition) }
        return definition.subAttribute(subName).map { ResolvedPath(schema: schema, definition, $0) }
    }

    private static func split(_ text: String) -> (AttributeName, AttributeName?)? {
        guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) else {
            return text.isEmpty ? nil : (AttributeName(String(text)), nil)
        }
        let name = text[..<dot], subName = text[text.utf8.index(after: dot)...]
        guard !name.isEmpty, !subName.isEmpty, !subName.utf8.contains(UInt8(ascii: ".")) else { return nil }
        return (AttributeName(String(name)), AttributeName(String(subName)))
    }

    /// Whether a text is a URI, or goes on behind it with an attribute.
    ///
    /// Entra ID's inbound collections write a dot between the URN and the attribute.
    private static func starts(_ text: String, with uri: String) -> Bool {
        guard text.utf8.count >= uri.utf8.count,
            zip(text.utf8, uri.utf8).allSatisfy({ $0.lowercasedASCII == $1.lowercasedASCII })
        else { return false }
        let separator = text.utf8.dropFirst(uri.utf8.count).first
        return separator == nil || separator == UInt8(ascii: ":") || separator == UInt8(ascii: ".")
    }
}
