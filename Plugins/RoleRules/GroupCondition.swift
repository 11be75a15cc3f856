import RosterCore
import SCIM

/// Which groups a rule speaks of.
struct GroupCondition: Sendable {
    enum Kind: Sendable {
        case id(ResourceID)
        case externalID(String)
        /// The name, case folded.
        case name(String)
        case pattern(NamePattern)
    }

    let kind: Kind
    /// What to say if there is no such group; `nil` where that is nothing to speak of.
    let absence: ConfigurationProblem?

    /// - Parameter name: The name of the group, case folded, so that many rules need not do it again.
    func holds(for group: GroupReference, called name: String?) -> Bool {
        switch kind {
        case .id(let id): id == group.id
        case .externalID(let id): id == group.externalID
        case .name(let wanted): wanted == name
        case .pattern(let pattern): name.map(pattern.matches) ?? false
        }
    }
}
