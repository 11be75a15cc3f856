import SCIM
import Synchronization

extension Directory {
    /// The most changes that are shown at a time.
    private static let maximumChanges = 1_000
    /// How many changes the store is asked for at a time: each holds on to the states of the store around it.
    private static let changesAtOnce = 100

    /// The position of the last change: ask for it before everything is read, and follow the changes after it then.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notImplemented`` if the store keeps no history.
    public func position() async throws -> DirectoryPosition { DirectoryPosition(try await following().position) }

    /// The changes that come next after a position, exactly those that were answered, in order.
    ///
    /// A change that the application does not see, such as of an attribute that no field holds, is there without users and
    /// teams, so that positions never lead nowhere. One that concerns very many users comes in several parts, each with a position
    /// of its own.
    ///
    /// - Parameters:
    ///   - position: The position of the last change, or part of one, that the application has dealt with.
    ///   - count: The most changes wanted; there may be fewer, and more behind them, where one concerns many users.
    ///   - patience: How long to wait for one if there is none.
    /// - Throws: ``SCIM/SCIMError/Code/gone`` if the changes are not kept any more: read everything anew;
    ///   ``SCIM/SCIMError/Code/notImplemented`` if the store keeps no history.
    public func changes(
        after position: DirectoryPosition, count: Int = 100, waiting patience: Duration = .zero
    ) async throws -> [DirectoryChange] {
        let feed = try following()
        let count = min(max(0, count), Self.maximumChanges)
        if count == 0 { return [] }
        let start = position.inStore
        var found = try await feed.changes(after: start, count: min(count, Self.changesAtOnce))
        if found.isEmpty, patience > .zero {
            await withTaskGroup { group in
                group.addTask { await feed.waitForChange(after: start) }
                group.addTask { try? await Task.sleep(for: patience) }
                await group.next()
                group.cancelAll()
            }
            found = try await feed.changes(after: start, count: min(count, Self.changesAtOnce))
        }
        guard position.told == nil || found.first?.position == position.change else {
            throw SCIMError(.gone, "no change has the position \(position)")
        }
        var changes: [DirectoryChange] = []
        var room = ChangeRoom()
        while let last = found.last {
            for change in found where !room.isFull {
                let told = change.position == position.change ? position.told : nil
                changes.append(try await shown(change, besides: told ?? 0, &room))
            }
            if room.isFull || changes.count >= count { break }
            found = try await feed.changes(
                after: last.position, count: min(count - changes.count, Self.changesAtOnce))
        }
        return changes
    }

    private func refuseIfNobodyWaits() throws(SCIMError) {
        if Task.isCancelled { throw SCIMError(.unavailable, "the server is being stopped, or the reader has gone") }
    }

    private func following() throws(SCIMError) -> any ChangeFeed {
        guard let feed = service.store.feed else {
            throw SCIMError(.notImplemented, "the store keeps no history that could be followed")
        }
        return feed
    }

    /// Shows a change, or as much of it as there is room for.
    ///
    /// - Parameters:
    ///   - told: How many of its teams and users were told already.
    ///   - room: What the answer may hold still.
    private func shown(_ change: StoreChange, besides told: Int, _ room: inout ChangeRoom) async throws
        -> DirectoryChange
    {
        let affected = try await affected(by: change)
        guard told == 0 || told < affected.count else {
            throw SCIMError(.gone, "the change at position \(change.position) is told already")
        }
        var teams: [DirectoryChange.TeamChange] = []
        var end = told
        for entry in affected.groups.dropFirst(told).prefix(room.entries) {
            let team = try await shown(entry, in: change)
            if team.isVisible { teams.append(team) }
            room.entries -= 1
            end += 1
        }
        var users: [DirectoryChange.UserChange] = []
        while end < affected.count, !room.isFull {
            let part = affected.users.dropFirst(end - affected.groups.count).prefix(room.usersAtOnce)
            let before = try await self.users(part, in: change.before)
            let after = try await self.users(part, in: change.after)
            for id in part {
                let user = DirectoryChange.UserChange(before: before[id], after: after[id])
                guard user.before?.seen != user.after?.seen else { continue }
                room.teams -= (user.before?.teams.count ?? 0) + (user.after?.teams.count ?? 0)
                users.append(user)
            }
            room.entries -= part.count
            end += part.count
        }
        if end < affected.count { unfinished.withLock { $0 = (change.position, affected) } }
        return DirectoryChange(
            position: DirectoryPosition(change.position, told: end < affected.count ? end : nil), time: change.time,
            provenance: change.provenance, users: users, teams: teams)
    }

