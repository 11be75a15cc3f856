import Foundation
import HTTPTypes
import RosterCore
import SCIM
import Testing

@Suite("Roles that follow from rules — what identity providers see of them")
struct RoleGrantTests {
    private let office = Office()
    private let uri = Schema.roleGrants.id

    @Test func `they are shown on request, with their origins, and never in roles`() async {
        let ada = await office.user("ada")
        let team = await office.scim.createGroup("Admins", members: [ada])
        let user = await office.scim.send(.get, "/Users/\(ada)").json
        #expect(user["roles"]?.array?.map { $0["value"] } == ["reader"])
        #expect(user[AttributeName(uri)] == ["defaultRole": "reader"])
        let asked = await office.scim.send(.get, "/Users/\(ada)?attributes=\(uri):grants").json
        #expect(
            asked[AttributeName(uri)]?["grants"] == [
                ["value": "reader", "display": "Reader", "origin": "default"],
                [
                    "value": "admin", "display": "Administrator", "origin": "rule", "rule": "admins",
                    "group": .string(team),
                ],
            ])
        let list = await office.scim.send(.get, "/Users?attributes=\(uri):grants.value").json
        #expect(
            list["Resources"]?.array?.first?[AttributeName(uri)]?["grants"] == [
                ["value": "reader"], ["value": "admin"],
            ])
    }

    @Test func `docs roles md shows them as they are`() async throws {
        let page = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/roles.md"),
            encoding: .utf8)
        let request = try #require(page.firstMatch(of: /`GET \/scim(\/Users\/ID\?[^`]+)`/)).1
        let json = try #require(page.firstMatch(of: /```json\n([^`]+)```/)).1
        let ada = await office.user("ada")
        let team = await office.scim.createGroup("Admins", members: [ada])
        let shown = json.replacing("\"TEAM\"", with: "\"\(team)\"").replacing("\"ID\"", with: "\"\(ada)\"")
        let expected = try JSONReader.read(shown.utf8)
        #expect(await office.scim.send(.get, String(request).replacing("ID", with: ada)).json == expected)
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            "", "?attributes=userName,roles,emails,urn:roster:params:scim:schemas:extension:roles:1.0:User:grants",
        ])
    func `who writes back what was read makes no derived role an explicit one`(_ query: String) async {
        let ada = await office.user("ada")
        _ = await office.scim.createGroup("Admins", members: [ada])
        let read = await office.scim.send(.get, "/Users/\(ada)\(query)")
        let written = await office.scim.send(.put, "/Users/\(ada)", read.json.json)
        #expect(written.status == 200)
        #expect(written.json["roles"]?.array?.map { $0["value"] } == ["reader"])
        let forged =
            #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{"op":"add","path":"\#(uri):grants","value":[{"value":"admin"}]}]}"#
        #expect(await office.scim.send(.patch, "/Users/\(ada)", forged).error?.scimType == "mutability")
    }

    @Test(arguments: ["patch", "put", "directory"])
    func `a default role that was taken away and is given again is not the default any more`(_ way: String) async {
        let ada = await office.user("ada")
        func origin() async -> AttributeValue? {
            let user = await office.send(.get, "/users/\(ada)").json
            return user["roles"]?.array?.first { $0["id"] == "reader" }?["origins"]
        }
        func set(_ roles: String) async {
            let body = await office.scim.send(.get, "/Users/\(ada)").json
            let patch = #"{"op":"replace","path":"roles","value":\#(roles)}"#
            let messages = #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[\#(patch)]}"#
            var attributes = body.attributes ?? [:]
            attributes[.roles] = try? JSONReader.read(roles.utf8)
            switch (way, roles) {
            case ("patch", _): #expect(await office.scim.send(.patch, "/Users/\(ada)", messages).status == 200)
            case ("put", _):
                let put = AttributeValue.complex(attributes).json
                #expect(await office.scim.send(.put, "/Users/\(ada)", put).status == 200)
            case (_, "[]"): #expect(await office.send(.delete, "/users/\(ada)/roles/reader").status == 200)
            default: #expect(await office.send(.put, "/users/\(ada)/roles/reader").status == 200)
            }
        }
        #expect(await origin() == ["default"])
        await set(#"[{"value":"reader"}]"#)
        #expect(await origin() == ["default"])
        await set("[]")
        #expect(await origin() == nil)
        #expect(await office.scim.send(.get, "/Users/\(ada)").json[AttributeName(uri)] == nil)
        await set(#"[{"value":"reader"}]"#)
        #expect(await origin() == ["pushed"])
    }

    @Test(arguments: [
        "grants pr", #"grants.value eq "admin""#, #"grants[value eq "admin"]"#, "title pr or not (URI:grants pr)",
    ])
    func `a filter over what is computed is refused, not answered wrongly`(_ filter: String) async {
        _ = await office.user("ada")
        let text = filter.hasPrefix("grants") ? "\(uri):\(filter)" : filter.replacing("URI", with: uri)
        let body = #"{"schemas":["\#(MessageURI.searchRequest)"],"filter":\#(AttributeValue.string(text).json)}"#
        for path in ["/Users/.search", "/.search"] {
            #expect(await office.scim.send(.post, path, body).error?.scimType == "invalidFilter")
        }
        let known = #"{"schemas":["\#(MessageURI.searchRequest)"],"filter":"\#(uri):defaultRole eq \"reader\""}"#
        #expect(await office.scim.send(.post, "/Users/.search", known).json["totalResults"] == 1)
    }

    @Test func `the catalogue is served as Okta asks for it, and only read`() async {
        let roles = await office.scim.send(.get, "/Roles?startIndex=1&count=100").json
        #expect(roles["totalResults"] == 2)
        let admin = roles["Resources"]?.array?.last
        #expect(admin?["schemas"] == ["urn:okta:scim:schemas:core:1.0:Role"] && admin?["id"] == "admin")
        #expect(admin?["displayName"] == "Administrator" && admin?["description"] == "Runs the place")
        let entitlements = await office.scim.send(.get, "/Entitlements").json
        #expect(entitlements["Resources"]?.array?.map { $0["id"] } == ["read", "write"])
        #expect(entitlements["Resources"]?.array?.first?["description"] == "Allowed by: Reader, Administrator")
        #expect(entitlements["Resources"]?.array?.first?["schemas"] == ["urn:okta:scim:schemas:core:1.0:Entitlement"])
        let types = await office.scim.send(.get, "/ResourceTypes").json["Resources"]?.array?.map { $0["name"] }
        #expect(types == ["User", "Group", "Role", "Entitlement"])
        let one = await office.scim.send(.get, "/Roles/admin")
        #expect(one.status == 200 && one[.eTag] != nil)
        for (method, path) in [
            (HTTPRequest.Method.post, "/Roles"), (.put, "/Roles/admin"), (.patch, "/Roles/admin"),
            (.delete, "/Roles/admin"),
        ] {
            let reply = await office.scim.send(method, path, "{}")
            #expect(reply.status == 405 && reply[.allow] == "GET, HEAD")
        }
        let bulk = await office.scim.send(
            .post, "/Bulk",
            #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[{"method":"DELETE","path":"/Roles/admin"}]}"#)
        #expect(bulk.json["Operations"]?.array?.first?["status"] == "400")
    }

    @Test func `what the application cannot map is refused and leaves nothing behind`() async {
        let scim = office.scim
        let bare = await scim.send(.post, "/Users", #"{"schemas":["\#(Schema.user.id)"],"userName":"bob"}"#)
        #expect(bare.status == 400 && bare.error?.scimType == "invalidValue")
        #expect(bare.error?.detail.contains("emails") == true)
        let ada = await office.user("ada")
        let before = await scim.send(.get, "/Users/\(ada)")
        let put = await scim.send(.put, "/Users/\(ada)", #"{"schemas":["\#(Schema.user.id)"],"userName":"ada"}"#)
        #expect(put.error?.scimType == "invalidValue")
        for operation in [
            #"{"op":"remove","path":"emails"}"#, #"{"op":"replace","value":{"title":"x","emails":[]}}"#,
        ] {
            let body = #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[\#(operation)]}"#
            #expect(await scim.send(.patch, "/Users/\(ada)", body).error?.scimType == "invalidValue")
        }
        #expect(await scim.send(.get, "/Users/\(ada)").json == before.json)
        #expect(await scim.send(.get, "/Users?count=0").json["totalResults"] == 1)
    }
}
