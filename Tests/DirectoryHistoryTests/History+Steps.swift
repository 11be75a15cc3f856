import HTTPTypes
import RosterCore
import SCIM

extension History {
    /// A write that suits what is there now; what it meets may be different.
    func randomStep(_ now: Reference) -> Step? {
        let user = pick(now.users)?.id, group = pick(now.groups)?.id
        switch pick(20) {
        case 0 where now.users.count < 12, 1 where now.users.count < 6: return newUser()
        case 1, 2: return user.flatMap { now.users.count > 4 ? deletion("/Users/\($0)", $0) : nil }
        case 3 where now.groups.count < 6: return newGroup(now)
        case 4: return group.flatMap { now.groups.count > 3 ? deletion("/Groups/\($0)", $0) : nil }
        case 5, 6, 7: return user.map(titleChange)
        case 8: return user.map(replacement)
        case 9, 10: return user.map(rolesChange)
        case 11, 12, 13: return group.flatMap { memberChange($0, pick(now.users.map(\.id) + now.groups.map(\.id))) }
        case 14: return group.map { groupReplacement($0, now) }
        case 15: return group.map(groupChange)
        case 16, 17: return user.map(recordChange)
        case 18: return user.map(badRecord)
        default: return user.map { roleOfApplication($0, pick(["reader", "operator", "admin", "king"]) ?? "") }
        }
    }

    private static let shown = "attributes=userName,title,\(Schema.roleGrants.id):grants"
    private static let job: [String?] = [nil, "Chief", "Boss", "Clerk"]
    private var job: String? { pick(Self.job) ?? nil }
    private var groupName: String { pick(["Ops", "ops-\(pick(3))", "Staff", "Crew"]) ?? "" }

    private func patch(_ operations: AttributeValue...) -> AttributeValue {
        ["schemas": [.string(MessageURI.patchOp)], "Operations": .array(operations)]
    }