    private func shown(_ entry: StoreChange.Entry, in change: StoreChange) async throws -> DirectoryChange.TeamChange {
        let before = try await change.before.resource(entry.key, selecting: Self.withoutMembers)
        let after = try await change.after.resource(entry.key, selecting: Self.withoutMembers)
        return DirectoryChange.TeamChange(
            before: before.map(team), after: after.map(team), membersAdded: entry.membersAdded,
            membersRemoved: entry.membersRemoved)
    }

    /// The groups of a change, and the users who are in it or whose roles and teams it may change.
    private func affected(by change: StoreChange) async throws -> Affected {
        if let (position, affected) = unfinished.withLock({ $0 }), position == change.position { return affected }
        let user = try served(.user), group = try served(.group)
        var affected = Affected()
        for entry in change.resources {
            if entry.key.type == user { affected.users.append(entry.key.id) }
            guard entry.key.type == group else { continue }
            affected.groups.append(entry)
            let before = try await change.before.resource(entry.key, selecting: Self.withoutMembers)
            let after = try await change.after.resource(entry.key, selecting: Self.withoutMembers)
            affected.users += try await users(below: entry.membersAdded, in: change.after)
            affected.users += try await users(below: entry.membersRemoved, in: change.before)
            // By its names a group may give roles to all its members, and its end takes them away.
            if before?.names != after?.names {
                affected.users += try await users(below: [entry.key.id], in: change.before)
                affected.users += try await users(below: [entry.key.id], in: change.after)
            }
        }
        var seen: Set<ResourceID> = []
        affected.users = affected.users.filter { seen.insert($0).inserted }
        return affected
    }

    private func users(
        _ ids: ArraySlice<ResourceID>, in store: any IdentityStore
    ) async throws -> [ResourceID: DirectoryUser] {
        let type = try served(.user)
        var resources: [Resource] = []
        for id in ids {
            try refuseIfNobodyWaits()
            if let user = try await store.resource(ResourceKey(type, id), selecting: .byDefault) {
                resources.append(user)
            }
        }
        let users = try await users(resources, in: store, isBounded: false)
        return Dictionary(users.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The users among members and, where members are groups, below these.
    private func users(below members: [ResourceID], in store: any IdentityStore) async throws -> [ResourceID] {
        let group = try served(.group)
        var users: [ResourceID] = []
        var seen = Set(members), next = members
        while !next.isEmpty {
            try refuseIfNobodyWaits()
            let groups = try await store.types(of: next, among: [group])
            users += next.filter { groups[$0] == nil }
            var inner: [ResourceID] = []
            for id in next where groups[id] != nil {
                let selection = AttributeSelection(.only([AttributePath(.members)]))
                let values = try await store.resource(ResourceKey(group, id), selecting: selection)?.attributes[
                    .members]
                for case .string(let member)? in (values?.values ?? []).map({ $0[.value] })
                where seen.insert(ResourceID(member)).inserted { inner.append(ResourceID(member)) }
            }
            next = inner
        }
        return users
    }
}

/// What an answer with changes may hold still, so that it takes a bounded amount of memory.
private struct ChangeRoom {
    /// How many users and teams may be looked at.
    var entries = 1_000
    /// How many teams the users that are shown may be members of together, before and after.
    var teams = 10_000

    /// How many users are looked at before their teams are counted.
    var usersAtOnce: Int { min(entries, 32) }

    var isFull: Bool { entries <= 0 || teams <= 0 }
}

/// Whom a change concerns.
struct Affected: Sendable {
    var groups: [StoreChange.Entry] = []
    var users: [ResourceID] = []

    var count: Int { groups.count + users.count }
}

extension Resource {
    /// By what a rule may name a group.
    fileprivate var names: [AttributeValue?] { [attributes[.displayName], attributes[.externalId]] }
}

extension DirectoryUser {
    /// What the application sees of the user, in whatever order the roles and their origins come; of one without a record any
    /// change may matter.
    fileprivate var seen: Attributes {
        var user = self
        user.roles.sort { ($0.role.id, $0.origin.description) < ($1.role.id, $1.origin.description) }
        var seen = user.representation
        if record == nil { seen.append("version", .string(version.entityTag)) }
        return seen
    }
}

extension DirectoryChange.TeamChange {
    fileprivate var isVisible: Bool {
        before?.record != after?.record || before?.problem != after?.problem || (before == nil) != (after == nil)
            || !membersAdded.isEmpty || !membersRemoved.isEmpty
    }
}
