import ConformanceLedger
import HTTPTypes
import RosterCore
import RosterHTTP
import RosterTesting
import SCIM
import Testing

@Suite("Bulk")
struct BulkTests {
    private let client = Client()

    private func bulk(_ operations: String, _ more: String = "", by client: Client? = nil) async -> Reply {
        await (client ?? self.client).send(
            .post, "/Bulk", #"{"schemas":["\#(MessageURI.bulkRequest)"],\#(more)"Operations":[\#(operations)]}"#)
    }

    private func user(_ name: String, _ more: String = "") -> String {
        #"{"schemas":["\#(Schema.user.id)"],"userName":"\#(name)"\#(more)}"#
    }

    private func group(_ name: String, _ members: String...) -> String {
        let values = members.map { #"{"value":"\#($0)"}"# }.joined(separator: ",")
        return #"{"schemas":["\#(Schema.group.id)"],"displayName":"\#(name)","members":[\#(values)]}"#
    }

    private func post(_ path: String, _ id: String, _ data: String) -> String {
        #"{"method":"POST","path":"\#(path)","bulkId":"\#(id)","data":\#(data)}"#
    }

    private func read(_ location: String?) async -> AttributeValue {
        await client.send(.get, String(location?.dropFirst("https://scim.test/scim".count) ?? "/nowhere")).json
    }

    @Test(.shows("7644-3.7-a", "7644-3.7-b", "7644-3.7-d", "7644-3.7.3-a", "7644-3.7.3-b", "7644-3.7-g"))
    func `each operation is answered with method, bulkId, version, location and status`() async {
        let reply = await bulk(post("/Users", "ada", user("ada")))
        #expect(reply.status == 200)
        #expect(reply.json[.schemas] == [.string(MessageURI.bulkResponse)])
        let entry = reply.entries.first
        #expect(entry?["method"] == "POST")
        #expect(entry?["bulkId"] == "ada")
        #expect(entry?["status"] == "201")
        #expect(entry?["response"] == nil)
        let created = await read(entry?["location"]?.string)
        #expect(created["userName"] == "ada")
        #expect(created["meta"]?["version"] == entry?["version"])
    }

    @Test(.shows("7644-3.7-b", "7644-3.12-a"))
    func `a message of another form is refused as a whole`() async {
        for body in [
            #"{"Operations":[]}"#, #"{"schemas":["\#(MessageURI.bulkRequest)"]}"#,
            #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[]}"#,
            #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[7]}"#,
            #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{}]}"#, "[]",
        ] {
            let reply = await client.send(.post, "/Bulk", body)
            #expect(reply.error?.scimType == "invalidSyntax", "\(body)")
        }
        let nameless = await Client.strict.send(
            .post, "/Bulk", #"{"Operations":[\#(post("/Users", "a", user("a")))]}"#)
        #expect(nameless.error?.status == "400" && nameless.error?.scimType == "invalidSyntax")
        #expect(await client.send(.get, "/Users?count=0").json["totalResults"] == 0)
        for value in ["0", "-1", "1.5", #""2""#] {
            let reply = await bulk(post("/Users", "a", user("a")), #""failOnErrors":\#(value),"#)
            #expect(reply.error?.scimType == "invalidValue")
        }
        #expect(await client.send(.get, "/Bulk").status == 405)
    }

    @Test(.shows("7644-3.7-c", "7644-3.7-d", "7644-3.7-e", "7644-3.7-f", "7644-3.7-l", "7644-3.7.3-b"))
    func `an operation that is none fails for itself`() async {
        let reply = await bulk(
            [
                #"{"method":"GET","path":"/Users"}"#,
                #"{"method":"POST","path":"/Users","data":\#(user("a"))}"#,
                #"{"method":"POST","path":"/Users/1","bulkId":"b","data":\#(user("b"))}"#,
                #"{"method":"PUT","path":"/Users","data":\#(user("c"))}"#,
                #"{"method":"POST","path":"/Users","bulkId":"d"}"#,
                #"{"method":"PATCH","path":"/Users/1"}"#,
                #"{"method":"POST","path":"/Bulk","bulkId":"e","data":{}}"#,
                #"{"method":"POST","path":"/Users/.search","bulkId":"f","data":{}}"#,
                #"{"method":"DELETE","path":"/Schemas/x"}"#,
                #"{"path":"/Users"}"#,
                post("/Users", "empty", "[]"), post("/Users", "good", user("good")),
            ].joined(separator: ","))
        #expect(reply.statuses == ["400", "400", "400", "400", "400", "400", "404", "400", "404", "400", "400", "201"])
        for entry in reply.entries.dropLast() {
            #expect(entry["response"]?[.schemas] == [.string(MessageURI.error)])
            #expect(entry["response"]?["status"] == entry["status"])
            #expect(entry["response"]?["detail"]?.string?.isEmpty == false)
        }
        let nameless = reply.entries[1]["response"]
        #expect(nameless?["scimType"] == "invalidValue")
        #expect(nameless?["detail"]?.string?.contains("bulkId") == true)
        #expect(reply.entries[10]["response"]?["scimType"] == "invalidSyntax")
        #expect(await client.send(.get, "/Users?count=0").json["totalResults"] == 1)
    }

    @Test(.shows("7644-3.7-f"))
    func `a PUT without data changes nothing`() async {
        let ada = await client.create("/Users", user("ada", #","title":"T""#))
        let before = await client.send(.get, "/Users/\(ada)").answer.body
        let reply = await bulk(#"{"method":"PUT","path":"/Users/\#(ada)"}"#)
        #expect(reply.statuses == ["400"])
        #expect(reply.entries.first?["response"]?["scimType"] == "invalidValue")
        #expect(await client.send(.get, "/Users/\(ada)").answer.body == before)
    }

    @Test(.shows("7644-3.7-e", "7644-3.7-f", "7644-3.7.3-a", "7644-3.7-g"))
    func `PUT, PATCH and DELETE act on resources, under their version if one is given`() async {
        let ada = await client.create("/Users", user("ada"))
        let bob = await client.create("/Users", user("bob"))
        let version = await client.send(.get, "/Users/\(ada)").json["meta"]?["version"]?.string ?? ""
        let current = version.replacing("\"", with: "\\\"")
        let patch = #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{"op":"add","path":"title","value":"T"}]}"#
        let reply = await bulk(
            [
                #"{"method":"PUT","path":"/Users/\#(ada)","version":"W/\"old\"","data":\#(user("x"))}"#,
                #"{"method":"PUT","path":"/Users/\#(ada)","version":"\#(current)","data":\#(user("ada2"))}"#,
                #"{"method":"PATCH","path":"/Users/\#(ada)","data":\#(patch)}"#,
                #"{"method":"DELETE","path":"/Users/\#(bob)"}"#,
                #"{"method":"DELETE","path":"/Users/\#(bob)"}"#,
            ].joined(separator: ","))
        #expect(reply.statuses == ["412", "200", "200", "204", "404"])
        #expect(reply.entries.allSatisfy { $0["location"] != nil })
        let after = await client.send(.get, "/Users/\(ada)").json
        #expect(after["userName"] == "ada2")
        #expect(after["title"] == "T")
        #expect(reply.entries[2]["version"] == after["meta"]?["version"])
    }

    @Test(.shows("7644-3.7-h", "7644-3.7-i", "7644-3.7.3-a"))
    func `without failOnErrors everything is tried`() async {
        let reply = await bulk(
            [post("/Users", "a", "{}"), post("/Users", "b", user("b"))].joined(separator: ","))
        #expect(reply.status == 200)
        #expect(reply.statuses == ["400", "201"])
        #expect(reply.entries[0]["location"] == nil)
    }

    @Test(.shows("7644-3.7-j"))
    func `failOnErrors ends the work at that many failures`() async {
        let operations = [
            post("/Users", "a", user("a")), post("/Users", "b", "{}"), post("/Users", "c", user("c")),
            post("/Users", "d", "{}"), post("/Users", "e", user("e")),
        ].joined(separator: ",")
        let one = await bulk(operations, #""failOnErrors":1,"#)
        #expect(one.statuses == ["201", "400"])
        #expect(one.json["failOnErrors"] == nil)
        #expect(await client.send(.get, "/Users?count=0").json["totalResults"] == 1)
        let two = await bulk(operations, #""failOnErrors":2,"#)
        #expect(two.statuses == ["409", "400"])
        #expect(await client.send(.get, "/Users?count=0").json["totalResults"] == 1)
    }

    @Test(.shows("7644-3.7-j"))
    func `a first operation that fails may be the last`() async {
        let reply = await bulk(
            [post("/Users", "a", "{}"), post("/Users", "b", user("b"))].joined(separator: ","), #""failOnErrors":1,"#)
        #expect(reply.status == 200)
        #expect(reply.statuses == ["400"])
        #expect(await client.send(.get, "?count=0").json["totalResults"] == 0)
    }

    @Test(.shows("7644-3.7.2-a", "7644-3.7.2-b", "7644-3.7-k"))
    func `references are resolved wherever they stand, before what they refer to as well`() async {
        let patch =
            #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{"op":"add","path":"members","value":[{"value":"bulkId:ada"}]},{"op":"remove","path":"members[value eq \"bulkId:bob\"]"}]}"#
        let enterprise = #","\#(Schema.enterpriseUser.id)":{"manager":{"value":"bulkId:ada"}}"#
        let reply = await bulk(
            [
                post("/Groups", "crew", group("Crew", "bulkId:bob")),
                #"{"method":"PATCH","path":"/Groups/bulkId:crew","data":\#(patch)}"#,
                post("/Users", "bob", user("bob", enterprise)),
                post("/Users", "ada", user("ada")),
                post(
                    "/Groups", "more",
                    #"{"schemas":["\#(Schema.group.id)"],"displayName":"More","members":[{"$ref":"/Users/bulkId:bob"}]}"#
                ),
            ].joined(separator: ","))
        #expect(reply.statuses == ["201", "200", "201", "201", "201"])
        let ids = reply.entries.map { String($0["location"]?.string?.split(separator: "/").last ?? "") }
        let crew = await read(reply.entries[0]["location"]?.string)
        #expect(crew["members"]?.array?.map { $0["value"]?.string } == [ids[3]])
        let bob = await read(reply.entries[2]["location"]?.string)
        #expect(bob[AttributeName(Schema.enterpriseUser.id)]?["manager"]?["value"]?.string == ids[3])
        let more = await read(reply.entries[4]["location"]?.string)
        #expect(more["members"]?.array?.map { $0["value"]?.string } == [ids[2]])
    }

    @Test(.shows("7644-3.7.2-b"))
    func `a reference becomes the location of the resource, in either form`() async {
        let bare = #"{"schemas":["\#(Schema.group.id)"],"displayName":"More","members":[{"$ref":"bulkId:bob"}]}"#
        let reply = await bulk(
            [
                post("/Groups", "crew", group("Crew", "bulkId:bob")), post("/Users", "bob", user("bob")),
                post("/Groups", "more", bare),
            ].joined(separator: ","))
        #expect(reply.statuses == ["201", "201", "201"])
        let bob = reply.entries[1]["location"]
        for index in [0, 2] {
            let group = await read(reply.entries[index]["location"]?.string)
            #expect(group["members"]?.array?.map { $0["$ref"] } == [bob])
        }
    }

    @Test(.shows("7644-3.7-g"))
    func `a version that cannot be read does not count as none`() async {
        let ada = await client.create("/Users", user("ada"))
        let reply = await bulk(
            [
                #"{"method":"DELETE","path":"/Users/\#(ada)","version":7}"#,
                #"{"method":"DELETE","path":["/Users/\#(ada)"]}"#, #"{"method":"DELETE"}"#,
            ].joined(separator: ","))
        #expect(reply.statuses == ["400", "400", "400"])
        #expect(await client.send(.get, "/Users/\(ada)").status == 200)
    }

    @Test(.shows("7644-3.7-l"))
    func `without any right to write the body is not even read`() async {
        let reply = await bulk(post("/Users", "a", user("a")), by: Client(scopes: [.read(.user)]))
        #expect(reply.error?.status == "403")
    }

    @Test(.shows("7644-3.7.2-c"))
    func `a reference that leads nowhere fails its operation and leaves nothing behind`() async {
        let reply = await bulk(
            [
                post("/Groups", "a", group("A", "bulkId:none")), post("/Users", "bad", "{}"),
                post("/Groups", "b", group("B", "bulkId:bad")),
                // Each needs the other, and one of them cannot be.
                post("/Groups", "c", group("C", "bulkId:d")),
                post("/Groups", "d", #"{"members":[{"value":"bulkId:c"}]}"#),
            ].joined(separator: ","))
        #expect(reply.statuses == ["400", "400", "400", "409", "400"])
        #expect(reply.entries[0]["response"]?["scimType"] == "invalidValue")
        #expect(await client.send(.get, "/Groups?count=0").json["totalResults"] == 0)
    }

    @Test(.shows("7644-3.7-d"))
    func `two operations of one name are refused before anything is done`() async {
        let reply = await bulk(
            [post("/Users", "a", user("a")), post("/Users", "a", user("b"))].joined(separator: ","))
        #expect(reply.error?.scimType == "invalidValue")
        #expect(await client.send(.get, "/Users?count=0").json["totalResults"] == 0)
    }

    @Test(.shows("7644-3.7-a", "7644-3.7.4-a", "7644-3.12-c"))
    func `what discovery says of limits is enforced before anything is done`() async {
        var settings = EndpointSettings()
        settings.maximumBulkOperations = 2
        settings.maximumBulkBytes = 2_000
        let client = Client(settings: settings)
        let config = await client.send(.get, "/ServiceProviderConfig").json["bulk"]
        #expect(config == ["supported": true, "maxOperations": 2, "maxPayloadSize": 2_000])
        let three = ["a", "b", "c"].map { post("/Users", $0, user($0)) }.joined(separator: ",")
        let many = await bulk(three, by: client)
        #expect(many.status == 413)
        #expect(many.error?.detail.contains("2") == true)
        let large = await bulk(
            post("/Users", "a", user("a", #","title":"\#(String(repeating: "x", count: 2_000))""#)), by: client)
        #expect(large.status == 413)
        #expect(large.error?.detail.contains("2000") == true)
        #expect(await client.send(.get, "/Users?count=0").json["totalResults"] == 0)
        #expect(await bulk(post("/Users", "a", user("a")), by: client).statuses == ["201"])
    }

    @Test(.shows("7644-3.7-l"))
    func `each operation needs its own rights`() async {
        let client = Client(scopes: [.write(.user), .read(.user)])
        let reply = await bulk(
            [post("/Groups", "g", group("G")), post("/Users", "u", user("u"))].joined(separator: ","), by: client)
        #expect(reply.statuses == ["403", "201"])
    }

    @Test(.shows("7643-4.1.1-e"))
    func `no password comes back`() async {
        let reply = await bulk(post("/Users", "a", user("a", #","password":"canary-7f3a""#)))
        #expect(reply.statuses == ["201"])
        #expect(!String(decoding: reply.answer.body, as: UTF8.self).contains("canary"))
    }
}

extension Reply {
    fileprivate var entries: [AttributeValue] { json["Operations"]?.array ?? [] }
    fileprivate var statuses: [String] { entries.map { $0["status"]?.string ?? "none" } }
}
