extension AttributeValue {
    /// Reads a JSON text, strictly, as ``JSONReader`` does.
    ///
    /// - Throws: ``SCIMError/Code/invalidSyntax`` with the reason and the offset of the byte.
    public init(json bytes: some Collection<UInt8>, limits: JSONLimits = .default) throws(SCIMError) {
        self = try JSONReader.read(bytes, limits: limits)
    }

    /// Reads a JSON text, strictly, as ``JSONReader`` does.
    ///
    /// - Throws: ``SCIMError/Code/invalidSyntax`` with the reason and the offset of the byte.
    public init(json text: String, limits: JSONLimits = .default) throws(SCIMError) {
        self = try JSONReader.read(text.utf8, limits: limits)
    }

    /// The value as JSON text, without white space.
    public var json: String { String(decoding: jsonBytes, as: UTF8.self) }

    /// The value as the bytes of a JSON text, without white space.
    public var jsonBytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.finish()
    }
}

extension Attributes {
    /// Reads the JSON text of an object, strictly, as ``JSONReader`` does.
    ///
    /// - Throws: ``SCIMError/Code/invalidSyntax`` with the reason, also for a text that holds no object.
    public init(json bytes: some Collection<UInt8>, limits: JSONLimits = .default) throws(SCIMError) {
        guard case .complex(let attributes) = try AttributeValue(json: bytes, limits: limits) else {
            throw SCIMError(.invalidSyntax, "the text must be a JSON object")
        }
        self = attributes
    }

    /// Reads the JSON text of an object, strictly, as ``JSONReader`` does.
    ///
    /// - Throws: ``SCIMError/Code/invalidSyntax`` with the reason, also for a text that holds no object.
    public init(json text: String, limits: JSONLimits = .default) throws(SCIMError) {
        try self.init(json: text.utf8, limits: limits)
    }

    /// The attributes as a JSON object, without white space.
    public var json: String { String(decoding: jsonBytes, as: UTF8.self) }

    /// The attributes as the bytes of a JSON object, without white space.
    public var jsonBytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.finish()
    }
}
