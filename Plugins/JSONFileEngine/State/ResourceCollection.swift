import HashTreeCollections
import SCIM

/// The resources of one type with the indexes over them.
///
/// Indexes lead to ordinals, and only the ordered tree leads on to resources, so a change that touches no indexed value
/// changes one path of one tree.
package struct ResourceCollection: Sendable {
    /// How the type is kept.
    package let layout: TypeLayout
    /// The resources in the order of creation.
    package private(set) var resources = OrderedTree<StoredResource>()
    /// When the latest resource was created, whether it is still there or not.
    private(set) var latestCreation: DateTime?
    /// Whether the order of the resources is that of their times of creation.
    private(set) var isChronological = true
    /// How many members all resources have together.
    private(set) var memberCount = 0
    private var ordinals = TreeDictionary<String, Int>()
    private var indexes: [ValueIndex]
    private var memberships = TreeDictionary<String, Postings>()

    /// No resources.
    init(_ layout: TypeLayout) {
        self.layout = layout
        indexes = layout.indexed.map { _ in ValueIndex() }
    }

    /// The resource of an id.
    package subscript(id: String) -> StoredResource? { ordinals[id].flatMap { resources[$0] } }

    /// Whether a resource has this id.
    func contains(_ id: String) -> Bool { ordinals[id] != nil }

    /// The resource that was created last, of those that are there.
    var latest: StoredResource? {
        resources.isEmpty ? nil : resources.window(from: resources.count - 1, count: 1).first
    }

    /// The place of a resource in the order of creation.
    func ordinal(of id: String) -> Int? { ordinals[id] }

    /// The resources that have a value of an indexed attribute, in the order of creation, as ordinals.
    func ordinals(_ index: Int, of key: String) -> [Int] { ordinals(postings(index, of: key), index, of: key) }

    /// Those of some resources that have a value of an indexed attribute, in the order of creation, as ordinals.
    func ordinals(_ postings: Postings?, _ index: Int, of key: String) -> [Int] {
        (postings?.ordinals ?? []).filter {
            resources[$0].map { layout.indexed[index].hasKey(key, in: $0.attributes) } ?? false
        }
    }

    /// The resources that may have a value of an indexed attribute.
    func postings(_ index: Int, of key: String) -> Postings? { indexes[index].postings(of: key) }

    /// Whether several resources may share a value of an indexed attribute.
    func hasSharedValues(_ index: Int) -> Bool { indexes[index].hasSharedValues }

    /// The resources that have a member.
    func postings(ofMember id: String) -> Postings? { memberships[id] }

    /// The resources that have a member, in the order of creation.
    func holders(of id: String) -> [StoredResource] {
        (memberships[id]?.ordinals ?? []).compactMap { resources[$0] }
    }
}

extension ResourceCollection {
    /// Puts a state in the place of that of the same id, or behind all others.
    ///
    /// - Parameter newOrdinal: The place of a resource that is new.
    mutating func put(_ put: Operation.Put, newOrdinal: Int) {
        let old = self[put.address.id]
        let ordinal = old?.ordinal ?? newOrdinal
        let new = StoredResource(
            layout.type, id: old?.id ?? put.address.id, put, ordinal: ordinal, members: old?.members ?? MemberList())
        reindex(ordinal, from: old?.attributes, to: new.attributes)
        if old == nil { ordinals[new.id] = ordinal }
        noteCreation(at: new.created, insteadOf: old?.created)
        resources.set(ordinal, to: new)
    }

    /// Takes a resource away.
    package mutating func delete(_ id: String) {
        guard let old = self[id] else { return }
        reindex(old.ordinal, from: old.attributes, to: nil)
        memberCount -= old.members.count
        old.members.visit { member in
            if let id = member.id { memberships.remove(old.ordinal, for: id) }
        }
        ordinals[id] = nil
        resources.remove(old.ordinal)
    }

    /// Lets members come and go.
    ///
    /// - Returns: Whether the resource exists.
    mutating func changeMembers(_ change: Operation.MembersChange) -> Bool {
        guard let old = self[change.address.id] else { return false }
        if change.delta.removesAll {
            old.members.visit { member in
                if let id = member.id { memberships.remove(old.ordinal, for: id) }
            }
        }
        for key in change.delta.removed { memberships.remove(old.ordinal, for: key) }
        for case .reference(let id, _) in change.delta.added { memberships.insert(old.ordinal, for: id) }
        let new = StoredResource(old, change)
        memberCount += new.members.count - old.members.count
        resources.set(old.ordinal, to: new)
        return true
    }

    private mutating func noteCreation(at time: DateTime, insteadOf old: DateTime?) {
        if let old, old != time { isChronological = false }
        guard old == nil else { return }
        if let latestCreation, time < latestCreation { isChronological = false }
        latestCreation = max(time, latestCreation ?? time)
    }

    private mutating func reindex(_ ordinal: Int, from old: PackedAttributes?, to new: PackedAttributes?) {
        for (place, attribute) in layout.indexed.enumerated() {
            if let old, let new, old.hasSame(attribute.top, as: new) { continue }
            if let old { attribute.visitKeys(in: old) { indexes[place].remove(ordinal, for: $0) } }
            if let new { attribute.visitKeys(in: new) { indexes[place].insert(ordinal, for: $0) } }
        }
    }
}
