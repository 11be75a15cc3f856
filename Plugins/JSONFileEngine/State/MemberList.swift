import HashTreeCollections
import SCIM

/// The members of one group in the order in which they were added, found by id as fast as by position.
package struct MemberList: Sendable {
    private var order = OrderedTree<Member>()
    private var positions = TreeDictionary<String, Int>()
    private var nextPosition = 0

    /// No members.
    init() {}

    /// Collects members; one that is mentioned twice is kept once.
    init(_ members: some Sequence<Member>) {
        for member in members { add(member) }
    }

    /// The number of members.
    package var count: Int { order.count }

    /// Whether there is no member.
    package var isEmpty: Bool { order.isEmpty }

    /// The values of the attribute that names the members.
    ///
    /// - Parameter path: Where ids stand.
    func values(at path: AttributePath) -> [AttributeValue] {
        var values: [AttributeValue] = []
        values.reserveCapacity(count)
        visit { values.append($0.value(at: path)) }
        return values
    }

    /// Hands all members out in order.
    package func visit(_ body: (Member) throws -> Void) rethrows {
        try order.visit { member in
            try body(member)
            return true
        }
    }

    /// Where a member stands, as a number that tells it from an earlier member of the same key.
    package func position(of key: String) -> Int? { positions[key] }

    /// The member of a key.
    package subscript(key: String) -> Member? { positions[key].flatMap { order[$0] } }

    /// Puts a member in the place of the one with the same key, or behind all others.
    mutating func set(_ member: Member, for key: String) {
        if let position = positions[key] {
            order.set(position, to: member)
        } else {
            positions[key] = nextPosition
            order.set(nextPosition, to: member)
            nextPosition += 1
        }
    }

    /// Adds a member as RFC 7644 §3.5.2.1 wants it: one that is there already takes the new sub-attributes on.
    package mutating func add(_ member: Member) {
        let key = member.key
        set(self[key]?.merged(with: member) ?? member, for: key)
    }

    /// Takes a member away.
    mutating func remove(_ key: String) {
        guard let position = positions.removeValue(forKey: key) else { return }
        order.remove(position)
    }
}
