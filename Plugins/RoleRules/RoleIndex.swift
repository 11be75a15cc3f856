import RosterCore
import SCIM

/// A catalogue of roles, to be searched by what identity providers push, without regard to letter case.
struct RoleIndex: Sendable {
    private let byID: [String: Role]
    private let byType: [String: Role]
    private let byName: [String: Role]

    init(_ roles: [Role]) {
        byID = Self.index(roles) { $0.id }
        byType = Self.index(roles) { $0.type }
        byName = Self.index(roles) { $0.name }
    }

    /// The role whose id was pushed as value; else the one whose type was; else the one whose name was as value or as
    /// display name.
    func role(for pushed: PushedRole) -> Role? {
        let value = pushed.value?.caseFolded
        return value.flatMap { byID[$0] } ?? pushed.type.flatMap { byType[$0.caseFolded] }
            ?? value.flatMap { byName[$0] } ?? pushed.display.flatMap { byName[$0.caseFolded] }
    }

    private static func index(_ roles: [Role], by key: (Role) -> String?) -> [String: Role] {
        Dictionary(roles.compactMap { role in key(role).map { ($0.caseFolded, role) } }) { first, _ in first }
    }
}

/// A value of `roles`, as an identity provider pushed it (RFC 7643 §4.1.2).
struct PushedRole {
    private(set) var value: String?
    let type: String?
    private(set) var display: String?

    /// Reads a complex value or a bare one; `nil` if it names nothing.
    init?(_ value: AttributeValue) {
        self.value = value.words ?? value[.value]?.words
        type = value[.type]?.words
        display = value[.display]?.words
        openAppRole()
        if self.value == nil, type == nil, display == nil { return nil }
    }

    /// The role itself, as far as it was described; `nil` without an id, which makes a role one.
    var role: Role? { value.map { Role(id: $0, name: display ?? $0, type: type) } }

    /// What the role was called, by whichever part called it something.
    var name: String { value ?? display ?? type ?? "" }

    /// Takes the role out of a value that is JSON text itself.
    ///
    /// Entra ID's `AppRoleAssignments` mapping pushes `"{\"id\":…,\"value\":…,\"displayName\":…}"`. The attribute stays
    /// as it was pushed. An app role may lack its `value`; then its name alone can tell which role it is.
    private mutating func openAppRole() {
        guard let text = value?.drop(while: \.isWhitespace), text.first == "{",
            case .complex(let role)? = try? JSONReader.read(text.utf8)
        else { return }
        value = role[.value]?.words
        display = display ?? role[.displayName]?.words
    }
}

extension AttributeValue {
    /// A text that is more than blanks.
    var words: String? {
        guard let text = string, text.contains(where: { !$0.isWhitespace }) else { return nil }
        return text
    }
}
