import RosterCore
import SCIM
import Synchronization

/// A store of which every state is known: it tells the reference of each write, and lets others act between two look-ups.
struct WatchedStore: IdentityStore {
    let base: any IdentityStore
    let journal: ReferenceJournal
    /// Whether snapshots of the base are handed out; otherwise each look-up sees what is there by then.
    var hasSnapshots = true
    var feed: (any ChangeFeed)?
    /// Happens before each look-up.
    let interruption: @Sendable () async -> Void

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async throws -> Resource? {
        await interruption()
        return try await base.resource(key, selecting: selection)
    }

    func search(_ query: Query) async throws -> Page {
        await interruption()
        return try await base.search(query)
    }

    func groups(of members: [ResourceID], in type: ResourceType) async throws -> [ResourceID: [GroupReference]] {
        await interruption()
        return try await base.groups(of: members, in: type)
    }

    func allGroups(
        of members: [ResourceID], in type: ResourceType, atMost limit: Int?
    ) async throws -> [ResourceID: [GroupReference]] {
        await interruption()
        return try await base.allGroups(of: members, in: type, atMost: limit)
    }

    func types(of ids: [ResourceID], among types: [ResourceType]) async throws -> [ResourceID: ResourceType] {
        await interruption()
        return try await base.types(of: ids, among: types)
    }

    func snapshot() async throws -> (any IdentityStore)? {
        await interruption()
        guard hasSnapshots, let snapshot = try await base.snapshot() else { return nil }
        return WatchedStore(base: snapshot, journal: journal, interruption: interruption)
    }

    func create(_ draft: Draft) async throws -> Resource {
        await interruption()
        return try await journal.writing {
            try await base.create(draft)
        } of: {
            $0.id.text
        }
    }

    func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        await interruption()
        return try await journal.writing {
            try await base.update(resource, if: precondition)
        } of: {
            $0.id.text
        }
    }

    func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        await interruption()
        try await journal.writing {
            try await base.delete(key, if: precondition)
        } of: { _ in
            key.id.text
        }
    }

    func modify(
        _ key: ResourceKey, by modification: Modification, if precondition: Precondition,
        selecting selection: AttributeSelection
    ) async throws -> Resource {
        await interruption()
        return try await journal.writing {
            try await base.modify(key, by: modification, if: precondition, selecting: selection)
        } of: {
            $0.id.text
        }
    }
}

/// The states of the reference, one after each write.
final class ReferenceJournal: Sendable {
    private let states = Mutex<[Reference]>([Reference()])
    private let turnstile = Turnstile()

    /// The number of the last state.
    var last: Int { states.withLock { $0.count - 1 } }
    var all: [Reference] { states.withLock { $0 } }
    var now: Reference { states.withLock { $0[$0.count - 1] } }

    /// The number of the last state when no write is under way: a reader may have seen what is not noted yet.
    func settled() async -> Int { await turnstile.alone { last } }

    subscript(range: ClosedRange<Int>) -> [Reference] { states.withLock { Array($0[range]) } }

    /// Writes, and notes what the current step makes of the last state.
    fileprivate func writing<Outcome: Sendable>(
        _ write: () async throws -> Outcome, of id: (Outcome) -> String
    ) async throws -> Outcome {
        try await turnstile.alone {
            let outcome = try await write()
            guard let progress = Step.current else { return outcome }
            let number = states.withLock { states in
                var next = states[states.count - 1]
                progress.step.effect(&next, id(outcome))
                states.append(next)
                return states.count - 1
            }
            progress.state.value = number
            return outcome
        }
    }
}
