public import SCIM

/// Keeps resources: the back end behind the service.
///
/// Five methods are enough; the others have defaults that are built from them, and exist so that a strong back end
/// can do better.
///
/// The contract, which `StoreConformance` in `RosterTesting` checks line by line:
///
/// - A method that returns has made its change durable; a method that throws has changed nothing.
/// - Calls may run concurrently.
/// - The store issues id, version and times. An id and, for one resource, a version are never used twice.
/// - Values of attributes whose uniqueness is `server` are unique among the resources of a type, `userName` without
///   regard to case; ``SCIM/ResourceType/uniqueValues(in:)`` names them, those of extensions too.
/// - Deleting a resource also takes it out of the members of every group; ``SCIM/ResourceType/attributes(_:without:)`` says
///   how, as ``SCIM/ResourceType/memberIDs(in:)`` says who they are. Where the store keeps the records of an application, the
///   types that it is given say where these hold names and members (``RecordTypes``).
/// - Results come in the order of creation unless a query asks for another order.
/// - A step of a walk (``SCIM/Query/step``) counts from a place that need not be taken any more, in an order in which
///   nothing ties; `created` never changes.
///
/// Errors that a client can act on are ``SCIM/SCIMError``; any other error is answered with status 500 and logged.
public protocol IdentityStore: Sendable {
    /// Keeps a new resource (RFC 7644 §3.3).
    ///
    /// - Returns: The resource with id, version and times.
    /// - Throws: ``SCIM/SCIMError/Code/uniqueness`` if a unique value is taken.
    func create(_ draft: Draft) async throws -> Resource

    /// Fetches one resource (RFC 7644 §3.4.1).
    ///
    /// - Parameter selection: What the answer needs; a store may return more.
    /// - Returns: The resource, `nil` if no resource of this type has the id.
    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async throws -> Resource?

    /// Finds resources (RFC 7644 §3.4.2).
    ///
    /// - Parameter query: What is wanted. ``SCIM/Query/page(of:)`` answers it from resources at hand.
    /// - Returns: The page; with ``SCIM/Page/positions`` if the query is a step of a walk.
    /// - Throws: ``SCIM/SCIMError/Code/tooMany`` if the store will not compute the answer.
    func search(_ query: Query) async throws -> Page

    /// Puts a new state in the place of a resource's current one, if the precondition holds for the current version.
    ///
    /// - Parameter resource: The resource with its new attributes; its version and times are not looked at.
    /// - Returns: The resource with its new version and `lastModified`.
    /// - Throws: ``SCIM/SCIMError/Code/notFound``, ``SCIM/SCIMError/Code/preconditionFailed``,
    ///   ``SCIM/SCIMError/Code/uniqueness``.
    func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource

    /// Takes a resource away, and out of every group (RFC 7644 §3.6).
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound``, ``SCIM/SCIMError/Code/preconditionFailed``.
    func delete(_ key: ResourceKey, if precondition: Precondition) async throws

    /// Changes a resource (RFC 7644 §3.5). The default reads, applies, updates if unchanged, and tries again.
    ///
    /// A modification that changes nothing changes neither version nor `lastModified`.
    ///
    /// - Parameter selection: What the answer needs; a store may return more.
    /// - Throws: What ``update(_:if:)`` throws, and what the modification itself refuses. A race that was lost without
    ///   a precondition of the client is never shown as ``SCIM/SCIMError/Code/preconditionFailed``.
    func modify(
        _ key: ResourceKey, by modification: Modification, if precondition: Precondition,
        selecting selection: AttributeSelection
    ) async throws -> Resource

    /// The groups that name resources as their members. The default asks ``search(_:)``.
    ///
    /// - Parameter type: The type of the groups, which says where their members stand.
    /// - Returns: The groups for each member that has any, in the order of their creation.
    func groups(of members: [ResourceID], in type: ResourceType) async throws -> [ResourceID: [GroupReference]]

    /// The groups that resources are members of, themselves or through groups in groups (RFC 7643 §4.1.2). The default asks
    /// ``groups(of:in:)`` for one level after the other.
    ///
    /// - Parameters:
    ///   - type: The type of the groups, which says where their members stand.
    ///   - limit: The most groups of all members together (``GroupCount``); `nil` for an answer that cannot be asked for in
    ///     smaller parts.
    /// - Returns: The groups for each member that has any, each once, in the order of ``SCIM/GroupWalk``.
    /// - Throws: ``SCIM/SCIMError/Code/tooMany`` beyond the limit.
    func allGroups(
        of members: [ResourceID], in type: ResourceType, atMost limit: Int?
    ) async throws -> [ResourceID: [GroupReference]]

    /// Of which types the resources with these ids are. The default looks each of them up.
    ///
    /// - Returns: The type for each id that a resource has.
    func types(of ids: [ResourceID], among types: [ResourceType]) async throws -> [ResourceID: ResourceType]

    /// What the store holds now, to be read: no later change shows in it, and it takes none itself (``ReadOnlyStore``).
    ///
    /// An answer that needs several look-ups is read from one snapshot, so that it shows one moment.
    ///
    /// - Returns: The snapshot, which should cost next to nothing; `nil`, as the default says, if the store has none. Then
    ///   such an answer may mix what the store held before and after a change that was made between two look-ups.
    func snapshot() async throws -> (any IdentityStore)?

    /// The changes of the store, in order; `nil`, as the default says, if it keeps no history.
    ///
    /// A store that is a ``ChangeFeed`` hands itself out.
    var feed: (any ChangeFeed)? { get }

    /// What an operator has to look at, such as that no change can be made at the moment or that the last backup failed, in words
    /// that anybody may read; `nil`, as the default says, if all is well. `/readyz` tells it.
    var impediment: String? { get }

    /// What the store does beside requests; `nil`, as the default says, if there is nothing.
    var backgroundWork: (any BackgroundWork)? { get }
}
