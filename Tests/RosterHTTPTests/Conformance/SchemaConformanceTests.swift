import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7643 §7, §8.7.2 — the schemas that are published")
struct SchemaConformanceTests {
    let client = Client(types: [.user, .group, Gadget.type])

    @Test(.shows("7643-2.1-b"))
    func namesFollowTheGrammar() async {
        let names = await definitions().flatMap { [$0] + parts(of: $0) }.compactMap { $0["name"]?.string }
        #expect(names.count > 100)
        for name in names {
            #expect(name.wholeMatch(of: /\$?[A-Za-z][A-Za-z0-9$_\-]*/) != nil, "\(name)")
        }
    }

    @Test(.shows("7643-2.3.8-b"))
    func complexAttributesHoldNoComplexOnes() async {
        for schema in await schemas() where schema["id"]?.string?.hasSuffix(":Schema") == false {
            for part in schema["attributes"]?.values.flatMap(parts) ?? [] {
                #expect(part["type"] != "complex" && part["subAttributes"] == nil)
            }
        }
    }

    @Test(.shows("7643-7-a", "7643-6-b"))
    func everySchemaInUseIsPublished() async {
        let user = await client.newUser("t", Sample.enterprise(#""department":"d""#))
        var uris = user.json["schemas"]?.values ?? []
        for path in ["/ServiceProviderConfig", "/ResourceTypes/User", "/Schemas/\(Sample.user)"] {
            uris += await client.send(.get, path).json["schemas"]?.values ?? []
        }
        for type in await client.send(.get, "/ResourceTypes").resources {
            uris += [type["schema"] ?? .null] + (type["schemaExtensions"]?.values ?? []).map { $0["schema"] ?? .null }
        }
        for uri in uris {
            let schema = await client.send(.get, "/Schemas/\(uri.string ?? "")")
            #expect(schema.outcome == "200")
            #expect(schema.json["id"] == uri)
        }
    }

    @Test(.shows("7643-7-b"))
    func definitionsAreComplete() async {
        for definition in await definitions().flatMap({ [$0] + parts(of: $0) }) {
            #expect(definition["name"]?.string != nil)
            let type = definition["type"]?.string
            #expect(definition["multiValued"]?.boolean != nil)
            #expect(definition["required"]?.boolean != nil)
            #expect(["readOnly", "readWrite", "immutable", "writeOnly"].contains(definition["mutability"]))
            #expect(["always", "never", "default", "request"].contains(definition["returned"]))
            #expect((definition["caseExact"]?.boolean != nil) == ["string", "reference", "binary"].contains(type))
            #expect((definition["referenceTypes"]?.array?.isEmpty == false) == (type == "reference"))
            #expect((definition["subAttributes"]?.array?.isEmpty == false) == (type == "complex"))
            if type == "string" { #expect(["none", "server", "global"].contains(definition["uniqueness"])) }
        }
    }

    @Test(.shows("7643-8.7.1-EID5999+8417-a"))
    func aSchemaIsAResource() async {
        for schema in await schemas() {
            let id = schema["id"]?.string ?? ""
            #expect(schema["schemas"] == ["urn:ietf:params:scim:schemas:core:2.0:Schema"])
            #expect(
                schema["meta"]
                    == ["resourceType": "Schema", "location": .string("https://scim.test/scim/Schemas/\(id)")])
            #expect(await client.send(.get, "/Schemas/\(id)").json == schema)
        }
    }

    @Test(.shows("7643-8.7.2-EID5606+8435-a"))
    func typesAreTheEightOfTheRFC() async {
        let types: Set = ["string", "boolean", "decimal", "integer", "dateTime", "binary", "reference", "complex"]
        for definition in await definitions().flatMap({ [$0] + parts(of: $0) }) {
            #expect(types.contains(definition["type"]?.string ?? ""))
        }
        let schema = await client.send(.get, "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Schema")
        let attributes = schema.json["attributes"]?.array?.first { $0["name"] == "attributes" }
        let type = attributes?["subAttributes"]?.array?.first { $0["name"] == "type" }
        #expect(Set(type?["canonicalValues"]?.array?.compactMap(\.string) ?? []) == types)
    }

    @Test(.shows("7643-8.7.2-EID7522-a"))
    func theSchemasOfDiscoveryAreThoseOfTheErrata() async {
        let type = await client.send(.get, "/ResourceTypes/User")
        #expect(type.json["schemaExtensions"]?.array?.count == 1)
        let schemas = await schemas()
        let resourceType = schemas.first { $0["id"]?.string?.hasSuffix(":ResourceType") == true }
        #expect(attribute("schemaExtensions", of: resourceType)?["multiValued"] == true)
        let config = schemas.first { $0["id"]?.string?.hasSuffix(":ServiceProviderConfig") == true }
        #expect(attribute("etag", of: config)?["type"] == "complex")
        let schemes = attribute("authenticationSchemes", of: config)?["subAttributes"]?.array
        #expect(schemes?.contains { $0["name"] == "type" } == true)
    }

    private func schemas() async -> [AttributeValue] { await client.send(.get, "/Schemas").resources }

    private func definitions() async -> [AttributeValue] {
        await schemas().flatMap { $0["attributes"]?.array ?? [] }
    }

    private func parts(of definition: AttributeValue) -> [AttributeValue] {
        (definition["subAttributes"]?.array ?? []).flatMap { [$0] + parts(of: $0) }
    }

    private func attribute(_ name: String, of schema: AttributeValue?) -> AttributeValue? {
        schema?["attributes"]?.array?.first { $0["name"] == .string(name) }
    }
}
