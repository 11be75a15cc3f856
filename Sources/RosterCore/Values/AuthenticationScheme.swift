public import SCIM

/// A way to authenticate, as clients are told about it (RFC 7643 §5, `authenticationSchemes`).
public struct AuthenticationScheme: Sendable, Hashable {
    /// The kind: `oauthbearertoken`, `httpbasic`, `httpdigest`, `oauth` or `oauth2`.
    public var type: String
    /// The name for people.
    public var name: String
    /// What it is, for people.
    public var description: String
    /// The URL of its specification.
    public var specification: String?
    /// The word that names it in `Authorization` and `WWW-Authenticate`, such as `Bearer`.
    public var challenge: String

    /// Describes a scheme.
    public init(type: String, name: String, description: String, specification: String? = nil, challenge: String) {
        self.type = type
        self.name = name
        self.description = description
        self.specification = specification
        self.challenge = challenge
    }

    /// A bearer token in the `Authorization` header (RFC 6750).
    public static let bearerToken = AuthenticationScheme(
        type: "oauthbearertoken", name: "Bearer token",
        description: "The token of a service account in the Authorization header.",
        specification: "https://www.rfc-editor.org/info/rfc6750", challenge: "Bearer")

    /// The entry in the service provider configuration.
    public func representation(primary: Bool) -> Attributes {
        var entry: Attributes = [.type: .string(type), "name": .string(name), "description": .string(description)]
        if let specification { entry.append("specUri", .string(specification)) }
        entry.append(.primary, .boolean(primary))
        return entry
    }
}