    /// Values of `roles` as a client may send them, and what they are.
    private var sentRoles: (sent: [AttributeValue], roles: [Reference.Role]) {
        switch pick(7) {
        case 0: ([], [])
        case 1: ([["value": "admin"]], [.init(id: "admin")])
        case 2: ([["display": "Operator"]], [.init(id: "operator", label: "Operator")])
        case 3: ([["value": "admin"], ["display": "Administrator"]], [.init(id: "admin", label: "Administrator")])
        case 4: ([["type": "X"]], [])
        case 5: ([["value": #" {"id":"1","value":null,"displayName":"Default Access"}"#]], [])
        default:
            (
                [["value": "operator"], ["value": "ghost", "display": "Ghost"]],
                [.init(id: "operator"), .init(id: "ghost", label: "Ghost")]
            )
        }
    }

    private func newUser() -> Step {
        let login = "u\(pick(14))", job = self.job, (sent, roles) = sentRoles
        var body: Attributes = ["schemas": [.string(Schema.user.id)], "userName": .string(login), "active": true]
        if let job { body["title"] = .string(job) }
        if !sent.isEmpty { body["roles"] = .array(sent) }
        return Step(
            method: .post, path: "/Users?\(Self.shown)", body: .complex(body),
            effect: { reference, id in
                reference.place(id)
                var user = Reference.User(id: id, login: login, job: job, active: true, roles: roles)
                if roles.isEmpty { (user.roles, user.defaultRole) = ([.init(id: "reader", label: "Reader")], "reader") }
                reference.users.append(user)
            }, isRefused: { $0.users.contains { $0.login == login } },
            answer: { reference in reference.users.first { $0.login == login }.map(reference.granted) })
    }

    private func deletion(_ path: String, _ id: String) -> Step {
        Step(
            method: .delete, path: path, effect: { reference, id in reference.delete(id) },
            isRefused: { !$0.isThere(id) })
    }

    private func newGroup(_ now: Reference) -> Step {
        let name = groupName, externalID = pick([nil, "x1"]) ?? nil
        let members = Array(shuffled(now.users.map(\.id) + now.groups.map(\.id)).prefix(pick(5)))
        var body: Attributes = [
            "schemas": [.string(Schema.group.id)], "displayName": .string(name), "members": list(members),
        ]
        if let externalID { body["externalId"] = .string(externalID) }
        return Step(
            method: .post, path: "/Groups", body: .complex(body), addsMembers: true,
            effect: { reference, id in
                reference.place(id)
                reference.groups.append(.init(id: id, name: name, externalID: externalID))
                reference.changeGroup(id) { $0.members = members }
            })
    }

    private func onUser(
        _ method: HTTPRequest.Method, _ id: String, _ body: AttributeValue,
        _ change: @escaping @Sendable (inout Reference.User) -> Void
    ) -> Step {
        Step(
            method: method, path: "/Users/\(id)?\(Self.shown)", body: body,
            effect: { reference, _ in reference.change(id, change) }, isRefused: { $0.user(id) == nil },
            answer: { reference in reference.user(id).map(reference.granted) })
    }

    private func titleChange(_ id: String) -> Step {
        guard let job = self.job else {
            return onUser(.patch, id, patch(["op": "remove", "path": "title"])) { $0.job = nil }
        }
        let body = patch(["op": "replace", "path": "title", "value": .string(job)])
        return onUser(.patch, id, body) { $0.job = job }
    }

    private func replacement(_ id: String) -> Step {
        let login = "u-\(id)", job = self.job, (sent, roles) = sentRoles
        var body: Attributes = [
            "schemas": [.string(Schema.user.id)], "userName": .string(login), "roles": .array(sent),
        ]
        if let job { body["title"] = .string(job) }
        return onUser(.put, id, .complex(body)) { user in
            (user.login, user.job, user.active, user.roles) = (login, job, nil, roles)
        }
    }

    private func rolesChange(_ id: String) -> Step {
        let (sent, roles) = sentRoles, isReplacement = pick(2) == 0
        let body = patch(["op": isReplacement ? "replace" : "add", "path": "roles", "value": .array(sent)])
        return onUser(.patch, id, body) { user in
            if isReplacement { return user.roles = roles }
            for role in roles {
                if let place = user.roles.firstIndex(where: { $0.id == role.id }) {
                    user.roles[place].label = role.label ?? user.roles[place].label
                } else {
                    user.roles.append(role)
                }
            }
        }
    }

    private func list(_ members: [String]) -> AttributeValue { .array(members.map { ["value": .string($0)] }) }

    private func shuffled(_ ids: [String]) -> [String] {
        var ids = ids
        for place in ids.indices.dropFirst() { ids.swapAt(place, pick(place + 1)) }
        return ids
    }

    private func onGroup(
        _ method: HTTPRequest.Method, _ id: String, _ body: AttributeValue, addsMembers: Bool = false,
        _ change: @escaping @Sendable (inout Reference.Group) -> Void
    ) -> Step {
        Step(
            method: method, path: "/Groups/\(id)", body: body, addsMembers: addsMembers,
            effect: { reference, _ in reference.changeGroup(id, change) }, isRefused: { $0.group(id) == nil })
    }

    private func memberChange(_ id: String, _ member: String?) -> Step? {
        guard let member else { return nil }
        if pick(2) == 0 {
            let body = patch(["op": "remove", "path": .string("members[value eq \"\(member)\"]")])
            return onGroup(.patch, id, body) { $0.members.removeAll { $0 == member } }
        }
        let body = patch(["op": "add", "path": "members", "value": list([member])])
        return onGroup(.patch, id, body, addsMembers: true) { $0.members.append(member) }
    }

    private func groupReplacement(_ id: String, _ now: Reference) -> Step {
        let name = groupName, externalID = pick([nil, "x1"]) ?? nil
        // At times nothing changes but the order of the members.
        let all = pick(2) == 0 ? now.group(id)?.members ?? [] : now.users.map(\.id)
        let members = shuffled(all)
        var body: Attributes = [
            "schemas": [.string(Schema.group.id)], "displayName": .string(name), "members": list(members),
        ]
        if let externalID { body["externalId"] = .string(externalID) }
        return onGroup(.put, id, .complex(body), addsMembers: true) { group in
            (group.name, group.externalID, group.members) = (name, externalID, members)
        }
    }

    private func groupChange(_ id: String) -> Step {
        if pick(2) == 0 {
            let name = groupName
            return onGroup(.patch, id, patch(["op": "replace", "path": "displayName", "value": .string(name)])) {
                $0.name = name
            }
        }
        let externalID = "x\(pick(3))"
        return onGroup(.patch, id, patch(["op": "replace", "value": ["externalId": .string(externalID)]])) {
            $0.externalID = externalID
        }
    }

    private func ofApplication(
        _ method: HTTPRequest.Method, _ id: String, _ rest: String, _ body: AttributeValue?,
        isRefused: @escaping @Sendable (Reference, Reference.User) -> Bool = { _, _ in false },
        _ change: @escaping @Sendable (inout Reference.User) -> Void
    ) -> Step {
        Step(
            method: method, path: "/users/\(id)\(rest)", body: body, isOfApplication: true,
            effect: { reference, _ in reference.change(id, change) },
            isRefused: { reference in reference.user(id).map { isRefused(reference, $0) } ?? true },
            answer: { reference in reference.user(id).map(reference.shown) })
    }

    private func recordChange(_ id: String) -> Step {
        switch pick(3) {
        case 0:
            let job = self.job
            return ofApplication(.patch, id, "", ["job": job.map { AttributeValue.string($0) } ?? .null]) {
                $0.job = job
            }
        case 1:
            let active = pick(2) == 0
            return ofApplication(.patch, id, "", ["active": .boolean(active)]) { $0.active = active }
        default:
            let ids = Array(shuffled(["reader", "operator", "admin"]).prefix(pick(3)))
            return ofApplication(.patch, id, "", ["roles": .array(ids.map { ["uuid": .string($0)] })]) { user in
                let before = user.roles
                user.roles = ids.map { id in before.first { $0.id == id } ?? .init(id: id) }
            }
        }
    }

    /// A record that could not be read as it is written.
    private func badRecord(_ id: String) -> Step {
        let records: [AttributeValue] = [
            ["active": "true"], ["job": ""], ["job": ["Clerk"]], ["job": 5],
            ["roles": [["uuid": "admin"], ["uuid": "admin"]]],
            ["roles": "admin"], ["roles": [[:]]], ["roles": [["uuid": ""]]], ["login": .null], ["nonsense": 1],
        ]
        return ofApplication(.patch, id, "", pick(records), isRefused: { _, _ in true }) { _ in }
    }

    private func roleOfApplication(_ id: String, _ role: String) -> Step {
        if pick(2) == 0 {
            return ofApplication(.put, id, "/roles/\(role)", nil, isRefused: { _, _ in role == "king" }) { user in
                guard !user.roles.contains(where: { $0.id == role }) else { return }
                user.roles.append(.init(id: role, label: Reference.catalogue[role]))
            }
        }
        return ofApplication(
            .delete, id, "/roles/\(role)", nil, isRefused: { _, user in !user.roles.contains { $0.id == role } }
        ) { user in
            user.roles.removeAll { $0.id == role }
        }
    }
}
