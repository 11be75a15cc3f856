import ConformanceLedger
import HTTPTypes
import RosterHTTP
import SCIM
import Testing

private let user = #""schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]"#
private let patch = #""schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]"#

@Suite("RFC 7644 §3.12 — every failure is a SCIM error that names attribute and rule")
struct BadRequestTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        let path: String
        let body: String?
        let status: Int
        let scimType: String?
        let names: String

        init(
            _ method: HTTPRequest.Method, _ path: String, _ body: String?, _ status: Int, _ scimType: String?,
            names: String
        ) {
            self.method = method
            self.path = path
            self.body = body
            self.status = status
            self.scimType = scimType
            self.names = names
        }

        var testDescription: String { "\(method) \(path) \(body?.prefix(80) ?? "")" }
    }

    @Test(
        "the right status, scimType and detail",
        .shows(
            "7643-3-b", "7643-3.1-c", "7643-4.1.1-a", "7643-7-a", "7643-7-f", "7644-3.12-a", "7644-3.12-b",
            "7644-3.12-e", "7644-3.13-b", "7644-3.3-e", "7644-3.3-f", "7644-3.4.1-b", "7644-3.4.2.2-h",
            "7644-3.4.2.2-i", "7644-3.4.2.2-j", "7644-3.4.2.4-g", "7644-3.5-a", "7644-3.5.2-i", "7644-3.5.2.2-a",
            "7644-3.5.2.2-e", "7644-3.5.2.3-g", "7644-3.9-d", "7644-4-e", "7644-7.5.2-a"),
        arguments: [
            Case(.post, "/Users", #"{"a":"#, 400, "invalidSyntax", names: "byte"),
            Case(.post, "/Users", "", 400, "invalidSyntax", names: "byte"),
            Case(.post, "/Users", "[]", 400, "invalidSyntax", names: "object"),
            Case(.post, "/Users", #"{"schemas":[7],"userName":"a"}"#, 400, "invalidSyntax", names: "schemas"),
            Case(.post, "/Users", "{\(user)}", 400, "invalidValue", names: "userName"),
            Case(.post, "/Users", "{\(user),\"userName\":true}", 400, "invalidValue", names: "userName"),
            Case(
                .post, "/Users", "{\(user),\"userName\":\"a\",\"active\":\"maybe\"}", 400, "invalidValue",
                names: "active"),
            Case(.post, "/Users", "{\(user),\"userName\":\"a\",\"name\":\"Bob\"}", 400, "invalidValue", names: "name"),
            Case(.post, "/Users", "{\(user),\"userName\":\"TAKEN\"}", 409, "uniqueness", names: "userName"),
            Case(.post, "/Groups", "{\(user),\"displayName\":\"g\"}", 400, "invalidSyntax", names: "core:2.0:Group"),
            Case(.get, "/Users?filter=%20", nil, 400, "invalidFilter", names: "character 2"),
            Case(.get, "/Users?filter=userName%20eq", nil, 400, "invalidFilter", names: "value"),
            Case(.get, "/Users?filter=userName%20regex%20%22a%22", nil, 400, "invalidFilter", names: "regex"),
            Case(.get, "/Users?filter=shoeSize%20eq%2044", nil, 400, "invalidFilter", names: "shoeSize"),
            Case(.get, "/Users?filter=active%20gt%20true", nil, 400, "invalidFilter", names: "active"),
            Case(.get, "/Users?filter=password%20eq%20%22p%22", nil, 403, "sensitive", names: "password"),
            Case(.get, "/Users?count=abc", nil, 400, "invalidValue", names: "count"),
            Case(.get, "/Users?filter=%FF", nil, 400, "invalidValue", names: "percent-encoded"),
            Case(
                .get, "/Users?attributes=id&excludedAttributes=id", nil, 400, "invalidValue",
                names: "excludedAttributes"),
            Case(.get, "/Users?sortBy=userName&sortOrder=down", nil, 400, "invalidValue", names: "sortOrder"),
            Case(.get, "/Users/none", nil, 404, nil, names: "none"),
            Case(.get, "/Nonsense", nil, 404, nil, names: "path"),
            Case(.get, "/Users/1/2", nil, 404, nil, names: "path"),
            Case(.get, "/v1/Users", nil, 400, "invalidVers", names: "v1"),
            Case(.delete, "/Users", nil, 405, nil, names: "GET, HEAD, POST"),
            Case(.post, "/ServiceProviderConfig", "{}", 405, nil, names: "GET"),
            Case(.get, "/Schemas?filter=name%20eq%20%22User%22", nil, 403, nil, names: "filter"),
            Case(.get, "/Schemas/urn:x", nil, 404, nil, names: "urn:x"),
            Case(.post, "/Bulk", "{\(patch)}", 400, "invalidSyntax", names: "BulkRequest"),
            Case(.patch, "/Users/{id}", "{\(user)}", 400, "invalidSyntax", names: "PatchOp"),
            Case(.patch, "/Users/{id}", "{\(patch),\"Operations\":[]}", 400, "invalidSyntax", names: "Operations"),
            Case(
                .patch, "/Users/{id}", "{\(patch),\"Operations\":[{\"op\":\"move\",\"path\":\"title\"}]}", 400,
                "invalidSyntax", names: "op"),
            Case(
                .patch, "/Users/{id}", "{\(patch),\"Operations\":[{\"op\":\"remove\"}]}", 400, "noTarget", names: "path"
            ),
            Case(
                .patch, "/Users/{id}",
                "{\(patch),\"Operations\":[{\"op\":\"replace\",\"path\":\"id\",\"value\":\"x\"}]}", 400, "mutability",
                names: "id"),
            Case(
                .patch, "/Users/{id}", "{\(patch),\"Operations\":[{\"op\":\"replace\",\"path\":\"shoe\",\"value\":1}]}",
                400, "invalidPath", names: "shoe"),
            Case(
                .patch, "/Users/{id}", "{\(patch),\"Operations\":[{\"op\":\"remove\",\"path\":\"userName\"}]}", 400,
                "mutability", names: "userName"),
            Case(
                .patch, "/Users/{id}",
                "{\(patch),\"Operations\":[{\"op\":\"replace\",\"path\":\"emails[type eq \\\"fax\\\"].value\",\"value\":\"x\"}]}",
                400, "noTarget", names: "emails"),
        ])
    func refusals(_ test: Case) async {
        let client = Client()
        let id = await client.create("/Users", "{\(user),\"userName\":\"taken\"}")
        let before = await client.send(.get, "/Users/\(id)")
        let reply = await client.send(test.method, test.path.replacing("{id}", with: id), test.body)
        #expect(reply.status == test.status)
        #expect(reply.error?.status == String(test.status))
        #expect(reply.error?.scimType == test.scimType)
        #expect(reply.error?.detail.contains(test.names) == true, "\(reply.error?.detail ?? "no detail")")
        #expect(await client.send(.get, "/Users/\(id)").answer.body == before.answer.body)
        #expect(await client.send(.get, "/Users").json["totalResults"] == 1)
    }

    @Test("bodies, targets and formats beyond the limits", .shows("7644-8.1-a"))
    func limits() async {
        var settings = EndpointSettings()
        settings.maximumBodyBytes = 100
        let client = Client(settings: settings)
        #expect(await client.send(.post, "/Users", String(repeating: " ", count: 101)).error?.status == "413")
        #expect(await client.send(.get, "/Users?x=" + String(repeating: "y", count: 9_000)).error?.status == "414")
        #expect(
            await client.send(.post, "/Users", "<xml/>", headers: [.contentType: "text/xml"]).error?.status == "415")
        #expect(
            await client.send(.post, "/Users", "{", headers: [.contentType: "application/json; charset=utf-8"]).status
                == 400)
        let deep = "/Users?filter=" + String(repeating: "(", count: 4_000)
        #expect(await client.send(.get, deep).error?.scimType == "invalidFilter")
    }
}
