/// Who causes a change and by which request, for stores that write it down.
///
/// It travels with the task and not through the protocols, because no decision depends on it: a store that keeps no history
/// need not know that it exists.
public struct Provenance: Sendable, Hashable {
    /// The identifier of the credentials, which may stand in logs.
    public var actor: String
    /// The identifier of the request.
    public var request: String

    /// Names an actor and a request.
    public init(actor: String, request: String) {
        self.actor = actor
        self.request = request
    }

    /// Names an actor and a request.
    public init(actor: String, request: RequestID) {
        self.init(actor: actor, request: request.description)
    }

    /// Where the changes of the current task come from; `nil` if nobody said.
    @TaskLocal public static var current: Provenance?

    /// Carries out a write of which the store is to know where it comes from.
    func writing<Outcome: Sendable>(_ write: () async throws -> Outcome) async rethrows -> Outcome {
        try await Self.$current.withValue(self, operation: write)
    }
}
