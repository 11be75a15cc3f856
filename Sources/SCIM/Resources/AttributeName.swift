import Synchronization

/// The name of an attribute, or the URI of a schema where one stands as a member name.
///
/// Names keep the letter case in which they were given and compare without regard to it (RFC 7643 §2.1).
public struct AttributeName: Sendable {
    private let storage: Unmanaged<Storage>
    /// Keeps the storage alive; `nil` where it lives for ever.
    ///
    /// Names of schemas stand in every resource. Were they counted like other references, all threads would queue for
    /// their counters with each resource that they look at.
    private let owner: Storage?

    /// Wraps a name; nothing is checked.
    public init(_ text: String) {
        let storage = Storage(text)
        self.storage = .passUnretained(storage)
        owner = storage
    }

    private init(immortal storage: Unmanaged<Storage>) {
        self.storage = storage
        owner = nil
    }

    /// The name as it was given.
    public var text: String { withStorage(\.text) }

    /// A number that is the same for all spellings that differ by letter case alone.
    var mark: UInt64 { withStorage(\.hash) }

    /// The name in quotes with a colon behind it.
    var json: [UInt8] { withStorage(\.json) }

    /// What ``MemberTable`` knows the name by.
    var tableMark: UInt8 { withStorage(\.tableMark) }

    /// Looks at the name in quotes with a colon behind it.
    func withJSON<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withStorage { $0.json.withUnsafeBufferPointer(body) }
    }

    /// FNV-1a over lower-case bytes: names that differ by letter case alone agree.
    static func mark(of bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1.lowercasedASCII)) &* 0x100_0000_01B3 }
    }

    /// Looks into the storage, which the owner, where there is one, keeps alive that long.
    private func withStorage<Result>(_ body: (Storage) -> Result) -> Result {
        withExtendedLifetime(owner) { storage._withUnsafeGuaranteedRef(body) }
    }

    private final class Storage: Sendable {
        let text: String
        let hash: UInt64
        let json: [UInt8]
        let tableMark: UInt8

        init(_ text: String) {
            self.text = text
            hash = AttributeName.mark(of: text.utf8)
            var writer = JSONWriter(capacity: text.utf8.count + 3)
            writer.string(text)
            json = writer.finish() + [UInt8(ascii: ":")]
            tableMark = json.withUnsafeBufferPointer(MemberTable.mark)
        }
    }

    private static let immortals = Mutex<[String: AttributeName]>([:])

    /// The same name, kept for ever: for the names of schemas, never for what a client sends.
    package var immortal: AttributeName {
        guard owner != nil else { return self }
        return Self.immortals.withLock { names in
            if let name = names[text] { return name }
            let name = AttributeName(immortal: .passRetained(Storage(text)))
            names[text] = name
            return name
        }
    }
}

extension AttributeName: Hashable {
    /// Compares without regard to the case of ASCII letters.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.mark == right.mark else { return false }
        if left.storage.toOpaque() == right.storage.toOpaque() { return true }
        return left.text.utf8.elementsEqual(right.text.utf8) { $0.lowercasedASCII == $1.lowercasedASCII }
    }

    /// Feeds the name without regard to the case of ASCII letters.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(mark)
    }
}

extension AttributeName: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Wraps a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The name as it was given.
    public var description: String { text }
}

extension AttributeName {
    /// The common attribute `schemas` (RFC 7643 §3).
    public static let schemas = Self("schemas").immortal
    /// The common attribute `id` (RFC 7643 §3.1).
    public static let id = Self("id").immortal
    /// The common attribute `externalId` (RFC 7643 §3.1).
    public static let externalId = Self("externalId").immortal
    /// The common attribute `meta` (RFC 7643 §3.1).
    public static let meta = Self("meta").immortal
    /// The attribute by which a user is known (RFC 7643 §4.1.1).
    public static let userName = Self("userName").immortal
    /// The name to show (RFC 7643 §4.1.1, §4.2).
    public static let displayName = Self("displayName").immortal
    /// Whether a user may act (RFC 7643 §4.1.1).
    public static let active = Self("active").immortal
    /// The members of a group (RFC 7643 §4.2).
    public static let members = Self("members").immortal
    /// The groups of a user (RFC 7643 §4.1.2).
    public static let groups = Self("groups").immortal
    /// The roles of a user (RFC 7643 §4.1.2).
    public static let roles = Self("roles").immortal
    /// The password of a user (RFC 7643 §4.1.1).
    public static let password = Self("password").immortal
    /// The sub-attribute with the value itself (RFC 7643 §2.4).
    public static let value = Self("value").immortal
    /// The sub-attribute with the kind of a value (RFC 7643 §2.4).
    public static let type = Self("type").immortal
    /// The sub-attribute that marks the preferred value (RFC 7643 §2.4).
    public static let primary = Self("primary").immortal
    /// The sub-attribute with the name to show (RFC 7643 §2.4).
    public static let display = Self("display").immortal
    /// The sub-attribute with the URI of what is meant (RFC 7643 §2.4).
    public static let reference = Self("$ref").immortal
}

extension AttributeName {
    static let resourceType = Self("resourceType").immortal
    static let created = Self("created").immortal
    static let lastModified = Self("lastModified").immortal
    static let location = Self("location").immortal
    static let version = Self("version").immortal
}
