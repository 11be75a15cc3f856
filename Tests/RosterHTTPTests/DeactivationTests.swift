import HTTPTypes
import RosterCore
import SCIM
import Testing

@Suite("A deactivation is never lost to a role that is refused")
struct DeactivationTests {
    private static let schemas = #""schemas":["\#(Schema.user.id)"]"#

    private static func patch(_ operations: String) -> String {
        #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[\#(operations)]}"#
    }

    private static let leaving: [(method: String, body: String)] = [
        (
            "PATCH",
            patch(
                #"{"op":"replace","path":"active","value":false},{"op":"replace","path":"roles","value":[{"value":"king"},{"value":"admin"}]}"#
            )
        ),
        (
            "PATCH",
            patch(
                #"{"op":"add","path":"roles","value":[{"value":"king"},{"value":"admin"}]},{"op":"Replace","path":"active","value":"False"}"#
            )
        ),
        ("PATCH", patch(#"{"op":"replace","value":{"active":false,"roles":[{"value":"king"},{"value":"admin"}]}}"#)),
        (
            "PUT",
            #"{\#(schemas),"userName":"ada","emails":[{"value":"a@x.y"}],"active":false,"roles":[{"value":"king"},{"value":"admin"}]}"#
        ),
    ]

    @Test("the user is deactivated, and the role is left out", arguments: leaving, [false, true])
    func deactivation(_ request: (method: String, body: String), inBulk: Bool) async {
        let office = Office(rejectsUnknownRoles: true)
        let ada = await office.user("ada", #","active":true"#)
        let status = await send(request, to: ada, of: office, inBulk)
        #expect(status == 200)
        let user = await office.scim.send(.get, "/Users/\(ada)").json
        #expect(user["active"] == false)
        let roles = user["roles"]?.array?.map { $0["value"] } ?? []
        #expect(roles.contains("admin") && !roles.contains("king"))
    }

    @Test("any other change with such a role is refused", arguments: leaving, [false, true])
    func otherChange(_ request: (method: String, body: String), inBulk: Bool) async {
        let office = Office(rejectsUnknownRoles: true)
        let ada = await office.user("ada", #","active":true"#)
        let before = await office.scim.send(.get, "/Users/\(ada)").json
        let body = request.body.replacing(#""active":false"#, with: #""active":true"#)
            .replacing(#""path":"active","value":false"#, with: #""path":"active","value":true"#)
            .replacing(#""value":"False""#, with: #""value":"True""#)
        #expect(await send((request.method, body), to: ada, of: office, inBulk) == 400)
        #expect(await office.scim.send(.get, "/Users/\(ada)").json == before)
    }

    private func send(
        _ request: (method: String, body: String), to id: String, of office: Office, _ inBulk: Bool
    ) async -> Int? {
        guard inBulk else {
            return await office.scim.send(request.method == "PUT" ? .put : .patch, "/Users/\(id)", request.body).status
        }
        let operation = #"{"method":"\#(request.method)","path":"/Users/\#(id)","data":\#(request.body)}"#
        let body = #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[\#(operation)]}"#
        let reply = await office.scim.send(.post, "/Bulk", body)
        return reply.json["Operations"]?.array?.first?["status"]?.string.flatMap { Int($0) }
    }

    @Test func `nobody is created with such a role, active or not`() async {
        let office = Office(rejectsUnknownRoles: true)
        let body =
            #"{\#(Self.schemas),"userName":"ada","emails":[{"value":"a@x.y"}],"active":false,"roles":[{"value":"king"}]}"#
        #expect(await office.scim.send(.post, "/Users", body).status == 400)
        #expect(await office.scim.send(.get, "/Users").json["totalResults"] == 0)
    }
}
