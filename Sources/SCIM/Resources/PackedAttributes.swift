/// The attributes of a resource as the bytes of one JSON object, in which single values are found without the others.
///
/// They take a fifth of the memory of the tree, are copied into answers and files as they are, and are taken apart only
/// when somebody looks at more than a few of them.
public struct PackedAttributes: Sendable {
    /// The object, without white space, as a ``JSONWriter`` writes it, and behind it the table of its members.
    private let bytes: [UInt8]
    private let tableLength: Int32
    /// If most answers show the object as it is: which extensions have content, as bits by their places in the type.
    let shownExtensions: UInt32?

    /// Packs attributes of a type.
    public init(_ attributes: Attributes, of type: ResourceType) {
        let json = attributes.jsonBytes
        self = json.withUnsafeBufferPointer { Self(trusted: JSONSlice($0), of: type) }
    }

    /// Takes an object that a ``JSONWriter`` wrote.
    ///
    /// - Parameter type: The type of the resource; `nil` for one that nobody serves.
    package init(trusted object: JSONSlice, of type: ResourceType?) {
        let table = MemberTable(object)
        tableLength = Int32(table?.bytes.count ?? 0)
        bytes = Array(unsafeUninitializedCapacity: object.bytes.count + Int(tableLength)) { buffer, count in
            var end = buffer.initialize(fromContentsOf: object.bytes)
            if let table { end = buffer[end...].initialize(fromContentsOf: table.bytes) }
            count = end
        }
        shownExtensions = type?.shownExtensions(in: object)
    }

    /// The object as JSON.
    public var json: ArraySlice<UInt8> { bytes.dropLast(Int(tableLength)) }

    /// The members of the object as JSON, without its braces.
    var members: ArraySlice<UInt8> { json.dropFirst().dropLast() }

    /// The attributes as a tree.
    public var attributes: Attributes { withObject { object, _ in object.value?.attributes } ?? Attributes() }

    /// The value of an attribute.
    public subscript(name: AttributeName) -> AttributeValue? { value(name, in: nil) }

    /// The value of an attribute of the base schema, or of an extension.
    func value(_ name: AttributeName, in schema: AttributeName?) -> AttributeValue? {
        withValue(of: name, in: schema) { $0?.value }
    }

    /// Looks at the value of an attribute of the base schema, or of an extension.
    func withValue<Result>(
        of name: AttributeName, in schema: AttributeName?, _ body: (JSONSlice?) -> Result
    ) -> Result {
        withObject { object, table in
            guard let schema else { return body(table.value(of: name, in: object)) }
            return body(table.value(of: schema, in: object)?[name])
        }
    }

    /// Whether an attribute, or everything in an extension, is the same in both, as far as a look at the bytes tells.
    ///
    /// - Parameter name: The name of an attribute or the URI of an extension.
    package func hasSame(_ name: AttributeName, as other: PackedAttributes) -> Bool {
        withValue(of: name, in: nil) { own in
            other.withValue(of: name, in: nil) { other in
                switch (own, other) {
                case (nil, nil): true
                case (let own?, let other?): own.bytes.elementsEqual(other.bytes)
                default: false
                }
            }
        }
    }

    private func withObject<Result>(_ body: (JSONSlice, MemberTable.Reader) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            let end = bytes.count - Int(tableLength)
            return body(
                JSONSlice(UnsafeBufferPointer(rebasing: bytes[..<end])),
                MemberTable.Reader(bytes: UnsafeBufferPointer(rebasing: bytes[end...])))
        }
    }
}

extension ResourceType {
    /// Which extensions have content in an object, as bits by their places; `nil` if most answers do not show the object as
    /// it is, be it for references, which need the base URL of the request, or for what is hidden.
    fileprivate func shownExtensions(in object: JSONSlice) -> UInt32? {
        var extensions: UInt32? = 0
        object.visitMembers { name, value in
            guard let member = plainNames.member(name) else {
                extensions = nil
                return false
            }
            guard let place = member.extension else { return true }
            var isPlain = false
            value.visitMembers { name, _ in
                isPlain = plainNames.isPlain(name, in: place)
                return isPlain
            }
            if isPlain { extensions? |= 1 << UInt32(place) } else { extensions = nil }
            return isPlain
        }
        return extensions
    }
}
