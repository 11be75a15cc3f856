import RosterCore
public import SCIM

extension RuleRoleResolver {
    /// What is kept of values of `roles`: each as it was pushed, with the id of the role where it has none.
    ///
    /// Identity providers compare what they read with what they sent.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` for a role that the catalogue does not know, if such are rejected.
    public func kept(_ pushed: [AttributeValue]) throws(SCIMError) -> [AttributeValue] {
        var kept: [AttributeValue] = []
        for value in pushed {
            let named = PushedRole(value)
            if let role = named.flatMap(index.role) {
                kept.append(value.naming(role))
                continue
            }
            switch unknown {
            case .keep: kept.append(value)
            case .ignore: break
            case .reject:
                throw SCIMError(
                    .invalidValue,
                    named.map { "'roles': the role \($0.role.id.quotedForDisplay) is not known here" }
                        ?? "'roles': a value names no role")
            }
        }
        return kept
    }
}

extension AttributeValue {
    /// The value with the id of a role, if it has none.
    fileprivate func naming(_ role: Role) -> AttributeValue {
        guard case .complex(var attributes) = self, attributes[.value]?.string?.isEmpty ?? true else { return self }
        attributes[.value] = .string(role.id)
        return .complex(attributes)
    }
}
