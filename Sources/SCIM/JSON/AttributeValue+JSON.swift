extension AttributeValue {
    /// The value as JSON text, without white space.
    public var json: String {
        var writer = JSONWriter()
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension Attributes {
    /// The attributes as the bytes of a JSON object, without white space.
    public var jsonBytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.finish()
    }
}
