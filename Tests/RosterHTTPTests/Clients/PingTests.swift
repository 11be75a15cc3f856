import SCIM
import Testing

@Suite("PingFederate and PingOne — users by PUT, groups by list")
struct PingTests {
    let ping = Connector(
        ["User-Agent": "Apache-HttpClient/4.5.13 (Java/11)", "Accept": "application/json"],
        contentType: "application/json")

    private func person(_ more: String = "") -> String {
        #"""
        {"schemas":["\#(URN.user)"],"userName":"pia","emails":[{"type":"work","value":"pia@example.com"}]\#(more)}
        """#
    }

    @Test(
        "users are found by user name or by their e-mail address",
        arguments: ["userName Eq \"PIA\"", "emails eq \"pia@example.com\"", "emails Co \"example.com\""])
    func findsUsers(_ filter: String) async {
        let id = await ping.create("/Users", person())
        let query = filter.replacing(" ", with: "%20").replacing("\"", with: "%22").replacing("@", with: "%40")
        #expect(await ping.get("/Users?filter=\(query)").page.map { $0["id"] } == [.string(id)])
    }

    @Test("a custom filter on an attribute that is not there is refused, not met by everybody")
    func unknownAttribute() async {
        _ = await ping.create("/Users", person())
        #expect(await ping.get("/Users?filter=email%20Co%20%22x%22").verdict == "400 invalidFilter")
    }

    @Test("users are disabled by PUT")
    func disablesByPut() async {
        let id = await ping.create("/Users", person(#","active":true,"title":"T""#))
        let reply = await ping.put("/Users/\(id)", person(#","active":false"#))
        #expect(reply.verdict == "200")
        #expect(reply.json["active"] == false)
        #expect(reply.json["title"] == nil)
        #expect(await ping.get("/Users/\(id)").json["active"] == false)
    }

    @Test("all groups are listed, and a page that is smaller than asked for says so")
    func listsAllGroups() async throws {
        for number in 1...12 { _ = await ping.createGroup("g\(number)") }
        let all = await ping.get("/Groups?startIndex=1&count=1000")
        #expect(all.json["totalResults"] == 12)
        #expect(all.json["itemsPerPage"] == 12)
        #expect(all.page.count == 12)
        #expect(await ping.get("/Groups").shownNames == all.shownNames)
        let page = await ping.get("/Groups?startIndex=11&count=1000")
        #expect(page.json["itemsPerPage"] == 2)
        #expect(page.json["totalResults"] == 12)
    }

    @Test func groupsAreUpdatedByPutOrPatch() async {
        let first = await ping.createUser("a"), second = await ping.createUser("b")
        let group = await ping.createGroup("Crew", first)
        let put = await ping.put(
            "/Groups/\(group)",
            #"{"schemas":["\#(URN.group)"],"displayName":"Crew","members":[{"value":"\#(second)"}]}"#)
        #expect(put.verdict == "200")
        #expect(await ping.members(of: group) == [second])
        let patch = await ping.patch(
            "/Groups/\(group)",
            #"""
            {"op":"remove","path":"members[value eq \"\#(second)\"]"},
            {"op":"add","path":"members","value":[{"value":"\#(first)"}]}
            """#)
        #expect(patch.verdict == "200")
        #expect(await ping.members(of: group) == [first])
    }
}
