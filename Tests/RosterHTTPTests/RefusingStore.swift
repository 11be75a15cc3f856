import RosterCore
import SCIM

/// A store that refuses everything in the same way.
struct RefusingStore: IdentityStore {
    let error: SCIMError

    func create(_ draft: Draft) throws -> Resource { throw error }
    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) throws -> Resource? { throw error }
    func search(_ query: Query) throws -> Page { throw error }
    func update(_ resource: Resource, if precondition: Precondition) throws -> Resource { throw error }
    func delete(_ key: ResourceKey, if precondition: Precondition) throws { throw error }
}
