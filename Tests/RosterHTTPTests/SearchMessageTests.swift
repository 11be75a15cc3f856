import ConformanceLedger
import HTTPTypes
import RosterCore
import RosterHTTP
import RosterTesting
import SCIM
import Testing

@Suite("RFC 7644 §3.4.3 — queries by POST")
struct SearchMessageTests {
    private let client = Client()

    private func fill() async {
        for name in ["dora", "anna", "carl", "ben"] { _ = await client.createUser(name, #","title":"T-\#(name)""#) }
        _ = await client.createGroup("Crew")
    }

    @Test("a search finds what a GET finds, and makes nothing", .shows("7644-3.4.3-a", "7644-3.4.3-d"))
    func finds() async {
        await fill()
        let found = await client.search("/Users", #""filter":"userName eq \"ANNA\"""#)
        #expect(found.status == 200 && found.json["schemas"] == [.string(MessageURI.listResponse)])
        #expect(found.values("userName") == ["anna"] && found[.contentType] == "application/scim+json")
        #expect(await client.search("/Groups").values("displayName") == ["Crew"])
        for path in ["/Users", "/Groups"] {
            #expect(await client.search(path).answer.body == client.send(.get, path).answer.body)
        }
        #expect(await client.send(.get, "/Users").json["totalResults"] == 4)
    }

    @Test(
        "each member means what the parameter of its name means", .shows("7644-3.4.3-c", "7644-3.9-c"),
        arguments: [
            (
                #""attributes":["userName"],"startIndex":2,"count":1,"sortBy":"userName","sortOrder":"descending""#,
                "attributes=userName&startIndex=2&count=1&sortBy=userName&sortOrder=descending"
            ), (#""attributes":"userName, title""#, "attributes=userName,title"), (#""attributes":[]"#, "attributes="),
            (#""excludedAttributes":["title","meta"],"unknown":{"x":1}"#, "excludedAttributes=title,meta&unknown=x"),
            (#""Filter":"title sw \"t-c\"","COUNT":10"#, "filter=title+sw+%22t-c%22&count=10"),
            (#""count":-1"#, "count=-1"), (#""startIndex":null,"filter":null"#, ""),
            (#""startIndex":-3"#, "startIndex=-3"), (#""count":"1","startIndex":"2""#, "count=1&startIndex=2"),
            (#""filter":"","count":"","attributes":"","sortOrder":"""#, "filter=&count=&attributes=&sortOrder="),
        ])
    func members(_ body: String, _ query: String) async {
        await fill()
        let reply = await client.search("/Users", body)
        #expect(reply.status == 200)
        #expect(reply.answer.body == (await client.send(.get, "/Users?\(query)")).answer.body)
    }

    @Test(
        "what is no message or has members of the wrong type is refused", .shows("7644-3.4.3-c"),
        arguments: [
            ("", "invalidSyntax"), ("[]", "invalidSyntax"),
            (#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}"#, "invalidSyntax"),
            (#"{SEARCH,"count":"three"}"#, "invalidValue"), (#"{SEARCH,"count":1.5}"#, "invalidValue"),
            (#"{SEARCH,"startIndex":true}"#, "invalidValue"), (#"{SEARCH,"filter":5}"#, "invalidValue"),
            (#"{SEARCH,"attributes":[1]}"#, "invalidValue"), (#"{SEARCH,"attributes":{"a":1}}"#, "invalidValue"),
            (#"{SEARCH,"cursor":1}"#, "invalidValue"), (#"{SEARCH,"sortBy":["userName"]}"#, "invalidValue"),
            (#"{SEARCH,"sortBy":"userName","sortOrder":"down"}"#, "invalidValue"),
            (#"{SEARCH,"filter":"userName zz \"a\""}"#, "invalidFilter"), (#"{SEARCH,"filter":" "}"#, "invalidFilter"),
            (#"{SEARCH,"attributes":["id"],"excludedAttributes":["id"]}"#, "invalidValue"),
        ])
    func refusals(_ body: String, _ scimType: String) async {
        let body = body.replacing("SEARCH", with: #""schemas":["\#(MessageURI.searchRequest)"]"#)
        for path in ["/Users/.search", "/.search"] {
            let reply = await client.send(.post, path, body)
            #expect(reply.status == 400 && reply.error?.scimType == scimType, "\(reply.error?.detail ?? "")")
        }
    }

    @Test("a password may be searched for where it stands in no URL, and is never found", .shows("7644-7.5.2-a"))
    func password() async {
        _ = await client.createUser("anna", #","password":"x""#)
        for path in ["/Users", ""] {
            let found = await client.search(path, #""filter":"password eq \"x\"""#)
            #expect(found.status == 200 && found.json["totalResults"] == 0 && found.ids.isEmpty)
        }
    }

    @Test("one search at the base URI covers all types", .shows("7644-3.4.3-b"))
    func everything() async {
        _ = await client.createUser("anna", #","displayName":"Smithers""#)
        _ = await client.createUser("ben", #","displayName":"Jones""#)
        _ = await client.createGroup("The Smiths")
        _ = await client.createGroup("smith & co")
        let found = await client.search("", #""filter":"displayName sw \"smith\"""#)
        #expect(found.status == 200 && found.json["totalResults"] == 2)
        #expect(found.values("displayName") == ["Smithers", "smith & co"])
    }

    @Test("POST is the only method, and takes the right to read alone")
    func methodsAndRights() async {
        for path in ["/Users/.search", "/.search", "/v2/.search"] {
            for method in [HTTPRequest.Method.get, .head, .put, .patch, .delete] {
                let reply = await client.send(method, path)
                #expect(reply.status == 405 && reply[.allow] == "POST")
            }
        }
        #expect(await client.send(.post, "/.search/x", "{}").status == 404)
        let reader = Client(scopes: [.read(.user)])
        #expect(await reader.search("/Users").status == 200)
        #expect(await reader.search("").status == 200)
        #expect(await reader.search("/Groups").status == 403)
        let writer = Client(scopes: [.write(.user), .write(.group), .discovery])
        for path in ["/Users/.search", "/.search"] {
            let request = HTTPRequest(
                method: .post, scheme: "https", authority: "scim.test", path: "/scim" + path,
                headerFields: [.authorization: "Bearer good"])
            let answer = await writer.endpoint.answer(request, from: Peer()) { _ in
                Issue.record("the body was asked for")
                return []
            }
            #expect(answer.head.status.code == 403)
        }
    }

    @Test("a filter in a body may be longer than one in a URL, and makes no more comparisons")
    func longFilters() async {
        await fill()
        func filter(_ comparisons: Int, _ bytes: Int) -> String {
            let text = String(repeating: "x", count: bytes)
            return (["userName eq \\\"anna\\\""] + (1..<comparisons).map { "title eq \\\"\(text)\($0)\\\"" })
                .joined(separator: " or ")
        }
        for length in [10, 50, 5_000] {
            for endpoint in ["/Users", ""] {
                let found = await client.search(endpoint, #""filter":"\#(filter(100, length))""#)
                #expect(found.status == 200 && found.values("userName") == ["anna"], "\(length) \(endpoint)")
            }
        }
        let many = await client.search("/Users", #""filter":"\#(filter(101, 1))""#)
        #expect(many.status == 400 && many.json["scimType"] == "tooMany")
        let long = "title%20eq%20%22\(String(repeating: "x", count: 4_096))%22"
        #expect(await client.send(.get, "/Users?filter=\(long)").json["scimType"] == "invalidFilter")
    }
}
