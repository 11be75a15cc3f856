import RosterCore
package import SCIM

/// One state of a store, to be read.
package struct StoreSnapshot: ReadOnlyStore {
    package let state: StoreState
    /// The threads that look at much at a time; `nil` to look at everything where the question is asked.
    package var scanner: Scanner?

    /// Shows a state.
    package init(state: StoreState, scanner: Scanner? = nil) {
        self.state = state
        self.scanner = scanner
    }

    package func resource(_ key: ResourceKey, selecting selection: AttributeSelection) -> Resource? {
        state.stored(key)?.selected(by: selection)
    }

    func search(_ query: Query) async throws -> Page {
        guard let collection = state.collection(of: query.type) else { return Page([], totalResults: 0) }
        guard let scanner else { return try state.page(query, counting: .ofTask) }
        let route = SearchRoute(query, in: collection)
        let work = state.work(query, by: route, in: collection, upTo: Scanner.piece)
        guard work * max(1, query.filter?.comparisons ?? 1) > Scanner.comparisonsInPlace else {
            // So little needs no meter, whose clock costs two system calls; but groups in groups are not counted yet.
            return try state.page(
                query, by: route, in: collection, counting: query.looksAtGroups ? .ofTask : nil)
        }
        return try await scanner.page(query, by: route, work: work, in: state, collection)
    }

    package func groups(of members: [ResourceID], in type: ResourceType) -> [ResourceID: [GroupReference]] {
        state.groups(of: members)
    }

    package func allGroups(
        of members: [ResourceID], in type: ResourceType, atMost limit: Int?
    ) async throws -> [ResourceID: [GroupReference]] {
        try await state.allGroups(of: members, atMost: limit)
    }

    package func types(of ids: [ResourceID], among types: [ResourceType]) -> [ResourceID: ResourceType] {
        state.types(of: ids, among: types)
    }
}
