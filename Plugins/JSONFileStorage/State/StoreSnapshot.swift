import RosterCore
import SCIM

/// One state of a store, to be read.
struct StoreSnapshot: ReadOnlyStore {
    let state: StoreState
    /// The threads that look at much at a time; `nil` to look at everything where the question is asked.
    var scanner: Scanner?

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) -> Resource? {
        state.stored(key)?.selected(by: selection)
    }

    func search(_ query: Query) async throws -> Page {
        guard let scanner, let collection = state.collection(of: query.type) else { return state.page(query) }
        let route = SearchRoute(query, in: collection)
        let work = state.work(query, by: route, in: collection, upTo: Scanner.piece)
        guard work > Scanner.piece else { return state.page(query, by: route, in: collection) }
        return try await scanner.page(query, by: route, work: work, in: state, collection)
    }

    func groups(of members: [ResourceID]) -> [ResourceID: [GroupReference]] { state.groups(of: members) }

    func types(of ids: [ResourceID], among types: [ResourceType]) -> [ResourceID: ResourceType] {
        state.types(of: ids, among: types)
    }
}
