import RosterCore
import SCIM

@testable import JSONFileEngine
@testable import JSONFileStorage

/// What a store has to hold, as plainly as it can be said: users with names that no two share, groups with members.
struct SimulatedDirectory: Equatable {
    struct Entry: Equatable {
        var version: Int
        var attributes: Attributes
        /// The ids of the members in order.
        var members: [String] = []
    }

    var users: [String: Entry] = [:]
    var groups: [String: Entry] = [:]

    /// A change that a client asks for.
    enum Request {
        case createUser(id: String, name: String, title: String)
        case createGroup(id: String, name: String, members: [String])
        case setTitle(String, String)
        case rename(String, String, ifVersion: Int?)
        case addMembers(String, [String])
        case removeMember(String, String)
        case deleteUser(String)
        case deleteGroup(String)
    }

    init() {}

    /// Reads what a store holds.
    init(_ state: StoreState) {
        for (place, collection) in state.collections.enumerated() {
            collection.resources.visit { stored in
                let entry = Entry(
                    version: stored.version, attributes: stored.resource.attributes, members: stored.members.ids)
                if place == 0 { users[stored.id] = entry } else { groups[stored.id] = entry }
                return true
            }
        }
    }

    /// Carries a change out.
    ///
    /// - Returns: Whether it is allowed, and whether it changes anything.
    mutating func carryOut(_ request: Request) -> (isAllowed: Bool, changes: Bool) {
        switch request {
        case .createUser(let id, let name, let title):
            guard isFree(name, besides: nil) else { return (false, false) }
            users[id] = Entry(version: 1, attributes: [.userName: .string(name), "title": .string(title)])
        case .createGroup(let id, let name, let members):
            groups[id] = Entry(
                version: 1, attributes: [.displayName: .string(name)], members: members.filter { isThere($0) })
        case .setTitle(let id, let title):
            guard var user = users[id] else { return (false, false) }
            if user.attributes["title"] == .string(title) { return (true, false) }
            user.attributes["title"] = .string(title)
            user.version += 1
            users[id] = user
        case .rename(let id, let name, let version):
            guard var user = users[id], version == nil || version == user.version else { return (false, false) }
            if user.attributes[.userName] == .string(name) { return (true, false) }
            guard isFree(name, besides: id) else { return (false, false) }
            user.attributes[.userName] = .string(name)
            user.version += 1
            users[id] = user
        case .addMembers(let id, let members):
            guard var group = groups[id] else { return (false, false) }
            var fresh: [String] = []
            for member in members
            where isThere(member) && !group.members.contains(member) && !fresh.contains(member) {
                fresh.append(member)
            }
            if fresh.isEmpty { return (true, false) }
            group.members += fresh
            group.version += 1
            groups[id] = group
        case .removeMember(let id, let member):
            guard var group = groups[id] else { return (false, false) }
            guard group.members.contains(member) else { return (true, false) }
            group.members.removeAll { $0 == member }
            group.version += 1
            groups[id] = group
        case .deleteUser(let id):
            guard users.removeValue(forKey: id) != nil else { return (false, false) }
            for (group, var entry) in groups where entry.members.contains(id) {
                entry.members.removeAll { $0 == id }
                entry.version += 1
                groups[group] = entry
            }
        case .deleteGroup(let id):
            guard groups.removeValue(forKey: id) != nil else { return (false, false) }
        }
        return (true, true)
    }

    private func isThere(_ id: String) -> Bool { users[id] != nil || groups[id] != nil }

    private func isFree(_ name: String, besides id: String?) -> Bool {
        !users.contains { $0.key != id && $0.value.attributes[.userName]?.string?.lowercased() == name.lowercased() }
    }
}

extension SimulatedDirectory.Request {
    /// The change as the store is asked for it.
    func submission() throws -> Submission {
        let request: WriteRequest =
            switch self {
            case .createUser(_, let name, let title):
                .create(Draft(unchecked: [.userName: .string(name), "title": .string(title)], as: .user))
            case .createGroup(_, let name, let members): .create(.group(name, members))
            case .setTitle(let id, let title):
                .modify(
                    ResourceKey(.user, ResourceID(id)),
                    try .patch(#"{"op":"replace","path":"title","value":"\#(title)"}"#, of: .user), .none)
            case .rename(let id, let name, let version):
                .modify(
                    ResourceKey(.user, ResourceID(id)),
                    try .patch(#"{"op":"replace","path":"userName","value":"\#(name)"}"#, of: .user),
                    version.map { Precondition(version: Version(String($0))) } ?? .none)
            case .addMembers(let id, let members):
                .modify(
                    ResourceKey(.group, ResourceID(id)),
                    try .patch(
                        #"{"op":"add","path":"members","value":[\#(members.map { #"{"value":"\#($0)"}"# }.joined(separator: ","))]}"#
                    ), .none)
            case .removeMember(let id, let member):
                .modify(
                    ResourceKey(.group, ResourceID(id)),
                    try .patch(#"{"op":"remove","path":"members[value eq \"\#(member)\"]"}"#), .none)
            case .deleteUser(let id): .delete(ResourceKey(.user, ResourceID(id)), .none)
            case .deleteGroup(let id): .delete(ResourceKey(.group, ResourceID(id)), .none)
            }
        return Submission(request: request, provenance: Provenance(actor: "sim", request: "r"))
    }
}

extension MemberList {
    fileprivate var ids: [String] {
        var ids: [String] = []
        visit { ids.append($0.id ?? "") }
        return ids
    }
}
