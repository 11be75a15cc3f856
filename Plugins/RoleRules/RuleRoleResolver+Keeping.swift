import RosterCore
public import SCIM

extension RuleRoleResolver {
    /// What is kept of values of `roles`: each as it was pushed, with the id of the role where it has none.
    ///
    /// Identity providers compare what they read with what they sent. A value without an id that names no role of the
    /// catalogue is no role, and is left out.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` for a role that the catalogue does not know, if such are rejected.
    public func kept(_ pushed: [AttributeValue]) throws(SCIMError) -> [AttributeValue] {
        var kept: [AttributeValue] = []
        for value in pushed {
            guard let named = PushedRole(value) else { continue }
            if let role = index.role(for: named) {
                kept.append(value.naming(role))
                continue
            }
            switch unknown {
            case .keep: if named.role != nil { kept.append(value) }
            case .ignore: break
            case .reject:
                throw SCIMError(.invalidValue, "'roles': the role \(named.name.quotedForDisplay) is not known here")
            }
        }
        return kept
    }
}

extension AttributeValue {
    /// The value with the id of a role, if it has none.
    fileprivate func naming(_ role: Role) -> AttributeValue {
        guard case .complex(var attributes) = self, attributes[.value]?.words == nil else { return self }
        attributes[.value] = .string(role.id)
        return .complex(attributes)
    }
}
