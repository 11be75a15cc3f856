import HTTPTypes
import SCIM

/// A write of an identity provider or of the application, and what it has to come to.
struct Step: Sendable {
    var method: HTTPRequest.Method
    /// The path, below `/scim` or below `/directory`.
    var path: String
    var body: AttributeValue?
    var isOfApplication = false
    /// Whether members come, which a store may take in that have been deleted since they were looked up.
    var addsMembers = false
    /// What it changes; receives the id of what was created.
    var effect: @Sendable (inout Reference, _ id: String) -> Void = { _, _ in }
    /// Whether it has to be refused at a moment.
    var isRefused: @Sendable (Reference) -> Bool = { _ in false }
    /// What the answer shows.
    var answer: (@Sendable (Reference) -> AttributeValue?)?

    /// The step that the current task carries out, and what it has come to.
    @TaskLocal static var current: Progress?
}

/// How far a step has come.
final class Progress: Sendable {
    let step: Step
    /// The number of the state that it led to; `nil` as long as it has changed nothing.
    let state = Counter()

    init(_ step: Step) { self.step = step }
}

extension Reference {
    /// Changes a user that is there.
    mutating func change(_ id: String, _ change: (inout User) -> Void) {
        guard let place = users.firstIndex(where: { $0.id == id }) else { return }
        change(&users[place])
        // The note which role was the default goes with that role.
        if !users[place].roles.contains(where: { $0.id == users[place].defaultRole }) { users[place].defaultRole = nil }
    }

    /// Changes a group that is there; members that are nobody never come in.
    mutating func changeGroup(_ id: String, _ change: (inout Group) -> Void) {
        guard let place = groups.firstIndex(where: { $0.id == id }) else { return }
        change(&groups[place])
        var seen: Set<String> = []
        groups[place].members = groups[place].members.filter { isThere($0) && seen.insert($0).inserted }
    }

    /// Takes a resource away, and out of every group.
    mutating func delete(_ id: String) {
        users.removeAll { $0.id == id }
        groups.removeAll { $0.id == id }
        for place in groups.indices { groups[place].members.removeAll { $0 == id } }
    }

    /// Notes the place of what was created in the order of creation.
    mutating func place(_ id: String) { places[id] = places.count }
}
