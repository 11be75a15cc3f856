import RosterCore
import SCIM

/// Changes to a part of a resource or to all of it (RFC 7644 §3.5).
enum ModificationRules {
    static let all: [StoreConformance.Rule] = [
        .init("modify does what the operations say", appliesOperations),
        .init("PUT replaces all attributes", replaces),
        .init("a modification that changes nothing changes neither version nor 'lastModified'", noChange),
        .init("a PATCH that fails in the middle changes nothing", failsWhole),
    ]

    private static func appliesOperations(_ trial: StoreTrial) async throws {
        let enterprise = Schema.enterpriseUser.id
        var user = try await trial.createUser("anna")
        let steps: [[AttributeValue]] = [
            [
                ["op": "add", "path": "name.givenName", "value": "Anna"],
                ["op": "add", "path": "title", "value": "Chief"],
            ],
            [["op": "add", "value": ["emails": [[.value: "a@example.com", .type: "work"]], "active": true]]],
            [["op": "add", "path": "emails", "value": [[.value: "b@example.com", .type: "home", .primary: true]]]],
            [["op": "replace", "path": "emails[type eq \"work\"].value", "value": "c@example.com"]],
            [["op": "add", "path": .string("\(enterprise):department"), "value": "Sales"]],
            [["op": "remove", "path": "emails[type eq \"home\"]"], ["op": "remove", "path": "name"]],
            [
                ["op": "remove", "path": .string("\(enterprise):department")],
                ["op": "replace", "path": "active", "value": false],
            ],
            [["op": "replace", "path": "emails", "value": []], ["op": "remove", "path": "title"]],
        ]
        for step in steps {
            let modification = try Modification.patch(step, of: .user)
            let expected = try modification.applied(to: user.attributes, of: .user)
            let changed = try await trial.store.modify(user.key, by: modification, if: .none, selecting: .byDefault)
            try expect(changed, has: expected, "the answer to modify")
            try expect(changed.version != user.version, "a new version", seen: "the old one")
            try await trial.expectUnchanged(changed, after: "modify")
            user = changed
        }
    }

    private static func replaces(_ trial: StoreTrial) async throws {
        var directory = RandomDirectory(seed: 2)
        var user = try await trial.store.create(directory.user())
        for _ in 0..<10 {
            let draft = directory.user()
            let changed = try await trial.store.modify(
                user.key, by: .replace(with: draft), if: .none, selecting: .byDefault)
            try expect(changed, has: draft.attributes, "the answer to PUT")
            try await trial.expectUnchanged(changed, after: "PUT")
            user = changed
        }
    }

    private static func noChange(_ trial: StoreTrial) async throws {
        let user = try await trial.createUser("anna", ["title": "Engineer", .active: true])
        let group = try await trial.createGroup("Engineers", members: [user])
        // Long enough for a new time to differ from the old one.
        try await Task.sleep(for: .milliseconds(5))
        let same = try await trial.patch(user, [["op": "replace", "path": "title", "value": "Engineer"]])
        try expect(same, isUnchangedFrom: user, "the answer to a PATCH that changes nothing")
        try await trial.patch(user, [["op": "remove", "path": "nickName"], ["op": "add", "value": ["active": true]]])
        try await trial.replace(user, by: user.attributes)
        try await trial.expectUnchanged(user, after: "modifications that change nothing")
        try await trial.patch(group, [["op": "add", "path": "members", "value": [user.asMember]]])
        try await trial.patch(group, [["op": "remove", "path": "members[value eq \"nobody-has-this-id\"]"]])
        try await trial.patch(group, [["op": "remove", "path": "members", "value": [[.value: "nobody-has-this-id"]]]])
        try await trial.patch(group, [["op": "replace", "path": "members", "value": [user.asMember]]])
        try await trial.replace(group, by: group.attributes)
        try await trial.expectUnchanged(group, after: "modifications that change nothing")
    }

    private static func failsWhole(_ trial: StoreTrial) async throws {
        let user = try await trial.createUser("anna", ["emails": [[.value: "a@example.com", .type: "work"]]])
        let group = try await trial.createGroup("Engineers", members: [user])
        try await expect(.noTarget, from: "a PATCH whose second operation selects nothing") {
            try await trial.patch(
                user,
                [
                    ["op": "add", "path": "title", "value": "Engineer"],
                    ["op": "replace", "path": "emails[value eq \"b@example.com\"].type", "value": "home"],
                ])
        }
        try await trial.expectUnchanged(user, after: "the refused PATCH")
        try await expect(.noTarget, from: "a PATCH of a group whose last operation selects nothing") {
            try await trial.patch(
                group,
                [
                    ["op": "remove", "path": .string("members[value eq \"\(user.id)\"]")],
                    ["op": "replace", "path": "displayName", "value": "Nobody"],
                    ["op": "replace", "path": "members[value eq \"nobody-has-this-id\"].display", "value": "Nobody"],
                ])
        }
        try await trial.expectUnchanged(group, after: "the refused PATCH")
    }
}
