import SCIM
import Testing

@Suite("authentik — configuration first, groups by PATCH")
struct AuthentikTests {
    let authentik = Connector(
        ["User-Agent": "authentik@2025.2.1", "Accept": "application/scim+json"], contentType: "application/scim+json")

    private let person = #"""
        {"schemas":["\#(URN.user)"],"userName":"aki","externalId":"8d0a","name":{"formatted":"Aki Ito",
         "givenName":"Aki","familyName":"Ito"},"displayName":"Aki Ito","photos":[],"locale":"en",
         "active":true,"emails":[{"value":"aki@example.com","type":"other","primary":true}]}
        """#

    @Test("without a whole configuration it would not use PATCH")
    func configurationIsWhole() async {
        let config = await authentik.get("/ServiceProviderConfig").json
        for feature in ["patch", "bulk", "filter", "changePassword", "sort", "etag"] as [AttributeName] {
            #expect(config[feature]?["supported"]?.boolean != nil)
        }
        #expect(config["patch"]?["supported"] == true)
        #expect(config["bulk"]?["maxOperations"]?.integer != nil)
        #expect(config["bulk"]?["maxPayloadSize"]?.integer != nil)
        #expect(config["filter"]?["maxResults"]?.integer != nil)
        let scheme = config["authenticationSchemes"]?.array?.first
        for part in ["type", "name", "description"] as [AttributeName] { #expect(scheme?[part]?.string != nil) }
    }

    @Test("a user who is there already is looked up and replaced")
    func conflictLeadsToALink() async {
        let created = await authentik.post("/Users", person)
        #expect(created.verdict == "201")
        #expect(created.json["photos"] == nil)
        #expect(created.json["emails"]?.array?.first?["type"] == "other")
        #expect(await authentik.post("/Users", person).verdict == "409 uniqueness")
        let found = await authentik.get("/Users?filter=userName+eq+%22aki%22")
        #expect(found.page.map { $0["id"] } == [created.json["id"]])
        let id = created.json["id"]?.string ?? ""
        let body = person.replacing(#""userName""#, with: #""id":"\#(id)","userName""#)
        #expect(await authentik.put("/Users/\(id)", body).json == created.json)
    }

    @Test("a group is replaced as a whole by a PATCH without path, members come one by one")
    func groupsByPatch() async {
        let ids = [await authentik.createUser("a"), await authentik.createUser("b"), await authentik.createUser("c")]
        let group = await authentik.create(
            "/Groups", #"{"schemas":["\#(URN.group)"],"externalId":"51f","displayName":"Crew"}"#)
        let additions = ids.map { #"{"op":"add","path":"members","value":[{"value":"\#($0)"}]}"# }
        #expect(await authentik.patch("/Groups/\(group)", additions.joined(separator: ",")).verdict == "200")
        #expect(await authentik.members(of: group) == ids)
        let whole = #"{"schemas":["\#(URN.group)"],"id":"\#(group)","externalId":"51f","displayName":"Crew 2"}"#
        let renamed = await authentik.patch("/Groups/\(group)", #"{"op":"replace","path":null,"value":\#(whole)}"#)
        #expect(renamed.verdict == "200")
        #expect(renamed.json["displayName"] == "Crew 2")
        #expect(renamed.json["id"] == .string(group))
        #expect(await authentik.members(of: group) == ids)
        let removals = [
            #"{"op":"remove","path":"members","value":[{"value":"\#(ids[0])"}]}"#,
            #"{"op":"remove","path":"members[value eq \"\#(ids[1])\"]"}"#,
        ]
        for removal in removals { #expect(await authentik.patch("/Groups/\(group)", removal).verdict == "200") }
        #expect(await authentik.members(of: group) == [ids[2]])
    }

    @Test("discovery walks on from the first page, whose size it does not choose")
    func discoveryWalks() async throws {
        for number in 1...205 { _ = await authentik.createUser("u\(number)") }
        let first = await authentik.get("/Users")
        let size = try #require(first.json["itemsPerPage"]?.integer)
        #expect(first.page.count == size)
        let second = await authentik.get("/Users?startIndex=\(size + 1)")
        #expect(second.json["startIndex"]?.integer == size + 1)
        #expect(first.shownNames + second.shownNames == (1...205).map { "u\($0)" })
    }
}
