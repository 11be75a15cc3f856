import ConformanceLedger
import HTTPTypes
import RosterHTTP
import SCIM
import Testing

private let user = #""schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]"#
private let patch = #""schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]"#

@Suite("Requests made to hurt get a SCIM error, and the service goes on")
struct BadInputTests {
    /// A request that is written only when it is sent: some are megabytes long.
    struct Attack: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let method: HTTPRequest.Method
        let path: String
        let status: Int
        let scimType: String?
        let body: @Sendable () -> [UInt8]?

        init(
            _ name: String, _ method: HTTPRequest.Method, _ path: String, _ status: Int, _ scimType: String?,
            bytes body: @autoclosure @escaping @Sendable () -> [UInt8]?
        ) {
            testDescription = name
            self.method = method
            self.path = path
            self.status = status
            self.scimType = scimType
            self.body = body
        }

        /// A search with a filter, its blanks and quotes encoded.
        static func filter(_ name: String, _ filter: String, _ status: Int, _ scimType: String?) -> Attack {
            let encoded = filter.replacing(" ", with: "+").replacing("\"", with: "%22")
            return Attack(name, .get, "/Users?filter=\(encoded)", status, scimType, bytes: nil)
        }

        /// A POST of a user with the given members.
        static func user(
            _ name: String, _ members: @autoclosure @escaping @Sendable () -> String, _ status: Int = 400,
            _ scimType: String? = "invalidSyntax"
        ) -> Attack {
            Attack(
                name, .post, "/Users", status, scimType,
                bytes: Array("{\(RosterHTTPTests.user),\"userName\":\"new\",\(members())}".utf8))
        }

