import ConformanceLedger
import HTTPTypes
import RosterHTTP
import SCIM
import Testing

@Suite("RFC 7643 §4.1.1, §4.2 — names that nobody can see")
struct BlankNameTests {
    /// Blanks, and characters that are never shown; the last one is a line end within JSON.
    private static let blanks = [
        " ", "   ", #"\t"#, "\u{A0}", "\u{3000}", "\u{2003}", "\u{200B}", "\u{FEFF}", "\u{2060}", "\u{200D}\u{200C}",
        "\u{AD}",
        "\u{3164}", "\u{202E}", " \u{200B}\u{A0}", #"\r\n"#,
    ]
    private static let badge = ResourceType(
        name: "Badge", endpoint: "/Badges",
        schema: Schema(
            id: "urn:example:Badge", name: "Badge",
            attributes: [
                .init("serial", uniqueness: .server), .init("labels", multiValued: true, required: true),
                .init("holder", .complex, subAttributes: [.init("name", required: true), .init("note")]),
                .init("note"),
            ]))

    private func body(_ type: ResourceType, _ members: String) -> String {
        #"{"schemas":["\#(type.schema.id)"],\#(members)}"#
    }

    private func patch(_ operation: String) -> String {
        #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[\#(operation)]}"#
    }

    private func bulk(_ operation: String) -> String {
        #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[\#(operation)]}"#
    }

    @Test(
        "are refused by every way that leads to them, and change nothing", .shows("7643-4.1.1-a", "7644-3.12-e"),
        arguments: [(ResourceType.user, "userName"), (.group, "displayName")], blanks)
    func refused(_ kind: (type: ResourceType, name: String), _ blank: String) async {
        let (type, name) = kind
        let client = Client()
        let id = await client.create(type.endpoint, body(type, #""\#(name)":"Ada""#))
        let path = "\(type.endpoint)/\(id)"
        let bad = #""\#(name)":"\#(blank)""#
        let requests: [(HTTPRequest.Method, String, String)] = [
            (.post, type.endpoint, body(type, bad)), (.put, path, body(type, bad)),
            (.patch, path, patch(#"{"op":"replace","path":"\#(name)","value":"\#(blank)"}"#)),
            (.patch, path, patch(#"{"op":"add","path":"\#(name)","value":"\#(blank)"}"#)),
            (.patch, path, patch(#"{"op":"replace","value":{\#(bad)}}"#)),
            (
                .post, "/Bulk",
                bulk(#"{"method":"POST","path":"\#(type.endpoint)","bulkId":"b","data":\#(body(type, bad))}"#)
            ),
            (.post, "/Bulk", bulk(#"{"method":"PUT","path":"\#(path)","data":\#(body(type, bad))}"#)),
        ]
        for (method, path, text) in requests {
            let reply = await client.send(method, path, text)
            let error = reply.json["Operations"]?.array?.first?["response"] ?? reply.json
            #expect(error["status"] == "400" && error["scimType"] == "invalidValue", "\(method) \(text)")
            #expect(error["detail"]?.string?.contains("'\(name)'") == true)
        }
        #expect(await client.send(.get, path).json[AttributeName(name)] == "Ada")
        #expect(await client.send(.get, type.endpoint).total == 1)
    }

    @Test(
        "are refused wherever a value is required or unique, and nowhere else",
        arguments: [
            (#""serial":" ","labels":["l"]"#, "serial"), (#""serial":"s","labels":["l"," "]"#, "labels[1]"),
            (#""labels":["l"],"holder":{"name":"\u00A0","note":"n"}"#, "holder.name"),
            (#""labels":["l"],"note":" ""#, nil),
            (#""labels":["l"],"holder":{"name":"n","note":" "}"#, nil), (#""serial":" s ","labels":[" l"]"#, nil),
        ] as [(String, String?)])
    func elsewhere(_ members: String, place: String?) async {
        let client = Client(types: [.user, .group, Self.badge])
        let reply = await client.send(.post, "/Badges", body(Self.badge, members))
        #expect(reply.outcome == (place == nil ? "201" : "400 invalidValue"))
        if let place { #expect(reply.error?.detail == "'\(place)' must hold more than blanks") }
    }

    @Test(
        "may hold blanks among other characters, and are kept as they were sent",
        arguments: [" Ada ", "\u{200F}آدا", "👩\u{200D}👧"])
    func kept(_ name: String) async {
        let client = Client()
        #expect(
            await client.newUser(name).json[.userName]?.string?.unicodeScalars.elementsEqual(name.unicodeScalars)
                == true)
        #expect(await client.newGroup(name).json[.displayName] == .string(name))
    }
}
