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
