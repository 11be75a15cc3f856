import HTTPTypes
import SCIM
import Testing

@Suite("Google Workspace — users in plain JSON")
struct GoogleTests {
    let google = Connector(
        ["User-Agent": "Google-Auto-Provisioning", "Accept": "*/*"], contentType: "application/json")

    private let person = #"""
        {"schemas":["\#(URN.user)"],"userName":"goran@example.com","active":true,
         "name":{"givenName":"Goran","familyName":"Ek"},"emails":[{"value":"goran@example.com","primary":true}]}
        """#

    @Test func userIsSuspendedRestoredAndDeletedByPatch() async {
        let probe = await google.get("/Users?count=1")
        #expect(probe.verdict == "200")
        #expect(probe[.contentType] == "application/scim+json")
        let id = await google.create("/Users", person)
        let found = await google.get("/Users?filter=userName%20eq%20%22goran%40example.com%22")
        #expect(found.page.map { $0["id"] } == [.string(id)])
        let suspended = await google.patch("/Users/\(id)", #"{"op":"replace","path":"active","value":false}"#)
        #expect(suspended.json["active"] == false)
        #expect(await google.get("/Users/\(id)").verdict == "200")
        #expect(await google.put("/Users/\(id)", person).json["active"] == true)
        #expect(await google.delete("/Users/\(id)").verdict == "204")
    }

    @Test(
        "no way of naming JSON is refused",
        arguments: [
            "application/json", "application/json; charset=utf-8", "application/scim+json;charset=UTF-8",
            "APPLICATION/JSON", "application/scim+json", "",
        ])
    func mediaTypes(_ contentType: String) async {
        for accept in ["*/*", "application/json", "application/json; charset=utf-8", "text/html, */*;q=0.1", ""] {
            let google = Connector(["Accept": accept], contentType: contentType)
            #expect(await google.post("/Users", person).verdict == "201", "\(accept)")
        }
    }
}
