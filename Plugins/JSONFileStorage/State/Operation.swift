import SCIM

/// One step of a transaction.
///
/// It says what is then, not how it came about, so that it can be carried out from a file without any of the rules that
/// led to it.
enum Operation: Sendable {
    /// A resource has these attributes; one that does not exist yet comes into being.
    case put(Put)
    /// A resource is gone.
    case delete(Address)
    /// Members of a group have come or gone.
    case changeMembers(MembersChange)

    /// Which resource is meant.
    struct Address: Sendable, Hashable {
        /// The place of the type among those of the store.
        var type: Int
        /// The identifier.
        var id: String
    }

    /// Which resource it is about.
    var address: Address {
        switch self {
        case .put(let put): put.address
        case .delete(let address): address
        case .changeMembers(let change): change.address
        }
    }

    /// What a resource is.
    struct Put: Sendable {
        var address: Address
        var version: Int
        var created: DateTime
        var lastModified: DateTime
        /// The attributes without members that are kept apart.
        var attributes: PackedAttributes
    }

    /// What becomes of the members of a group.
    struct MembersChange: Sendable {
        var address: Address
        var version: Int
        var lastModified: DateTime
        var delta: MemberDelta
    }
}
