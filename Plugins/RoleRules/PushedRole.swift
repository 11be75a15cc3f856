import RosterCore
import SCIM

/// A value of `roles`, as an identity provider pushed it (RFC 7643 §4.1.2).
struct PushedRole {
    private(set) var value: String?
    let type: String?
    private(set) var display: String?

    /// Reads a complex value or a bare one; `nil` if it names nothing.
    init?(_ value: AttributeValue) {
        let text = { (name: AttributeName) in value[name]?.string.flatMap { $0.isEmpty ? nil : $0 } }
        self.value = value.string.flatMap { $0.isEmpty ? nil : $0 } ?? text(.value)
        type = text(.type)
        display = text(.display)
        openAppRole()
        if self.value == nil, type == nil, display == nil { return nil }
    }

    /// The role itself, as far as it was described.
    var role: Role {
        let id = value ?? display ?? type ?? ""
        return Role(id: id, name: display ?? id, type: type)
    }

    /// Takes the role out of a value that is JSON text itself.
    ///
    /// Entra ID's `AppRoleAssignments` mapping pushes `"{\"id\":…,\"value\":…,\"displayName\":…}"`. The attribute stays
    /// as it was pushed.
    private mutating func openAppRole() {
        guard let text = value, text.utf8.first == UInt8(ascii: "{"),
            case .complex(let role)? = try? JSONReader.read(text.utf8), let name = role[.value]?.string, !name.isEmpty
        else { return }
        value = name
        display = display ?? role[.displayName]?.string
    }
}
