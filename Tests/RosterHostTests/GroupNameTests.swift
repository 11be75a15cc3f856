import ConformanceLedger
import SCIM
import Testing

@Suite("groups — whether two may have one name", .serialized, .onThreadOfItsOwn)
struct GroupNameTests {
    @Test(
        "a second group of one name is refused unless the configuration wants it", .shows("7643-7-f", "7644-4-g"),
        arguments: [("", 409), ("groups: { unique-names: true }", 409), ("groups: { unique-names: false }", 201)])
    func secondGroup(_ section: String, _ status: Int) throws {
        let server = try ServerProcess(configuration: ServerProcess.configuration + "\n" + section)
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        let group = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"NAME"}"#
        #expect(try connection.send("POST", "/Groups", group.replacing("NAME", with: "Crew")).status == 201)
        let second = try connection.send("POST", "/Groups", group.replacing("NAME", with: "crew"))
        #expect(second.status == status)
        #expect(second.json["scimType"] == (status == 409 ? "uniqueness" : nil))
        let attributes =
            try connection.send("GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group").json["attributes"]
        #expect(
            attributes?.array?.first { $0["name"] == "displayName" }?["uniqueness"]
                == (status == 409 ? "server" : "none"))
        #expect(server.stop() == 0)
    }
}
