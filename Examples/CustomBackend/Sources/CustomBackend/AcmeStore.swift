import RosterCore
import SCIM
import Synchronization

extension PluginFactory<any IdentityStore> {
    /// `type: acme`, which has no further keys.
    static var acme: Self {
        Self(type: "acme") { _, _ in { AcmeStore() } }
    }
}

/// Keeps identities in Acme's own directory.
///
/// The directory is one value behind a lock, so each method is one transaction.
final class AcmeStore: IdentityStore {
    private let directory = Mutex(AcmeDirectory())

    func create(_ draft: Draft) throws -> Resource {
        try change { try $0.add(draft.attributes, of: draft.type) }
    }

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) -> Resource? {
        directory.withLock { $0[key]?.resource }
    }

    func search(_ query: Query) throws -> Page {
        // The copy is free and nobody waits while it is searched.
        let now = directory.withLock { $0 }
        return try query.page(of: now.allCards.map(\.resource))
    }

    func update(_ resource: Resource, if precondition: Precondition) throws -> Resource {
        try modify(resource.key, if: precondition) { _ in resource.attributes }
    }

    func delete(_ key: ResourceKey, if precondition: Precondition) throws {
        try change { directory in
            try precondition.check(try directory.card(key).version)
            directory.remove(key)
        }
    }

    /// Nothing can come between under the lock, so nothing has to be tried again, as the default would.
    func modify(
        _ key: ResourceKey, by modification: Modification, if precondition: Precondition,
        selecting selection: AttributeSelection
    ) throws -> Resource {
        try modify(key, if: precondition) { try modification.applied(to: $0, of: key.type) }
    }

    private func modify(
        _ key: ResourceKey, if precondition: Precondition, _ attributes: (Attributes) throws -> Attributes
    ) throws -> Resource {
        try change { directory in
            let card = try directory.card(key)
            try precondition.check(card.version)
            return try directory.write(try attributes(card.attributes), on: card)
        }
    }

    /// Works on a copy and publishes it unless something is refused: a change that throws has changed nothing.
    private func change<Outcome: Sendable>(_ body: (inout AcmeDirectory) throws -> Outcome) throws -> Outcome {
        try directory.withLock { current in
            var next = current
            let outcome = try body(&next)
            current = next
            return outcome
        }
    }
}
