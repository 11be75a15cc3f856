/// The name of an attribute, or the URI of a schema where one stands as a member name.
///
/// Names keep the letter case in which they were given and compare without regard to it (RFC 7643 §2.1).
public struct AttributeName: Sendable {
    /// Shared by all copies, so that a name takes one word in each of the many places where it stands.
    private final class Storage: Sendable {
        let text: String
        let hash: UInt64

        init(_ text: String) {
            self.text = text
            // FNV-1a over lower-case bytes: names that differ by letter case alone agree.
            hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1.lowercasedASCII)) &* 0x100_0000_01B3 }
        }
    }

    private let storage: Storage

    /// Wraps a name; nothing is checked.
    public init(_ text: String) {
        storage = Storage(text)
    }

    /// The name as it was given.
    public var text: String { storage.text }

    /// A number that is the same for all spellings that differ by letter case alone.
    var mark: UInt64 { storage.hash }
}

extension AttributeName: Hashable {
    /// Compares without regard to the case of ASCII letters.
    public static func == (left: Self, right: Self) -> Bool {
        if left.storage === right.storage { return true }
        guard left.storage.hash == right.storage.hash else { return false }
        return left.text.utf8.elementsEqual(right.text.utf8) { $0.lowercasedASCII == $1.lowercasedASCII }
    }

    /// Feeds the name without regard to the case of ASCII letters.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(storage.hash)
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
    public static let schemas: Self = "schemas"
    /// The common attribute `id` (RFC 7643 §3.1).
    public static let id: Self = "id"
    /// The common attribute `externalId` (RFC 7643 §3.1).
    public static let externalId: Self = "externalId"
    /// The common attribute `meta` (RFC 7643 §3.1).
    public static let meta: Self = "meta"
    /// The attribute by which a user is known (RFC 7643 §4.1.1).
    public static let userName: Self = "userName"
    /// The name to show (RFC 7643 §4.1.1, §4.2).
    public static let displayName: Self = "displayName"
    /// Whether a user may act (RFC 7643 §4.1.1).
    public static let active: Self = "active"
    /// The members of a group (RFC 7643 §4.2).
    public static let members: Self = "members"
    /// The groups of a user (RFC 7643 §4.1.2).
    public static let groups: Self = "groups"
    /// The roles of a user (RFC 7643 §4.1.2).
    public static let roles: Self = "roles"
    /// The password of a user (RFC 7643 §4.1.1).
    public static let password: Self = "password"
    /// The sub-attribute with the value itself (RFC 7643 §2.4).
    public static let value: Self = "value"
    /// The sub-attribute with the kind of a value (RFC 7643 §2.4).
    public static let type: Self = "type"
    /// The sub-attribute that marks the preferred value (RFC 7643 §2.4).
    public static let primary: Self = "primary"
    /// The sub-attribute with the name to show (RFC 7643 §2.4).
    public static let display: Self = "display"
    /// The sub-attribute with the URI of what is meant (RFC 7643 §2.4).
    public static let reference: Self = "$ref"
}
