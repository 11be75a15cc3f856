import SCIM
import Testing

@Suite("SailPoint — discovery, then one part of an attribute in each operation")
struct SailPointTests {
    let sailPoint = Connector(["Accept": "application/scim+json"], contentType: "application/scim+json")

    @Test(
        "everything that it reads before its first write is there",
        arguments: [
            "/ServiceProviderConfig", "/ResourceTypes", "/ResourceTypes/User", "/ResourceTypes/Group", "/Schemas",
            "/Schemas/\(URN.user)", "/Schemas/\(URN.group)", "/Schemas/\(URN.enterprise)",
        ])
    func documentsAreThere(_ path: String) async {
        let reply = await sailPoint.get(path)
        #expect(reply.verdict == "200")
        #expect(reply.json["schemas"]?.array?.isEmpty == false)
        #expect(!reply.json.json.contains("null"))
    }

    @Test("operations without path, each with one nested part, add up")
    func partsAddUp() async {
        let id = await sailPoint.create(
            "/Users", #"{"schemas":["\#(URN.user)"],"userName":"sal","name":{"middleName":"M"}}"#)
        let reply = await sailPoint.patch(
            "/Users/\(id)",
            #"""
            {"op":"replace","value":{"name":{"familyName":"Sol"}}},
            {"op":"replace","value":{"name":{"givenName":"Sal"}}},
            {"op":"add","value":{"\#(URN.enterprise)":{"department":"Dock"}}},
            {"op":"add","value":{"\#(URN.enterprise)":{"division":"North"}}},
            {"op":"replace","value":{"active":false}}
            """#)
        #expect(reply.verdict == "200")
        #expect(reply.json["name"] == ["middleName": "M", "familyName": "Sol", "givenName": "Sal"])
        #expect(reply.json[.enterprise] == ["department": "Dock", "division": "North"])
        #expect(reply.json["active"] == false)
    }
}
