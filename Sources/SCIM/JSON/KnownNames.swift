/// The names and URIs that stand in nearly every resource.
///
/// Sharing one copy of each saves time and, in a store of many resources, memory.
struct KnownNames: Sendable {
    private struct Entry: Sendable {
        let bytes: [UInt8]
        let name: AttributeName
    }

    static let shared = KnownNames(
        [
            Schema.user, .group, .enterpriseUser, .schema, .resourceType, .serviceProviderConfig,
        ].flatMap { schema in [AttributeName(schema.id)] + names(of: schema.attributes) }
            + names(of: CommonAttributes.definitions)
            + [MessageURI.listResponse, MessageURI.patchOp, MessageURI.error, "Operations", "op", "path"].map {
                AttributeName($0)
            }
    )

    /// The longest text that is kept; a longer one is looked up without touching the table.
    private static let longest = 127

    /// The names by length: few names have one length, so that a look-up compares little.
    private let byLength: [[Entry]]

    init(_ names: [AttributeName]) {
        var table = [[Entry]](repeating: [], count: Self.longest + 1)
        for name in names where name.text.utf8.count <= Self.longest {
            if table[name.text.utf8.count].contains(where: { $0.name.text == name.text }) { continue }
            table[name.text.utf8.count].append(Entry(bytes: Array(name.text.utf8), name: name))
        }
        byLength = table
    }

    /// The shared copy of a name, if it is a known one in exactly this spelling.
    func name(of bytes: UnsafeBufferPointer<UInt8>) -> AttributeName? {
        guard bytes.count <= Self.longest, let first = bytes.first else { return nil }
        for entry in byLength[bytes.count] where entry.bytes[0] == first && entry.bytes.elementsEqual(bytes) {
            return entry.name
        }
        return nil
    }

    /// The shared copy of a text that is too long for a string to hold without memory of its own.
    func text(of bytes: UnsafeBufferPointer<UInt8>) -> String? {
        bytes.count > 15 ? name(of: bytes)?.text : nil
    }

    private static func names(of definitions: [AttributeDefinition]) -> [AttributeName] {
        definitions.flatMap { [$0.name] + names(of: $0.subAttributes) }
    }
}
