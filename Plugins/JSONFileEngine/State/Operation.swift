package import SCIM

/// One step of a transaction.
///
/// It says what is then, not how it came about, so that it can be carried out from a file without any of the rules that
/// led to it.
package enum Operation: Sendable {
    /// A resource has these attributes; one that does not exist yet comes into being.
    case put(Put)
    /// A resource is gone.
    case delete(Address)
    /// Members of a group have come or gone.
    case changeMembers(MembersChange)

    /// Which resource is meant.
    package struct Address: Sendable, Hashable {
        /// The place of the type among those of the store.
        package var type: Int
        /// The identifier.
        package var id: String

        /// Names a resource.
        package init(type: Int, id: String) {
            self.type = type
            self.id = id
        }
    }

    /// Which resource it is about.
    package var address: Address {
        switch self {
        case .put(let put): put.address
        case .delete(let address): address
        case .changeMembers(let change): change.address
        }
    }

    /// What a resource is.
    package struct Put: Sendable {
        package var address: Address
        package var version: Int
        package var created: DateTime
        package var lastModified: DateTime
        /// The attributes without members that are kept apart.
        package var attributes: PackedAttributes

        /// Describes a resource.
        package init(
            address: Address, version: Int, created: DateTime, lastModified: DateTime, attributes: PackedAttributes
        ) {
            self.address = address
            self.version = version
            self.created = created
            self.lastModified = lastModified
            self.attributes = attributes
        }
    }

    /// What becomes of the members of a group.
    package struct MembersChange: Sendable {
        package var address: Address
        package var version: Int
        package var lastModified: DateTime
        var delta: MemberDelta

        /// Describes how members change.
        package init(address: Address, version: Int, lastModified: DateTime, delta: MemberDelta) {
            self.address = address
            self.version = version
            self.lastModified = lastModified
            self.delta = delta
        }
    }
}
