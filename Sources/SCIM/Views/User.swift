/// The attributes of a user by their names (RFC 7643 §4.1): a view, which keeps what it has no name for.
///
/// ```swift
/// var user = User(userName: "ada@example.com")
/// user.name.givenName = "Ada"
/// user.emails = [MultiValue("ada@example.com", type: "work", isPrimary: true)]
/// let created = try await store.create(Draft(checking: user.attributes, as: .user))
/// ```
public struct User: Sendable, Hashable {
    /// All attributes.
    public var attributes: Attributes

    /// Shows attributes, such as those of a ``Resource`` or a ``Draft``.
    public init(_ attributes: Attributes) {
        self.attributes = attributes
    }

    /// Makes a user.
    public init(userName: String) {
        attributes = [.userName: .string(userName)]
    }

    /// What the user signs in with, unique whatever its letter case; `nil` only where an answer leaves it out.
    public var userName: String? {
        get { attributes.text(.userName) }
        set { attributes.setText(.userName, newValue) }
    }

    /// The identifier that the client gave.
    public var externalId: String? {
        get { attributes.text(.externalId) }
        set { attributes.setText(.externalId, newValue) }
    }

    /// The name to show to people.
    public var displayName: String? {
        get { attributes.text(.displayName) }
        set { attributes.setText(.displayName, newValue) }
    }

    /// The title, such as "Vice President".
    public var title: String? {
        get { attributes.text("title") }
        set { attributes.setText("title", newValue) }
    }

    /// Whether the user may sign in, as a user may of whom nothing is said.
    public var isActive: Bool {
        get { attributes[.active] != false }
        set { attributes[.active] = .boolean(newValue) }
    }

    /// The parts of the name.
    public var name: Name {
        get { Name(attributes["name"]?.attributes ?? Attributes()) }
        set { attributes["name"] = newValue.attributes.isEmpty ? nil : .complex(newValue.attributes) }
    }

    /// The e-mail addresses.
    public var emails: [MultiValue] {
        get { attributes.multiValues("emails") }
        set { attributes.setMultiValues("emails", newValue) }
    }

    /// The address to use: the primary one, or else the first.
    public var email: String? { (emails.first(where: \.isPrimary) ?? emails.first)?.value }

    /// The telephone numbers.
    public var phoneNumbers: [MultiValue] {
        get { attributes.multiValues("phoneNumbers") }
        set { attributes.setMultiValues("phoneNumbers", newValue) }
    }

    /// The roles that the client pushed.
    ///
    /// What a user may do is told by the grants of the directory.
    public var roles: [MultiValue] {
        get { attributes.multiValues(.roles) }
        set { attributes.setMultiValues(.roles, newValue) }
    }

    /// The attributes of the enterprise extension (RFC 7643 §4.3).
    public var enterprise: Attributes? {
        get { attributes[AttributeName(Schema.enterpriseUser.id)]?.attributes }
        set { attributes[AttributeName(Schema.enterpriseUser.id)] = newValue.map { .complex($0) } }
    }
}

extension User {
    /// The parts of a user's name.
    public struct Name: Sendable, Hashable {
        /// All parts.
        public var attributes: Attributes

        init(_ attributes: Attributes) {
            self.attributes = attributes
        }

        /// The whole name in one text.
        public var formatted: String? {
            get { attributes.text("formatted") }
            set { attributes.setText("formatted", newValue) }
        }

        /// The given name, or first name.
        public var givenName: String? {
            get { attributes.text("givenName") }
            set { attributes.setText("givenName", newValue) }
        }

        /// The family name, or last name.
        public var familyName: String? {
            get { attributes.text("familyName") }
            set { attributes.setText("familyName", newValue) }
        }
    }
}
