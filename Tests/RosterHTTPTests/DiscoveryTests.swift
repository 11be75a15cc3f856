import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7644 §4 — discovery says what is served")
struct DiscoveryTests {
    let client = Client()

    @Test("the service provider configuration is complete and derived", .shows("7644-4-a"))
    func configuration() async {
        let reply = await client.send(.get, "/ServiceProviderConfig?filter=x&unknown")
        #expect(reply.json["schemas"] == ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"])
        for feature in ["patch", "bulk", "filter", "changePassword", "sort", "etag"] {
            #expect(reply.json[AttributeName(feature)]?["supported"]?.boolean != nil, "\(feature)")
        }
        #expect(reply.json["authenticationSchemes"]?.array?.first?["type"] == "oauthbearertoken")
        #expect(reply.json["meta"]?["resourceType"] == "ServiceProviderConfig")
    }

    @Test("each resource type names schemas that are served", .shows("7643-6-b", "7643-7-a", "7644-4-c", "7644-4-d"))
    func resourceTypes() async {
        let types = await client.send(.get, "/ResourceTypes?startIndex=2&count=1")
        #expect(types.json["totalResults"] == 2)
        for type in types.json["Resources"]?.array ?? [] {
            let name = type["name"]?.string ?? ""
            #expect(await client.send(.get, "/ResourceTypes/\(name)").json == type)
            let uris = [type["schema"]?.string] + (type["schemaExtensions"]?.array ?? []).map { $0["schema"]?.string }
            for case let uri? in uris {
                let schema = await client.send(.get, "/Schemas/\(uri.uppercased())")
                #expect(schema.json["id"] == .string(uri))
                #expect(schema.json["meta"]?["location"] == .string("https://scim.test/scim/Schemas/\(uri)"))
            }
        }
    }
}
