import SCIM

/// All rules, and the types that they speak of.
struct RuleSet: Sendable {
    var rules: [RoleRule] = []
    var userType: ResourceType = .user
    var groupType: ResourceType = .group

    var isEmpty: Bool { rules.isEmpty }
}
