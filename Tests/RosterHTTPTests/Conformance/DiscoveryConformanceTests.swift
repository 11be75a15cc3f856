import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7643 §5, §6, RFC 7644 §4 — what discovery tells")
struct DiscoveryConformanceTests {
    let client = Client()

    @Test(.shows("7643-5-a", "7644-4-a"))
    func theConfigurationNamesEveryFeature() async {
        let config = await client.send(.get, "/ServiceProviderConfig")
        #expect(config.outcome == "200")
        #expect(config.json["schemas"] == ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"])
        #expect(config.json["Resources"] == nil)
        #expect(config.json["meta"]?["resourceType"] == "ServiceProviderConfig")
        #expect(config.json["meta"]?["location"] == "https://scim.test/scim/ServiceProviderConfig")
        for feature: AttributeName in ["patch", "bulk", "filter", "changePassword", "sort", "etag"] {
            #expect(config.json[feature]?["supported"]?.boolean != nil, "\(feature)")
        }
        #expect(config.json["bulk"]?["maxOperations"]?.integer != nil)
        #expect(config.json["bulk"]?["maxPayloadSize"]?.integer != nil)
        #expect((config.json["filter"]?["maxResults"]?.integer ?? 0) > 0)
    }

    @Test(.shows("7643-5-b"))
    func theConfigurationNamesTheAuthenticationSchemes() async {
        let schemes = await client.send(.get, "/ServiceProviderConfig").json["authenticationSchemes"]?.array ?? []
        #expect(schemes.count == 1)
        for scheme in schemes {
            #expect(
                ["oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest"].contains(scheme["type"]?.string))
            #expect(scheme["name"]?.string?.isEmpty == false)
            #expect(scheme["description"]?.string?.isEmpty == false)
            #expect(scheme["primary"] == true)
        }
    }

    @Test("nothing is told to strangers, which the RFC leaves to policy", .shows("7643-5-b"))
    func theConfigurationNeedsCredentials() async {
        var stranger = client
        stranger.token = nil
        #expect(await stranger.send(.get, "/ServiceProviderConfig").outcome == "401")
    }

    @Test(.shows("7643-6-a", "7644-3.3.1-a"))
    func aResourceTypeHasNameEndpointAndSchema() async {
        let type = await client.send(.get, "/ResourceTypes/User")
        #expect(type.outcome == "200")
        #expect(type.json["schemas"] == ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"])
        #expect(type.json["id"] == "User")
        #expect(type.json["name"] == "User")
        #expect(type.json["endpoint"] == "/Users")
        #expect(type.json["description"]?.string?.isEmpty == false)
        #expect(type.json["schema"] == .string(Sample.user))
        #expect(type.json["schemaExtensions"] == [["schema": .string(Sample.enterprise), "required": false]])
        #expect(
            type.json["meta"]
                == ["resourceType": "ResourceType", "location": "https://scim.test/scim/ResourceTypes/User"])
    }

    @Test(
        .shows("7643-7-a", "9110-15.5.6-a"),
        arguments: [
            "/ServiceProviderConfig", "/Schemas", "/Schemas/\(Sample.user)", "/ResourceTypes", "/ResourceTypes/User",
        ])
    func discoveryIsReadOnly(_ path: String) async {
        let before = await client.send(.get, path).text
        for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
            let reply = await client.send(method, path, "{}")
            #expect(reply.outcome == "405")
            #expect(reply[.allow] == "GET, HEAD")
        }
        #expect(await client.send(.get, path).text == before)
    }

    @Test(.shows("7644-4-b", "7644-1.2-a"))
    func schemasAreListedAndReadByURI() async {
        let list = await client.send(.get, "/Schemas")
        #expect(list.json["schemas"] == [.string(Sample.list)])
        #expect(list.total == list.resources.count)
        for uri in [Sample.user, Sample.group, Sample.enterprise] {
            #expect(list.ids.contains(uri))
            #expect(await client.send(.get, "/Schemas/\(uri)").id == uri)
            #expect(await client.send(.get, "/Schemas/\(uri.percentEncoded)").id == uri)
        }
        #expect(await client.send(.get, "/Schemas/urn:x").outcome == "404")
    }

    @Test(.shows("7644-3.1-b"))
    func messagesAreNoSchemas() async {
        #expect(await client.send(.get, "/Schemas/\(Sample.list)").outcome == "404")
        #expect(await client.send(.get, "/Schemas").ids.allSatisfy { !$0.hasPrefix("urn:ietf:params:scim:api:") })
    }

    @Test(.shows("7644-4-c"))
    func resourceTypesAreListedAndReadByName() async {
        let list = await client.send(.get, "/ResourceTypes")
        #expect(list.json["schemas"] == [.string(Sample.list)])
        #expect(list.ids == ["User", "Group"])
        #expect(list.total == 2)
        #expect(await client.send(.get, "/ResourceTypes/Group").id == "Group")
        #expect(await client.send(.get, "/ResourceTypes/Nope").outcome == "404")
    }

    @Test(.shows("7644-4-d"), arguments: ["/Schemas", "/ResourceTypes"])
    func sortingAndPagingAreIgnored(_ path: String) async {
        let whole = await client.send(.get, path)
        for query in ["startIndex=2&count=1", "count=0", "sortBy=name&sortOrder=descending", "attributes=name"] {
            #expect(await client.send(.get, "\(path)?\(query)").text == whole.text, "\(query)")
        }
        #expect(
            await client.send(.get, "/ServiceProviderConfig?startIndex=2&count=0&sortBy=x").json["patch"] != nil)
    }

    @Test(.shows("7644-4-e"), arguments: ["/Schemas", "/ResourceTypes"])
    func filtersAreRefused(_ path: String) async {
        #expect(await client.send(.get, "\(path)?filter=name%20eq%20%22User%22").outcome == "403")
    }

    @Test(.shows("7644-4-f"))
    func anEndpointLeadsToItsResources() async {
        let client = Client(types: [.user, .group, Gadget.type])
        for (path, body) in [
            ("/Users", Sample.user("t")), ("/Groups", Sample.group("g")), ("/Gadgets", Gadget.body()),
        ] {
            _ = await client.send(.post, path, body)
        }
        for type in await client.send(.get, "/ResourceTypes").resources {
            let endpoint = type["endpoint"]?.string ?? ""
            #expect(endpoint == "/\(type["name"]?.string ?? "")s")
            let list = await client.send(.get, endpoint)
            #expect(list.json["schemas"] == [.string(Sample.list)])
            #expect(list.resources.map { $0["meta"]?["resourceType"] } == [type["name"]])
        }
    }

    @Test(.shows("7644-4-g"))
    func whatIsSaidToBeSupportedIs() async {
        let config = await client.send(.get, "/ServiceProviderConfig").json
        let user = await client.newUser("b", #""title":"x""#)
        _ = await client.newUser("a")
        let patch = await client.replace("title", in: "/Users/\(user.id)", by: #""y""#)
        #expect((config["patch"]?["supported"] == true) == (patch.status == 200))
        #expect((config["etag"]?["supported"] == true) == (user[.eTag] != nil))
        let filtered = await client.matching(#"title eq "y""#)
        #expect((config["filter"]?["supported"] == true) == (filtered.ids == [user.id]))
        let sorted = await client.send(.get, "/Users?sortBy=userName&attributes=userName")
        #expect(
            (config["sort"]?["supported"] == true) == (sorted.resources.compactMap { $0["userName"] } == ["a", "b"]))
    }

    @Test(.shows("7644-4-g"))
    func whatTheSchemaCallsWritableIsKept() async {
        let attributes = await client.send(.get, "/Schemas/\(Sample.user)").json["attributes"]?.array ?? []
        for attribute in attributes {
            guard let name = attribute["name"]?.string, attribute["type"] == "string", name != "userName" else {
                continue
            }
            let created = await client.newUser("t\(name)", #""\#(name)":"value""#)
            let isShown = attribute["mutability"] == "readWrite" && attribute["returned"] == "default"
            #expect(created.json[AttributeName(name)] == (isShown ? "value" : nil), "\(name)")
            #expect(await client.send(.get, "/Users/\(created.id)").json == created.json)
        }
    }
}
