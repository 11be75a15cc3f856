import RosterCore
import SCIM

/// What a new resource is and how it is found again (RFC 7643 §3.1, RFC 7644 §3.3).
enum CreationRules {
    static let all: [StoreConformance.Rule] = [
        .init("create issues an id, a version and times", issuesIdentity),
        .init("what was created is read back", readsBack),
        .init("an id is never used twice", idsDiffer),
        .init("a version is never used twice", versionsDiffer),
        .init("'created' stays and 'lastModified' moves on", timesMove),
        .init("an id is looked up under its own type alone", typesAreKeptApart),
        .init("an id is compared exactly", idsAreExact),
        .init("what is not there is not found", unknownIDs),
    ]

    private static func issuesIdentity(_ trial: StoreTrial) async throws {
        let user = try await trial.createUser("anna@example.com", ["title": "Engineer"])
        try expect(user.type, is: .user, "the type")
        try expect(!user.id.text.isEmpty, "an id", seen: "an empty one")
        try expect(!user.version.text.isEmpty, "a version", seen: "an empty one")
        try expect(user.created <= user.lastModified, "'created' not after 'lastModified'", seen: "\(user.created)")
        let now = DateTime.now.secondsSinceEpoch
        try expect(abs(user.created.secondsSinceEpoch - now) < 3_600, "'created' to be now", seen: "\(user.created)")
        try expect(user, has: [.userName: "anna@example.com", "title": "Engineer"], "the user")
    }

    private static func readsBack(_ trial: StoreTrial) async throws {
        var directory = RandomDirectory(seed: 1)
        var all: [Resource] = []
        for number in 0..<40 {
            let draft = number % 4 == 3 ? directory.group(of: all) : directory.user()
            let resource = try await trial.store.create(draft)
            try expect(resource, has: draft.attributes, "the answer to create")
            all.append(resource)
        }
        for resource in all { try await trial.expectUnchanged(resource, after: "create") }
        for type in [ResourceType.user, .group] {
            for (found, resource) in zip(try await trial.all(type), all.filter { $0.type == type }) {
                try expect(found, isUnchangedFrom: resource, "the \(type.name) in the answer to search")
            }
        }
    }

    private static func idsDiffer(_ trial: StoreTrial) async throws {
        var ids: Set<ResourceID> = []
        for _ in 0..<20 {
            let user = try await trial.createUser("anna")
            let group = try await trial.createGroup("Engineers")
            try expect(ids.insert(user.id).inserted, "a new id", seen: "'\(user.id)' once more")
            try expect(ids.insert(group.id).inserted, "a new id", seen: "'\(group.id)' once more")
            for resource in [user, group] { try await trial.store.delete(resource.key, if: .none) }
        }
    }

    private static func versionsDiffer(_ trial: StoreTrial) async throws {
        var user = try await trial.createUser("anna")
        var versions: Set<Version> = [user.version]
        for round in 0..<10 {
            // The same two states again and again, so that a version made from the content repeats.
            user = try await trial.update(user) { $0["title"] = round % 2 == 0 ? "Engineer" : nil }
            try expect(versions.insert(user.version).inserted, "a new version", seen: "'\(user.version)' once more")
            try await trial.expectUnchanged(user, after: "update")
            user = try await trial.patch(
                user, [["op": "replace", "path": "active", "value": .boolean(round % 2 == 0)]])
            try expect(versions.insert(user.version).inserted, "a new version", seen: "'\(user.version)' once more")
            try await trial.expectUnchanged(user, after: "modify")
        }
    }

    private static func timesMove(_ trial: StoreTrial) async throws {
        let user = try await trial.createUser("anna")
        var last = user
        // A store may keep whole seconds.
        for round in 0..<150 where last.lastModified == user.lastModified {
            try await Task.sleep(for: .milliseconds(10))
            let changed = try await trial.update(last) { $0["title"] = .string("\(round)") }
            try expect(changed.created, is: user.created, "'created' after update")
            try expect(
                changed.lastModified >= last.lastModified, "'lastModified' to move on", seen: "\(changed.lastModified)")
            last = changed
        }
        try expect(
            last.lastModified > user.lastModified, "'lastModified' after \(user.lastModified)",
            seen: "\(last.lastModified)")
    }

    private static func typesAreKeptApart(_ trial: StoreTrial) async throws {
        let user = try await trial.createUser("anna")
        let alien = ResourceKey(.group, user.id)
        try await trial.expectNothing(at: alien, "under another type")
        try await expect(.notFound, from: "delete under another type") {
            try await trial.store.delete(alien, if: .none)
        }
        try await expect(.notFound, from: "update under another type") {
            let group = Resource(
                type: .group, id: user.id, version: user.version, created: user.created,
                lastModified: user.lastModified, attributes: [.displayName: "Engineers"])
            _ = try await trial.store.update(group, if: .none)
        }
        try await trial.expectUnchanged(user, after: "calls under another type")
    }

    private static func idsAreExact(_ trial: StoreTrial) async throws {
        let user = try await trial.createUser("anna")
        for text in [user.id.text.uppercased(), user.id.text.lowercased(), " \(user.id)", "\(user.id)x", ""] {
            guard text != user.id.text else { continue }
            try await trial.expectNothing(at: ResourceKey(.user, ResourceID(text)), "under '\(text)'")
        }
    }

    private static func unknownIDs(_ trial: StoreTrial) async throws {
        let now = DateTime.now
        let stranger = Resource(
            type: .user, id: ResourceID("nobody-has-this-id"), version: Version("1"), created: now, lastModified: now,
            attributes: [.userName: "anna"])
        try await trial.expectNothing(at: stranger.key, "under an id that was never issued")
        for precondition in [Precondition.none, Precondition(ifMatch: .any)] {
            try await expect(.notFound, from: "update of nothing") {
                _ = try await trial.store.update(stranger, if: precondition)
            }
            try await expect(.notFound, from: "modify of nothing") {
                try await trial.patch(stranger, if: precondition, [["op": "remove", "path": "title"]])
            }
            try await expect(.notFound, from: "delete of nothing") {
                try await trial.store.delete(stranger.key, if: precondition)
            }
        }
        try expect(try await trial.all(.user).count, is: 0, "the number of users")
    }
}
