import ConformanceLedger
import HTTPTypes
import RosterHTTP
import SCIM
import Testing

@Suite("RFC 7644 §3.7.1 — operations of a bulk request that refer to each other in a circle")
struct BulkCircleTests {
    private let client = Client()

    /// A type whose resources cannot be without a neighbour.
    private static let seat = ResourceType(
        name: "Seat", endpoint: "/Seats",
        schema: Schema(
            id: "urn:example:Seat", name: "Seat",
            attributes: [
                .init("row", .integer),
                .init(
                    "neighbour", .complex, required: true,
                    subAttributes: [
                        .init("value", required: true),
                        .init("$ref", .reference, caseExact: true, referenceTypes: ["Seat"]),
                    ]),
            ]))

    private func bulk(_ operations: [String], by client: Client? = nil) async -> Reply {
        let all = operations.joined(separator: ",")
        return await (client ?? self.client).send(
            .post, "/Bulk", #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[\#(all)]}"#)
    }

    private func group(_ name: String, _ members: String...) -> String {
        let values = members.map { #"{"value":"\#($0)"}"# }.joined(separator: ",")
        return #"{"schemas":["\#(Schema.group.id)"],"displayName":"\#(name)","members":[\#(values)]}"#
    }

    private func post(_ path: String, _ id: String, _ data: String) -> String {
        #"{"method":"POST","path":"\#(path)","bulkId":"\#(id)","data":\#(data)}"#
    }

    private func read(_ location: String?) async -> AttributeValue { await client.follow(location).json }

    @Test(.shows("7644-3.7.1-a"))
    func `resources that refer to one another are all created and linked`() async {
        let reply = await bulk(
            [
                post("/Groups", "a", group("A", "bulkId:b", "bulkId:c")), post("/Groups", "b", group("B", "bulkId:c")),
                post("/Groups", "c", group("C", "bulkId:a")),
            ])
        #expect(reply.statuses == ["201", "201", "201"])
        let ids = reply.entries.map { String($0["location"]?.string?.split(separator: "/").last ?? "") }
        for (index, members) in [[ids[1], ids[2]], [ids[2]], [ids[0]]].enumerated() {
            let group = await read(reply.entries[index]["location"]?.string)
            #expect(group["members"]?.array?.compactMap { $0["value"]?.string } == members)
            #expect(group["meta"]?["version"] == reply.entries[index]["version"])
        }
    }

    @Test(.shows("7644-3.7-k", "7644-3.7.1-a"))
    func `later operations act on what is complete`() async {
        let patch =
            #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{"op":"remove","path":"members"},{"op":"replace","path":"displayName","value":"Z"}]}"#
        let reply = await bulk(
            [
                post("/Groups", "a", group("A", "bulkId:b")), post("/Groups", "b", group("B", "bulkId:a")),
                #"{"method":"PATCH","path":"/Groups/bulkId:b","data":\#(patch)}"#,
                #"{"method":"DELETE","path":"/Groups/bulkId:a"}"#,
            ])
        #expect(reply.statuses == ["201", "201", "200", "204"])
        let group = await read(reply.entries[1]["location"]?.string)
        #expect(group["displayName"] == "Z")
        #expect(group["members"] == nil)
    }

    @Test(.shows("7644-3.7.1-a", "7644-3.7.2-c"))
    func `a circle that cannot be closed is a conflict, and nothing of it is left behind`() async {
        let types = [ResourceType.user, .group, Self.seat]
        let client = Client(types: types)
        func seat(_ neighbour: String, _ more: String = "") -> String {
            #"{"schemas":["urn:example:Seat"],"neighbour":{"value":"bulkId:\#(neighbour)"}\#(more)}"#
        }
        // The second needs the first, and the first the second, from the beginning.
        let reply = await bulk(
            [
                post("/Seats", "a", seat("b")), post("/Seats", "b", seat("a")), post("/Seats", "c", seat("c")),
                post("/Seats", "d", seat("e", #","row":"x""#)), post("/Seats", "e", seat("d")),
                post("/Users", "ada", Sample.user("ada")),
            ], by: client)
        #expect(reply.statuses == ["409", "409", "409", "409", "409", "201"], "\(reply.json.json)")
        let failed = reply.entries[0]
        #expect(failed["response"]?["status"] == "409" && failed["response"]?["scimType"] == nil)
        #expect(failed["response"]?["detail"]?.string?.contains("bulkId:") == true && failed["location"] == nil)
        #expect(await client.send(.get, "/Seats?count=0").json["totalResults"] == 0)
        #expect(await client.send(.get, "/Users?count=0").json["totalResults"] == 1)
    }
}

extension Reply {
    fileprivate var entries: [AttributeValue] { json["Operations"]?.array ?? [] }
    fileprivate var statuses: [String] { entries.map { $0["status"]?.string ?? "none" } }
}
