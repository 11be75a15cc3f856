import HTTPTypes
import RosterCore
import RosterHTTP
import RosterTesting
import SCIM
import Testing

@Suite("The directory — users, teams and roles in the application's words")
struct DirectoryTests {
    private let office = Office()
    private let patch = #""schemas":["\#(MessageURI.patchOp)"]"#

    private func origins(_ user: AttributeValue) -> [String: [String]] {
        Dictionary(
            uniqueKeysWithValues: (user["roles"]?.array ?? []).map { role in
                (role["id"]?.string ?? "", (role["origins"]?.array ?? []).compactMap(\.string))
            })
    }

    @Test func `a user is shown with record, teams and roles`() async {
        let ada = await office.user("ada")
        let team = await office.scim.createGroup("Admins", members: [ada])
        let reply = await office.send(.get, "/users/\(ada)")
        #expect(reply.status == 200 && reply[.contentType] == "application/json")
        #expect(reply.json["record"] == ["login": "ada", "mail": "ada@example.com", "uuid": .string(ada)])
        #expect(reply.json["teams"] == [["id": .string(team), "name": "Admins", "type": "direct"]])
        #expect(
            origins(reply.json) == [
                "reader": ["default"], "admin": ["rule 'admins' through group 'Admins' (\(team))"],
            ])
        let known = await office.send(.get, "/users/\(ada)", headers: [.ifNoneMatch: reply[.eTag] ?? ""])
        #expect(known.status == 304 && known.answer.body.isEmpty)
        // The version tells of roles, too, although nothing of the user itself has changed.
        _ = await office.scim.send(.delete, "/Groups/\(team)")
        #expect(await office.send(.get, "/users/\(ada)", headers: [.ifNoneMatch: reply[.eTag] ?? ""]).status == 200)
    }

    @Test func `failures are problem documents and need no knowledge of SCIM`() async {
        let missing = await office.send(.get, "/users/nobody")
        #expect(missing.status == 404 && missing[.contentType] == "application/problem+json")
        #expect(missing.json["status"] == 404 && missing.json["detail"]?.string?.isEmpty == false)
        let stranger = await office.send(.get, "/users", token: nil)
        #expect(stranger.status == 401 && stranger[.wwwAuthenticate] != nil)
        #expect(await office.send(.get, "/users", token: "bad").status == 401)
        #expect(await office.send(.delete, "/teams").status == 405)
        #expect(await office.send(.get, "/elsewhere").status == 404)
        #expect(await office.send(.get, "/users/%zz").status == 404)
        #expect(await office.send(.get, "/users?count=x").status == 400)
    }

    @Test(arguments: [HTTPRequest.Method.get, .patch])
    func `the scopes of identity providers do not open the directory`(_ method: HTTPRequest.Method) async {
        let provider = Office(scopes: [.read(.user), .write(.user), .read(.group), .write(.group)])
        #expect(await provider.send(method, "/users/x", "{}").status == 403)
        let reader = Office(scopes: [.readDirectory])
        #expect(await reader.send(method, "/users/x", "{}").status == (method == .get ? 404 : 403))
    }

    @Test func `users are found by fields of their records, page by page`() async {
        var names: [String] = []
        for number in 0..<7 {
            names.append("u\(number)")
            _ = await office.user("u\(number)")
        }
        var found: [String] = [], next: String?, pages = 0
        repeat {
            let reply = await office.send(.get, "/users?count=3" + (next.map { "&after=\($0)" } ?? ""))
            #expect(reply.json["total"] == 7)
            found += (reply.json["users"]?.array ?? []).compactMap { $0["record"]?["login"]?.string }
            next = reply.json["next"]?.string
            pages += 1
        } while next != nil && pages < 9
        #expect(pages == 3 && found.sorted() == names)
        let one = await office.send(.get, "/users?filter=login+eq+%22U3%22")
        #expect(one.json["users"]?.array?.first?["record"]?["login"] == "u3" && one.json["total"] == 1)
        let unknown = await office.send(.get, "/users?filter=mail+eq+%22x%22")
        #expect(unknown.status == 400 && unknown.json["detail"]?.string?.contains("login, title, uuid") == true)
        let forged = await office.send(.get, "/users?after=forged").json
        #expect(forged["code"] == "invalidCursor" && forged["detail"]?.string?.hasPrefix("'after'") == true)
    }

    @Test func `teams are shown without members, which are read page by page`() async {
        var members: [String] = []
        for number in 0..<5 { members.append(await office.user("u\(number)")) }
        let inner = await office.scim.createGroup("Inner")
        let team = await office.scim.createGroup("Crew", members: members + [inner])
        let reply = await office.send(.get, "/teams/\(team)")
        #expect(reply.json == ["id": .string(team), "record": ["title": "Crew"]])
        #expect(await office.send(.get, "/teams?filter=title+eq+%22crew%22").json["total"] == 1)
        let first = await office.send(.get, "/teams/\(team)/members?count=4")
        #expect(first.json["total"] == 6 && first.json["members"]?.array?.count == 4)
        let last = await office.send(.get, "/teams/\(team)/members?count=4&after=\(first.json["next"]?.string ?? "")")
        #expect(last.json["members"]?.array?.map { $0["type"] } == ["user", "team"] && last.json["next"] == nil)
        let most = await office.send(
            .get, "/teams/\(team)/members?count=\(Int.max)&after=\(first.json["next"]?.string ?? "")")
        #expect(most.json["members"] == last.json["members"])
    }

    @Test func `what the application writes, the identity provider reads`() async {
        let ada = await office.user("ada", #","title":"Boss""#)
        let before = await office.send(.get, "/users/\(ada)")
        let changed = await office.send(
            .patch, "/users/\(ada)", #"{"login":"ada.l"}"#, headers: [.ifMatch: before[.eTag] ?? ""])
        #expect(changed.status == 200 && changed.json["record"]?["login"] == "ada.l")
        let user = await office.scim.send(.get, "/Users/\(ada)").json
        #expect(user["userName"] == "ada.l" && user["title"] == "Boss")
        let stale = await office.send(
            .patch, "/users/\(ada)", #"{"login":"x"}"#, headers: [.ifMatch: before[.eTag] ?? ""])
        #expect(stale.status == 412)
        #expect(await office.send(.patch, "/users/\(ada)", #"{"uuid":"x"}"#).json["code"] == "mutability")
        _ = await office.user("bob")
        #expect(await office.send(.patch, "/users/\(ada)", #"{"login":"BOB"}"#).status == 409)
        #expect(await office.send(.patch, "/users/\(ada)", "[]").status == 400)
    }

    @Test(arguments: [
        #"{"login":""}"#, #"{"roles":[{}]}"#, #"{"roles":[{"uuid":null}]}"#, #"{"roles":[{"uuid":""}]}"#,
        #"{"mail":[null]}"#, #"{"mail":""}"#,
    ])
    func `what says nothing takes nothing away`(_ patch: String) async {
        let ada = await office.user("ada", #","roles":[{"value":"admin"}]"#)
        let before = await office.send(.get, "/users/\(ada)")
        #expect(await office.send(.patch, "/users/\(ada)", patch).status == 400)
        #expect(await office.send(.get, "/users/\(ada)").json == before.json)
    }

    @Test func `who has no record yet can be deactivated, and nobody loses a record`() async throws {
        let store = InMemoryStore()
        let office = Office(store: store)
        let stored = Attributes(uniqueNames: [(.userName, "old"), ("active", true)])
        let old = try await store.create(Draft(unchecked: stored, as: .user))
        let off = #"{\#(patch),"Operations":[{"op":"replace","value":{"active":false}}]}"#
        let put = #"{"schemas":["\#(Schema.user.id)"],"userName":"old","active":true}"#
        #expect(await office.scim.send(.patch, "/Users/\(old.id)", off).json["active"] == false)
        #expect(await office.scim.send(.put, "/Users/\(old.id)", put).json["active"] == true)
        // What can be told is told, and the application can put right what is missing.
        let shown = await office.send(.get, "/users/\(old.id)").json
        #expect(shown["record"] == nil && shown["problem"] != nil && shown["incomplete"] != nil)
        let mended = await office.send(
            .patch, "/users/\(old.id)", #"{"login":"old","mail":"o@x.y","uuid":"\#(old.id)"}"#)
        #expect(mended.json["record"]?["mail"] == "o@x.y")
        let ada = await office.user("ada")
        let bare = #"{\#(patch),"Operations":[{"op":"remove","path":"emails"}]}"#
        #expect(await office.scim.send(.patch, "/Users/\(ada)", bare).error?.scimType == "invalidValue")
        #expect(await office.scim.send(.put, "/Users/\(ada)", put).error?.scimType == "invalidValue")
    }

    @Test func `what the application writes is not held against roles that are there already`() async throws {
        let store = InMemoryStore()
        let ada = await Office(store: store).user("ada", #","roles":[{"value":"king"}]"#)
        let office = Office(store: store, rejectsUnknownRoles: true)
        #expect(await office.send(.patch, "/users/\(ada)", #"{"login":"ada.l"}"#).status == 200)
        #expect(await office.send(.put, "/users/\(ada)/roles/admin").status == 200)
        let user = await office.scim.send(.get, "/Users/\(ada)").json
        #expect(user["roles"]?.array?.map { $0["value"] } == ["king", "admin"] && user["userName"] == "ada.l")
    }

    @Test func `who may write and not read is shown nothing`() async {
        let store = InMemoryStore()
        let ada = await Office(store: store).user("ada")
        let writer = Office(scopes: [.writeDirectory], store: store)
        let changed = await writer.send(
            .patch, "/users/\(ada)", #"{"login":"ada.l"}"#, headers: [.contentType: "application/merge-patch+json"])
        #expect(changed.status == 204 && changed.answer.body.isEmpty && changed[.eTag] != nil)
        #expect(await writer.send(.put, "/users/\(ada)/roles/ADMIN").status == 204)
        #expect(await writer.send(.get, "/users/\(ada)").status == 403)
        let user = await Office(store: store).send(.get, "/users/\(ada)").json
        #expect(user["record"]?["login"] == "ada.l" && origins(user)["admin"] == ["pushed"])
        #expect(await writer.send(.delete, "/users/\(ada)/roles/Admin").status == 204)
    }

    @Test func `roles are granted and revoked beside those that are pushed and derived`() async {
        let ada = await office.user("ada")
        let team = await office.scim.createGroup("Admins", members: [ada])
        #expect(await office.send(.delete, "/users/\(ada)/roles/admin").json["code"] == "mutability")
        let granted = await office.send(.put, "/users/\(ada)/roles/admin")
        #expect(origins(granted.json)["admin"]?.first == "pushed" && origins(granted.json)["admin"]?.count == 2)
        #expect(await office.scim.send(.get, "/Users/\(ada)").json["roles"]?.array?.count == 2)
        #expect(await office.send(.put, "/users/\(ada)/roles/admin").json == granted.json)
        let revoked = await office.send(.delete, "/users/\(ada)/roles/admin")
        #expect(origins(revoked.json)["admin"] == ["rule 'admins' through group 'Admins' (\(team))"])
        #expect(await office.send(.put, "/users/\(ada)/roles/king").status == 404)
        #expect(await office.send(.delete, "/users/\(ada)/roles/king").status == 404)
    }

    @Test func `a group's new name moves the roles that follow from it and leaves the others`() async {
        let ada = await office.user("ada", #","roles":[{"value":"reader"}]"#)
        let team = await office.scim.createGroup("Crew", members: [ada])
        #expect(origins(await office.send(.get, "/users/\(ada)").json) == ["reader": ["pushed"]])
        for (name, isAdmin) in [("Admins", true), ("Others", false)] {
            let body = #"{\#(patch),"Operations":[{"op":"replace","path":"displayName","value":"\#(name)"}]}"#
            #expect(await office.scim.send(.patch, "/Groups/\(team)", body).status == 200)
            let roles = origins(await office.send(.get, "/users/\(ada)").json)
            #expect(roles["reader"] == ["pushed"] && (roles["admin"] != nil) == isAdmin)
        }
    }

    @Test func `roles follow through groups in groups, and circles do no harm`() async {
        let ada = await office.user("ada")
        let inner = await office.scim.createGroup("Inner", members: [ada])
        let outer = await office.scim.createGroup("Admins", members: [inner])
        let circle = #"{\#(patch),"Operations":[{"op":"add","path":"members","value":[{"value":"\#(outer)"}]}]}"#
        #expect(await office.scim.send(.patch, "/Groups/\(inner)", circle).status == 200)
        let user = await office.send(.get, "/users/\(ada)").json
        #expect(origins(user)["admin"] == ["rule 'admins' through group 'Admins' (\(outer))"])
        #expect(user["teams"]?.array?.map { $0["id"] } == [.string(inner), .string(outer)])
        #expect(user["teams"]?.array?.map { $0["type"] } == ["direct", "indirect"])
    }

    @Test(
        "a PATCH is JSON by its type, or has none; a form is refused with the types that are taken",
        arguments: [
            (nil, 200), ("application/merge-patch+json", 200), ("application/json; charset=utf-8", 200),
            ("application/x-www-form-urlencoded", 415), ("text/plain", 415),
        ] as [(String?, Int)])
    func contentTypes(_ type: String?, status: Int) async {
        let ada = await office.user("ada")
        let reply = await office.send(
            .patch, "/users/\(ada)", #"{"login":"ada2"}"#, headers: type.map { [.contentType: $0] } ?? [:])
        #expect(reply.status == status)
        guard status == 415 else { return }
        let detail = reply.json["detail"]?.string ?? ""
        #expect(detail.contains("application/merge-patch+json") && detail.contains("application/json"), "\(detail)")
    }

    @Test func `a role that the application gives has the origin of one that was pushed`() async {
        let (ada, bob) = (await office.user("ada"), await office.user("bob", #","roles":[{"value":"admin"}]"#))
        #expect(await office.send(.put, "/users/\(ada)/roles/admin").status == 200)
        let given = await office.send(.get, "/users/\(ada)"), pushed = await office.send(.get, "/users/\(bob)")
        #expect(origins(given.json)["admin"] == ["pushed"] && origins(pushed.json)["admin"] == ["pushed"])
    }
}
