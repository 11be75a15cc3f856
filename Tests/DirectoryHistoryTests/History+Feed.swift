import RosterCore
import SCIM

extension History {
    /// Holds the changes that the directory tells against the states of the reference, each of which has to be told once.
    ///
    /// - Parameters:
    ///   - directory: Who tells; another one after the store was opened again.
    ///   - isOver: Whether all changes have to be there by now.
    func checkFeed(of directory: Directory, isOver: Bool) async throws {
        var states: [Reference] = []
        let last = await journal.settled()
        for state in journal[0...last] where state != states.last { states.append(state) }
        var position = DirectoryPosition("0")
        var number = 0
        var parts: [DirectoryChange] = []
        while let start = position {
            let changes = try await directory.changes(after: start, count: 1_000)
            for change in changes {
                // Where there is no room for the whole of a change, the rest comes next.
                parts.append(change)
                if change.representation["continues"] != nil { continue }
                guard number + 1 < states.count else { return note("a change too many: \(change.representation)") }
                check(parts, from: states[number], to: states[number + 1])
                parts = []
                number += 1
            }
            position = changes.last?.position
        }
        if isOver, number + 1 != states.count { note("\(number) changes were told, and \(states.count - 1) made") }
    }

    private func check(_ parts: [DirectoryChange], from before: Reference, to after: Reference) {
        let told = parts.map(\.representation)
        let users = told.flatMap { $0["users"]?.values ?? [] }.map { user -> AttributeValue in
            [
                "id": user["id"] ?? .null, "before": user["before"]?.withSortedOrigins ?? .null,
                "after": user["after"]?.withSortedOrigins ?? .null,
            ]
        }
        let seen: AttributeValue = [
            "users": .array(users.sorted(by: Self.byID)),
            "teams": .array(
                told.flatMap { $0["teams"]?.values ?? [] }.map(\.withSortedMembers).sorted(by: Self.byID)),
        ]
        let expected: AttributeValue = [
            "users": .array(Self.users(before, after).sorted(by: Self.byID)),
            "teams": .array(Self.teams(before, after).sorted(by: Self.byID)),
        ]
        guard seen != expected else { return }
        note("the feed tells \(seen.inOrder.json)\n  and not \(expected.inOrder.json)")
    }

    private static func byID(_ left: AttributeValue, _ right: AttributeValue) -> Bool {
        (left["id"]?.string ?? "") < (right["id"]?.string ?? "")
    }

    private static func users(_ before: Reference, _ after: Reference) -> [AttributeValue] {
        Set((before.users + after.users).map(\.id)).compactMap { id in
            let old = before.user(id).map(before.shown), new = after.user(id).map(after.shown)
            return old == new ? nil : ["id": .string(id), "before": old ?? .null, "after": new ?? .null]
        }
    }

    private static func teams(_ before: Reference, _ after: Reference) -> [AttributeValue] {
        Set((before.groups + after.groups).map(\.id)).compactMap { id in
            let old = before.group(id), new = after.group(id)
            let gone = (old?.members ?? []).filter { !(new?.members ?? []).contains($0) }
            let come = (new?.members ?? []).filter { !(old?.members ?? []).contains($0) }
            let shown = (old.map(before.shown), new.map(after.shown))
            if shown.0 == shown.1, gone.isEmpty, come.isEmpty { return nil }
            let team: AttributeValue = [
                "id": .string(id), "before": shown.0 ?? .null, "after": shown.1 ?? .null,
                "membersAdded": .array(come.map { .string($0) }), "membersRemoved": .array(gone.map { .string($0) }),
            ]
            return team.withSortedMembers
        }
    }
}

extension AttributeValue {
    /// A team of a change with the members in the order of their ids.
    fileprivate var withSortedMembers: AttributeValue {
        guard case .complex(var team) = self else { return self }
        for name in ["membersAdded", "membersRemoved"] as [AttributeName] {
            team[name] = .array((team[name]?.values ?? []).sorted { $0.json < $1.json })
        }
        return .complex(team)
    }
}
