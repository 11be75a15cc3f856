/// The attributes of a resource as the bytes of one JSON object, in which single values are found without the others.
///
/// They take a fifth of the memory of the tree, are copied into answers and files as they are, and are taken apart only
/// when somebody looks at more than a few of them.
public struct PackedAttributes: Sendable {
    /// The object, without white space, as a ``JSONWriter`` writes it.
    public let json: [UInt8]
    /// If most answers show the object as it is: which extensions have content, as bits by their places in the type.
    let shownExtensions: UInt32?

    /// Packs attributes of a type.
    public init(_ attributes: Attributes, of type: ResourceType) {
        self.init(trusted: attributes.jsonBytes, of: type)
    }

    /// Takes the bytes of an object that a ``JSONWriter`` wrote.
    ///
    /// - Parameter type: The type of the resource; `nil` for one that nobody serves.
    package init(trusted json: [UInt8], of type: ResourceType?) {
        self.json = json
        shownExtensions = type?.shownExtensions(in: json)
    }

    /// The attributes as a tree.
    public var attributes: Attributes { withSlice { $0.value?.attributes } ?? Attributes() }

    /// The value of an attribute.
    public subscript(name: AttributeName) -> AttributeValue? { withSlice { $0[name]?.value } }

    /// The value of an attribute of the base schema, or of an extension.
    func value(_ name: AttributeName, in schema: AttributeName?) -> AttributeValue? {
        withSlice { object in
            (schema.map { object[$0] } ?? object)?[name]?.value
        }
    }

    /// Whether an attribute, or everything in an extension, is the same in both, as far as a look at the bytes tells.
    ///
    /// - Parameter name: The name of an attribute or the URI of an extension.
    package func hasSame(_ name: AttributeName, as other: PackedAttributes) -> Bool {
        withSlice { own in
            other.withSlice { other in
                switch (own[name], other[name]) {
                case (nil, nil): true
                case (let own?, let other?): own.bytes.elementsEqual(other.bytes)
                default: false
                }
            }
        }
    }

    /// Looks at the object where it stands.
    func withSlice<Result>(_ body: (JSONSlice) -> Result) -> Result {
        json.withUnsafeBufferPointer { body(JSONSlice($0)) }
    }

    /// The members of the object, without its braces.
    var members: ArraySlice<UInt8> { json.dropFirst().dropLast() }
}

extension ResourceType {
    /// Which extensions have content in an object, as bits by their places; `nil` if most answers do not show the object as
    /// it is, be it for references, which need the base URL of the request, or for what is hidden.
    fileprivate func shownExtensions(in json: [UInt8]) -> UInt32? {
        json.withUnsafeBufferPointer { json in
            var extensions: UInt32? = 0
            JSONSlice(json).visitMembers { name, value in
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
}
