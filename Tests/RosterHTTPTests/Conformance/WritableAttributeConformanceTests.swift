import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7644 §4 — what may be written is what /Schemas says")
struct WritableAttributeConformanceTests {
    let client = Client()

    @Test(
        .shows("7644-4-g", "7643-7-d"),
        arguments: [("/Users", [Sample.user, Sample.enterprise]), ("/Groups", [Sample.group])])
    func whatIsWritableIsKeptAndNothingElse(_ endpoint: String, _ schemas: [String]) async {
        let user = await client.newUser("other").id
        let group = await client.newGroup("other").id
        let values = SampleValues(others: [("Users", user), ("Groups", group)])
        var kept: Attributes = [.schemas: .array(schemas.map { .string($0) })]
        var sent = kept
        sent["id"] = .string(SampleValues.foreign)
        sent["meta"] = ["resourceType": .string(SampleValues.foreign), "version": .string(SampleValues.foreign)]
        for (place, schema) in schemas.enumerated() {
            let definitions = await client.send(.get, "/Schemas/\(schema)").json["attributes"]?.array ?? []
            let writable = values.attributes(for: definitions.filter { $0["mutability"] != "writeOnly" })
            let all = values.attributes(for: definitions.filter { $0["returned"] != "never" }, withReadOnly: true)
            #expect(!writable.isEmpty)
            if place == 0 {
                for (name, value) in writable { kept[name] = value }
                for (name, value) in all { sent[name] = value }
            } else {
                kept[AttributeName(schema)] = .complex(writable)
                sent[AttributeName(schema)] = .complex(all)
            }
        }
        let created = await client.send(.post, endpoint, AttributeValue.complex(sent).json)
        #expect(created.outcome == "201")
        for reply in [created, await client.send(.get, "\(endpoint)/\(created.id)")] {
            var shown = reply.json.attributes ?? Attributes()
            shown["id"] = nil
            shown["meta"] = nil
            #expect(shown == kept)
            #expect(!reply.text.contains(SampleValues.foreign))
        }
    }
}

/// Values for attributes, made from their definitions as /Schemas publishes them.
private struct SampleValues {
    /// What stands in read-only attributes.
    static let foreign = "hax"

    /// Resources to refer to, by the name of their endpoint and their id.
    let others: [(endpoint: String, id: String)]

    func attributes(for definitions: [AttributeValue], withReadOnly: Bool = false, number: Int = 0) -> Attributes {
        var attributes = Attributes()
        for definition in definitions where withReadOnly || definition["mutability"] != "readOnly" {
            let name = AttributeName(definition["name"]?.string ?? "")
            attributes[name] =
                definition["multiValued"] == true
                ? .array((0..<2).map { value(for: definition, withReadOnly, $0, among: definitions) })
                : value(for: definition, withReadOnly, number, among: definitions)
        }
        return attributes
    }

    private func value(
        for definition: AttributeValue, _ withReadOnly: Bool, _ number: Int, among siblings: [AttributeValue]
    ) -> AttributeValue {
        let refersToResource = siblings.contains { $0["name"] == "$ref" }
        switch (definition["type"]?.string, definition["name"]?.string ?? "") {
        case ("complex", _):
            let parts = definition["subAttributes"]?.array ?? []
            return .complex(attributes(for: parts, withReadOnly: withReadOnly, number: number))
        case _ where definition["mutability"] == "readOnly": return .string(Self.foreign)
        case ("boolean", _): return .boolean(number == 0)
        // DER sequences that hold one null, or two.
        case ("binary", _): return number == 0 ? "MAIFAA==" : "MAQFAAUA"
        case ("reference", "$ref"):
            return .string("https://scim.test/scim/\(others[number].endpoint)/\(others[number].id)")
        case ("reference", let name): return .string("https://example.org/\(name)/\(number)")
        case (_, "value") where refersToResource: return .string(others[number].id)
        case (_, "preferredLanguage"): return "da, en-gb;q=0.8"
        case (_, "locale"): return "en-US"
        case (_, "timezone"): return "Europe/Berlin"
        case (_, "country"): return number == 0 ? "GB" : "DK"
        case (_, let name): return definition["canonicalValues"]?.array?[number] ?? .string("\(name)-\(number)")
        }
    }
}
