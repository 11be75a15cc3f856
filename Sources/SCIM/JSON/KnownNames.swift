/// The names that are too long for a string to hold without memory of its own and yet stand in nearly every resource.
///
/// Swift keeps up to 15 bytes inside the string. The URN of a schema is longer and occurs in each resource twice, once
/// as a value and once as a name: sharing one copy saves the time and, in a store of many resources, the memory.
struct KnownNames: Sendable {
    private struct Entry: Sendable {
        let bytes: [UInt8]
        let text: String
    }

    static let shared = KnownNames(
        [
            Schema.user, .group, .enterpriseUser, .schema, .resourceType, .serviceProviderConfig,
        ].flatMap { schema in [schema.id] + schema.attributes.map(\.name.text) }
            + [MessageURI.listResponse, MessageURI.patchOp, MessageURI.error]
    )

    /// The longest name that is kept; a longer text is looked up without touching the table.
    private static let longest = 127

    /// The names by length: two names of one length are rare, so that a look-up compares once.
    private let byLength: [[Entry]]

    init(_ names: [String]) {
        var table = [[Entry]](repeating: [], count: Self.longest + 1)
        for name in names where 16...Self.longest ~= name.utf8.count {
            if table[name.utf8.count].contains(where: { $0.text == name }) { continue }
            table[name.utf8.count].append(Entry(bytes: Array(name.utf8), text: name))
        }
        byLength = table
    }

    /// The shared copy of a text, if it is a known name in exactly this spelling.
    func text(of bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard 16...Self.longest ~= bytes.count else { return nil }
        for entry in byLength[bytes.count] where entry.bytes.elementsEqual(bytes) { return entry.text }
        return nil
    }
}