        /// A PATCH of the user that is there.
        static func patch(
            _ name: String, _ operations: @autoclosure @escaping @Sendable () -> String, _ status: Int,
            _ scimType: String?
        ) -> Attack {
            Attack(
                name, .patch, "/Users/{id}", status, scimType,
                bytes: Array("{\(RosterHTTPTests.patch),\"Operations\":[\(operations())]}".utf8))
        }
    }

    private static let deep = 100_000
    private static func many(_ text: String, _ count: Int = deep) -> String { String(repeating: text, count: count) }
    private static func operation(at path: String) -> String {
        "{\"op\":\"replace\",\"path\":\"\(path)\",\"value\":\"x\"}"
    }

    static let refused: [Attack] = [
        .filter("parentheses, 100,000 deep", many("("), 414, nil),
        .filter("'not', 100,000 deep", many("not+("), 414, nil),
        .filter("a filter of 1 MB", "title eq \"" + many("x", 1 << 20) + "\"", 414, nil),
        .filter("parentheses beyond the limit", many("(", 4_000), 400, "invalidFilter"),
        .filter("'not' beyond the limit", many("not (", 800), 400, "invalidFilter"),
        .filter("more comparisons than the limit", many("id pr or ", 120) + "id pr", 400, "tooMany"),
        .filter("a filter beyond its limit", "title eq \"" + many("x", 5_000) + "\"", 400, "invalidFilter"),
        .filter("a value filter in a value filter", "emails[emails[value pr]]", 400, "invalidFilter"),
        .filter("a lone surrogate in a filter", #"title eq "\ud800""#, 400, "invalidFilter"),
        Attack("a path of 1 MB", .get, "/Users/" + many("x", 1 << 20), 414, nil, bytes: nil),
        Attack("a path of many segments", .get, many("/a", 3_000), 404, nil, bytes: nil),
        Attack("NUL in a path", .get, "/Users/%00", 404, nil, bytes: nil),
        Attack("invalid UTF-8 in a path", .get, "/Users/%C3%28", 404, nil, bytes: nil),
        Attack("an overlong encoding in a query", .get, "/Users?filter=%C0%AF", 400, "invalidValue", bytes: nil),
        Attack("a count beyond 64 bits", .get, "/Users?count=" + many("9", 100), 400, "invalidValue", bytes: nil),
        Attack("a body of 10 MB", .post, "/Users", 413, nil, bytes: Array(many(" ", 10 << 20).utf8)),
        Attack("no text at all", .post, "/Users", 400, "invalidSyntax", bytes: [0, 0xFF, 0xFE, 0x80]),
        Attack(
            "invalid UTF-8 in a string", .post, "/Users", 400, "invalidSyntax",
            bytes: Array("{\(user),\"userName\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)),
        Attack("arrays, 100,000 deep", .post, "/Users", 400, "invalidSyntax", bytes: Array(many("[").utf8)),
        Attack("objects, 100,000 deep", .post, "/Users", 400, "invalidSyntax", bytes: Array(many("{\"a\":").utf8)),
        .user("a lone surrogate", #""title":"\ud800""#),
        .user("surrogates in the wrong order", #""title":"\udc00\ud800""#),
        .user("a number of 10,000 digits", "\"x\":" + many("9", 10_000)),
        .user("an exponent of 10,000 digits", "\"x\":1e" + many("9", 10_000)),
        .user("a fraction of 10,000 digits", "\"x\":0." + many("9", 10_000)),
        .user("a name twice", #""title":"a","title":"b""#),
        .user("a name twice, in two cases", #""title":"a","TITLE":"b""#),
        .user("a name twice, once in escapes", #""title":"a","\u0074itle":"b""#),
        .user("a NUL in a string", "\"title\":\"\0\""),
        .user("100,000 members", (0..<deep).map { "\"x\($0)\":1" }.joined(separator: ",")),
        .user("a string of 2 MB", "\"x\":\"" + many("x", 2 << 20) + "\""),
        .user("a long title", "\"title\":\"" + many("x", 70_000) + "\"", 400, "invalidValue"),
        .user("100,000 combining marks", "\"title\":\"e" + many("\u{301}") + "\""),
        .user("100,000 addresses", "\"emails\":[" + many("{\"value\":\"a\"},") + "\"a\"]", 400, "invalidValue"),
        .patch("100,000 operations", many(operation(at: "title") + ",") + operation(at: "title"), 400, "tooMany"),
        .patch("a deep filter in a path", operation(at: "emails[" + many("(") + "].value"), 400, "invalidPath"),
        .patch("a deep 'not' in a path", operation(at: "emails[" + many("not (", 700) + "].value"), 400, "invalidPath"),
        .patch("brackets in a path", operation(at: "emails" + many("[")), 400, "invalidPath"),
        .patch("a long path", operation(at: many("a.")), 400, "invalidPath"),
        .patch("a NUL in a path", operation(at: #"title\u0000"#), 400, "invalidPath"),
        .patch("a prototype in a path", operation(at: "__proto__"), 400, "invalidPath"),
        .patch(
            "a thousand paths with many comparisons",
            (0..<1_000).map { _ in operation(at: "emails[" + many("value pr or ", 90) + "value pr].value") }
                .joined(separator: ","), 400, "tooMany"),
    ]

    @Test("a complete SCIM error, nothing changed", .shows("7644-3.4.2.1-b"), arguments: refused)
    func refusal(_ attack: Attack) async {
        let client = Client()
        let id = await client.create("/Users", "{\(user),\"userName\":\"there\",\"emails\":[{\"value\":\"a\"}]}")
        let before = await client.send(.get, "/Users/\(id)")
        var request = HTTPRequest(
            method: attack.method, scheme: "https", authority: "scim.test",
            path: "/scim" + attack.path.replacing("{id}", with: id))
        let reply = await client.send(&request, attack.body())
        #expect(reply.status == attack.status)
        #expect(reply.error?.status == String(attack.status))
        #expect(reply.error?.scimType == attack.scimType)
        #expect(reply.error?.detail.isEmpty == false)
        #expect(reply.answer.body.count < 2_048)
        #expect(await client.send(.get, "/Users/\(id)").answer.body == before.answer.body)
        #expect(await client.send(.get, "/Users").json["totalResults"] == 1)
    }

    @Test("names that mean something in other languages mean nothing here")
    func foreignNames() async {
        let client = Client()
        let reply = await client.send(
            .post, "/Users",
            "{\(user),\"userName\":\"u\",\"__proto__\":{\"active\":true},\"constructor\":{\"prototype\":{}},\"toString\":1}"
        )
        #expect(reply.status == 201)
        for name in ["__proto__", "constructor", "toString", "active"] as [AttributeName] {
            #expect(reply.json[name] == nil)
        }
    }

    @Test("an escaped NUL is refused, in any text")
    func nul() async {
        let enterprise = Schema.enterpriseUser.id
        for members in [
            #""userName":"a\u0000b""#, #""userName":"u","emails":[{"value":"\u0000"}]"#,
            #""userName":"u","\#(enterprise)":{"manager":{"$ref":"Users/a\u0000"}}"#,
            #""userName":"u","\#(enterprise)":{"manager":{"$ref":"Users/a%00"}}"#,
        ] {
            let reply = await Client().send(.post, "/Users", "{\(user),\(members)}")
            #expect(reply.status == 400 && reply.error?.scimType == "invalidValue")
        }
    }

    @Test("marks come back as they were sent")
    func harmlessOddities() async {
        let client = Client()
        let title = #"\u202e \ud83d\ude00 </script> %00 ../../etc"#
        let reply = await client.send(.post, "/Users", "{\(user),\"userName\":\"u\",\"title\":\"\(title)\"}")
        #expect(reply.status == 201)
        #expect(reply.json["title"]?.string == "\u{202E} \u{1F600} </script> %00 ../../etc")
    }
}
