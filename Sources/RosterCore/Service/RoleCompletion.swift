import Logging
import SCIM

/// Judges the values of `roles` that a client writes, and gives new users the default role.
struct RoleCompletion: Sendable {
    let roles: any RoleResolver
    let logger: Logger

    /// What is kept of values of `roles`; one that names a role without its id joins the one that has it.
    ///
    /// - Parameters:
    ///   - standing: Values that are kept without being judged.
    ///   - isUrgent: Whether values that the resolver refuses are left out instead, because the request takes a user's access
    ///     away: no role may stand in the way of that.
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` for a role that is refused.
    func kept(
        _ pushed: [AttributeValue], besides standing: [AttributeValue] = [], evenIfRefused isUrgent: Bool
    ) async throws -> [AttributeValue] {
        let isPlain = standing.isEmpty && !isUrgent
        let kept = isPlain ? try await roles.kept(pushed) : try await keptOneByOne(pushed, standing, isUrgent)
        if kept.count < pushed.count {
            logger.info(
                "ignored values of 'roles' that name no known role", metadata: ["count": "\(pushed.count - kept.count)"]
            )
        }
        return pushed.allSatisfy { $0[.value] != nil } ? kept : kept.unitingRoles()
    }

    private func keptOneByOne(
        _ pushed: [AttributeValue], _ standing: [AttributeValue], _ isUrgent: Bool
    ) async throws -> [AttributeValue] {
        var kept: [AttributeValue] = []
        for value in pushed {
            do {
                kept += standing.contains(value) ? [value] : try await roles.kept([value])
            } catch let error as SCIMError where isUrgent && error.code == .invalidValue {
                logger.warning(
                    "ignored a role that would have kept a user from being deactivated",
                    metadata: ["reason": "\(error.wording.logged { _ in false })"])
            }
        }
        return kept
    }

    /// Gives the default role to a new user for whom no role was pushed, or none that is kept, and notes that it is one.
    func giveDefault(to draft: inout Draft) async throws {
        let subject = RoleSubject(id: nil, attributes: draft.attributes, groups: [])
        let granted = try await roles.roles(of: subject).filter { $0.origin == .byDefault }.map(\.role)
        guard let first = granted.first else { return }
        draft.attributes[.roles] = .array(granted.map { .complex($0.attributes) })
        guard draft.type.extension(.roleGrants) != nil else { return }
        draft.attributes[.roleGrants] = [.defaultRole: .string(first.id)]
    }
}

extension [AttributeValue] {
    /// Makes one of the values that name one role, unless their types differ (RFC 7643 §2.4); it is primary if one of them is.
    fileprivate func unitingRoles() -> [AttributeValue] {
        var united: [AttributeValue] = []
        for value in self {
            guard case .complex(let later) = value,
                let place = united.firstIndex(where: { $0.attributes?.namesRole(of: later) ?? false }),
                case .complex(var earlier) = united[place]
            else {
                united.append(value)
                continue
            }
            for (name, part) in later where earlier[name] == nil || name == .primary && part == true {
                earlier[name] = part
            }
            united[place] = .complex(earlier)
        }
        return united
    }
}

extension Attributes {
    fileprivate func namesRole(of other: Attributes) -> Bool {
        guard let id = self[.value]?.string, let otherID = other[.value]?.string else { return false }
        let type = self[.type], otherType = other[.type]
        return id.caseFolded == otherID.caseFolded && (type == nil || otherType == nil || type == otherType)
    }
}

extension Role {
    /// The role as a value of a user's `roles`.
    var attributes: Attributes {
        var attributes: Attributes = [.value: .string(id), .display: .string(name)]
        if let type { attributes.append(.type, .string(type)) }
        return attributes
    }
}
