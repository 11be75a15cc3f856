import RosterCore
import SCIM

/// One state of a store, to be read.
struct StoreSnapshot: IdentityStore {
    let state: StoreState

    private static let readOnly = SCIMError(.internalError, "a state that has passed cannot be changed")

    func create(_ draft: Draft) throws -> Resource { throw Self.readOnly }

    func update(_ resource: Resource, if precondition: Precondition) throws -> Resource { throw Self.readOnly }

    func delete(_ key: ResourceKey, if precondition: Precondition) throws { throw Self.readOnly }

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) -> Resource? {
        state.stored(key)?.selected(by: selection)
    }

    func search(_ query: Query) throws -> Page { try state.page(query, counting: .ofTask) }

    func groups(of members: [ResourceID], in type: ResourceType) -> [ResourceID: [GroupReference]] {
        state.groups(of: members, state.groups)
    }

    func allGroups(of members: [ResourceID], in type: ResourceType) -> [ResourceID: [GroupReference]] {
        state.groups(of: members, state.allGroups)
    }

    func types(of ids: [ResourceID], among types: [ResourceType]) -> [ResourceID: ResourceType] {
        state.types(of: ids, among: types)
    }
}
