import ConformanceLedger
import HTTPTypes
import RosterCore
import RosterHTTP
import SCIM
import Testing

@Suite("RFC 7644 §3.4.1, §3.4.2 — reading and listing")
struct QueryTests {
    private let client = Client()

    @Test("one resource is read under its own endpoint alone", .shows("7644-3.4.1-a", "7644-3.4.1-b", "7644-3.4.1-c"))
    func reading() async {
        let id = await client.createUser("anna", #","title":"Chief","password":"secret-1""#)
        let group = await client.createGroup("Crew")
        let reply = await client.send(.get, "/Users/\(id)")
        #expect(reply.status == 200 && reply[.contentType] == "application/scim+json")
        #expect(reply.json["id"] == .string(id) && reply.json["title"] == "Chief" && reply.json["password"] == nil)
        #expect(reply.json["schemas"] != nil && reply.json["meta"] != nil)
        for (method, path) in [
            (HTTPRequest.Method.get, "/Users/nope"), (.delete, "/Users/nope"), (.get, "/Nonsense"),
            (.get, "/Users/\(group)"), (.get, "/Groups/\(id)"),
        ] {
            let missing = await client.send(method, path)
            #expect(missing.status == 404 && missing.error?.status == "404")
        }
    }

    @Test("a filter on a single resource is passed over", .shows("7644-3.4.2.1-d"))
    func singleResource() async {
        let id = await client.createUser("anna")
        #expect(await client.send(.get, "/Users/\(id)?filter=userName+eq+%22ben%22").json["id"] == .string(id))
    }

    @Test(
        "lists tell the total and their part of it",
        .shows(
            "7644-3.4.2-a", "7644-3.4.2-b", "7644-3.4.2-c", "7644-3.4.2-d", "7644-3.4.2-e", "7644-3.4.2.4-b"))
    func lists() async {
        for number in 0..<12 { _ = await client.createUser("user-\(number)") }
        let page = await client.send(.get, "/Users?count=5&foo=bar")
        #expect(page.json["schemas"] == [.string(MessageURI.listResponse)])
        #expect(page.json["totalResults"] == 12 && page.json["startIndex"] == 1 && page.json["itemsPerPage"] == 5)
        #expect(page.resources.count == 5)
        #expect(page.resources.allSatisfy { $0["id"] != nil && $0["schemas"] != nil && $0["meta"] != nil })
        let none = await client.send(.get, "/Users?filter=userName+eq+%22nobody%22")
        #expect(none.status == 200 && none.json["totalResults"] == 0 && none.resources.isEmpty)
    }

    @Test(
        "windows start at 1, end where there is nothing more, and join without gaps",
        .shows(
            "7644-3.4.2.4-a", "7644-3.4.2.4-c", "7644-3.4.2.4-d", "7644-3.4.2.4-e", "7644-3.4.2.4-f", "7644-3.4.2.4-g"))
    func windows() async {
        var limits = ServiceSettings()
        limits.defaultPageSize = 7
        limits.maximumPageSize = 10
        let client = Client(limits: limits)
        var ids: [String] = []
        for number in 0..<12 { ids.append(await client.createUser("user-\(number)")) }
        for start in ["0", "-5"] {
            let reply = await client.send(.get, "/Users?startIndex=\(start)&count=2")
            #expect(reply.json["startIndex"] == 1 && reply.ids == Array(ids.prefix(2)))
        }
        for count in ["0", "-1"] {
            let reply = await client.send(.get, "/Users?count=\(count)")
            #expect(reply.json["totalResults"] == 12 && reply.ids.isEmpty)
        }
        #expect(await client.send(.get, "/Users").ids.count == 7)
        let most = await client.send(.get, "/Users?count=500")
        #expect(most.ids.count == 10 && most.json["totalResults"] == 12 && most.json["itemsPerPage"] == 10)
        let beyond = await client.send(.get, "/Users?startIndex=1000&count=5")
        #expect(beyond.status == 200 && beyond.json["totalResults"] == 12 && beyond.ids.isEmpty)
        for _ in 0..<2 {
            var walked: [String] = []
            for size in [5, 5, 2] {
                let reply = await client.send(.get, "/Users?startIndex=\(walked.count + 1)&count=5")
                #expect(reply.json["itemsPerPage"]?.integer == size)
                walked += reply.ids
            }
            #expect(walked == ids)
        }
        for name in ["startIndex", "count"] {
            let reply = await client.send(.get, "/Users?\(name)=abc")
            #expect(reply.status == 400 && reply.error?.scimType == "invalidValue")
        }
    }

    @Test(
        "results are sorted as a whole, by the type of the attribute, the missing last",
        .shows(
            "7644-3.4.2.3-a", "7644-3.4.2.3-b", "7644-3.4.2.3-c", "7644-3.4.2.3-d", "7644-3.4.2.3-e", "7644-3.4.2.3-f",
            "7644-3.10-a"),
        arguments: [
            ("sortBy=userName", "A b C"), ("sortBy=USERNAME&sortOrder=descending", "C b A"),
            ("sortBy=urn:ietf:params:scim:schemas:core:2.0:USER:userName", "A b C"),
            ("sortBy=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber", "C b A"),
            ("sortBy=emails.value", "C A b"), ("sortBy=emails", "C A b"), ("sortBy=name.familyName", "C A b"),
            ("sortBy=title", "A C b"), ("sortBy=title&sortOrder=descending", "b C A"), ("sortBy=meta.created", nil),
            ("sortBy=nothing", "b A C"),
        ] as [(String, String?)])
    func sorting(_ query: String, _ expected: String?) async {
        func enterprise(_ number: Int) -> String {
            #","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"\#(number)"}"#
        }
        _ = await client.createUser(
            "b", #","emails":[{"value":"m@x"}],"name":{"familyName":"Z"}"# + enterprise(2))
        _ = await client.createUser(
            "A",
            #","title":"a","emails":[{"value":"z@x"},{"value":"b@x","primary":true}],"name":{"familyName":"b"}"#
                + enterprise(3))
        _ = await client.createUser(
            "C", #","title":"B","emails":[{"value":"a@x"}],"name":{"familyName":"A"}"# + enterprise(1))
        let all = await client.send(.get, "/Users?\(query)")
        if let expected { #expect(all.values("userName").joined(separator: " ") == expected) }
        var pieces: [String] = []
        for start in 1...3 { pieces += await client.send(.get, "/Users?\(query)&count=1&startIndex=\(start)").ids }
        #expect(pieces == all.ids)
        #expect(await client.send(.get, "/Users?sortBy=userName&sortOrder=down").error?.scimType == "invalidValue")
        #expect(await client.send(.get, "/Users?sortBy=name").error?.scimType == "invalidValue")
        #expect(await client.send(.get, "/ServiceProviderConfig").json["sort"]?["supported"] == true)
    }
}

@Suite("RFC 7644 §3.9, §3.10 — attributes that answers show")
struct ProjectionTests {
    private static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    private static let user =
        #""schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"title":"T","displayName":"D","#
        + #""name":{"givenName":"G","familyName":"F"},"emails":[{"value":"a@x","type":"work"}],"#
        + #""\#(enterprise)":{"department":"R","costCenter":"C"}"#
    private let client = Client()

    private func names(_ value: AttributeValue?) -> Set<String> {
        Set((value?.attributes ?? [:]).map { $0.name == AttributeName(Self.enterprise) ? "ENT" : "\($0.name)" })
    }

    @Test(
        "the same choice on every operation that returns a resource",
        .shows(
            "7644-3.4.2.5-a", "7644-3.4.2.5-b", "7644-3.9-a", "7644-3.9-b", "7644-3.9-c", "7644-3.9-e", "7644-3.9-f"),
        arguments: [
            ("attributes=userName", ["userName"], ""), ("attributes=nope", [], ""),
            ("attributes=USERNAME,+\(enterprise):department", ["userName", "ENT"], "ENT department"),
            ("attributes=\(enterprise)", ["ENT"], "ENT department costCenter"),
            ("attributes=name.givenName", ["name"], "name givenName"),
            ("attributes=name", ["name"], "name givenName familyName"), ("attributes=emails.value", ["emails"], ""),
            (
                "excludedAttributes=id,schemas,userName,name.familyName,emails",
                ["title", "displayName", "name", "ENT", "meta"], "name givenName"
            ),
            (
                "excludedAttributes=title,name", ["userName", "displayName", "emails", "ENT", "meta"],
                "ENT department costCenter"
            ), ("", ["userName", "title", "displayName", "name", "emails", "ENT", "meta"], ""),
        ])
    func everywhere(_ query: String, _ expected: [String], _ parts: String) async {
        let created = await client.send(.post, "/Users?\(query)", #"{"userName":"anna",\#(Self.user)}"#)
        let id = created.json["id"]?.string ?? ""
        let patch =
            #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{"op":"add","path":"nickName","value":"N"},{"op":"remove","path":"nickName"}]}"#
        let search =
            query.split(separator: "=").count == 2
            ? #","\#(query.split(separator: "=")[0])":"\#(query.split(separator: "=")[1].replacing("+", with: " "))""#
            : ""
        let replies = [
            created.json, await client.send(.get, "/Users/\(id)?\(query)").json,
            await client.send(.put, "/Users/\(id)?\(query)", #"{"userName":"anna",\#(Self.user)}"#).json,
            await client.send(.patch, "/Users/\(id)?\(query)", patch).json,
            await client.send(.get, "/Users?filter=title+pr&\(query)").resources.first,
            await client.send(
                .post, "/Users/.search", #"{"schemas":["\#(MessageURI.searchRequest)"]\#(search)}"#
            ).resources.first,
            await client.send(.get, "?\(query)").resources.first,
        ]
        for reply in replies {
            #expect(names(reply) == Set(expected + ["id", "schemas"]))
            let words = parts.split(separator: " ").map(String.init)
            if let first = words.first {
                let name = first == "ENT" ? Self.enterprise : first
                #expect(names(reply?[AttributeName(name)]) == Set(words.dropFirst()))
            }
        }
        if query == "attributes=emails.value" { #expect(replies.allSatisfy { $0?["emails"] == [["value": "a@x"]] }) }
    }

    @Test("attributes and excludedAttributes exclude one another", .shows("7644-3.9-d"))
    func both() async {
        let reply = await client.send(.get, "/Users?attributes=userName&excludedAttributes=name")
        #expect(reply.status == 400 && reply.error?.scimType == "invalidValue")
    }

    @Test("attributes of an extension go by its URN", .shows("7644-3.10-a", "7644-3.10-b"))
    func urns() async {
        _ = await client.send(.post, "/Users", #"{"userName":"anna",\#(Self.user)}"#)
        #expect(await client.send(.get, "/Users?filter=\(Self.enterprise):department+eq+%22r%22").ids.count == 1)
        #expect(
            await client.send(.get, "/Users?filter=\(Self.enterprise.uppercased()):DEPARTMENT+eq+%22r%22").ids.count
                == 1)
        let bare = await client.send(.get, "/Users?filter=department+eq+%22r%22")
        #expect(bare.error?.scimType == "invalidFilter")
        #expect(
            await client.send(.get, "/Users?filter=urn:ietf:params:scim:schemas:core:2.0:User:userName+sw+%22A%22").ids
                .count == 1)
    }

    @Test("members can be left out of groups", .shows("7644-3.9-b"))
    func members() async {
        let id = await client.createUser("anna")
        _ = await client.createGroup("Crew", members: [id])
        #expect(await client.send(.get, "/Groups?excludedAttributes=members").resources.first?["members"] == nil)
        #expect(await client.send(.get, "/Groups").resources.first?["members"]?.array?.count == 1)
    }
}
