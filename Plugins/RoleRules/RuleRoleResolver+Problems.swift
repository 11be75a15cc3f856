public import RosterCore
import SCIM

extension RuleRoleResolver {
    /// A problem for each rule that names a group which the store does not have, at the place of the group's name.
    ///
    /// - Throws: What the store throws.
    public func problems(in store: any IdentityStore) async throws -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        for group in rules.rules.compactMap(\.group) {
            guard let absence = group.absence else { continue }
            if try await !exists(group, in: store) { problems.append(absence) }
        }
        return problems
    }

    private func exists(_ group: GroupCondition, in store: any IdentityStore) async throws -> Bool {
        switch group.kind {
        case .id(let id): try await store.resource(ResourceKey(rules.groupType, id), selecting: .minimum) != nil
        case .externalID(let id): try await exists(.externalId, equalTo: id, in: store)
        case .name(let name): try await exists(.displayName, equalTo: name, in: store)
        case .pattern: true
        }
    }

    private func exists(
        _ attribute: AttributeName, equalTo text: String, in store: any IdentityStore
    ) async throws -> Bool {
        let filter = try rules.groupType.resolve(.compare(attribute.text, .eq, .string(text)))
        return try await store.search(Query(rules.groupType, filter: filter, count: 0)).totalResults > 0
    }
}
