public import SCIM

/// Something that a principal may do, such as `users:write`.
public struct Scope: Sendable, Hashable, CustomStringConvertible {
    /// The scope as text: the endpoint of a resource type without its slash in lower case, a colon, `read` or `write`.
    public let text: String

    /// Wraps a scope.
    public init(_ text: String) {
        self.text = text
    }

    /// The scope to read resources of a type.
    public static func read(_ type: ResourceType) -> Scope { Scope("\(area(of: type)):read") }

    /// The scope to create, change and delete resources of a type.
    public static func write(_ type: ResourceType) -> Scope { Scope("\(area(of: type)):write") }

    /// The scope of a user to read the resource that stands for itself, and no other (RFC 7644 §2, §3.11).
    public static let readSelf = Scope("me:read")

    /// The scope to read discovery documents (RFC 7644 §4).
    public static let discovery = Scope("schema:read")

    /// The scope of an application to read the directory: users, teams, roles and changes in its own words.
    public static let readDirectory = Scope("directory:read")

    /// The scope of an application to write to the directory.
    public static let writeDirectory = Scope("directory:write")

    /// The scope that includes all others.
    public static let all = Scope("*")

    /// The scope as text.
    public var description: String { text }

    private static func area(of type: ResourceType) -> String { type.endpoint.drop { $0 == "/" }.lowercased() }
}
