import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2, §3.12 — PATCH that is refused")
struct PatchErrorConformanceTests {
    let provider = Provider()

    private func expect(
        _ verdict: String, of body: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let user = await provider.user("una", ["title": "T"])
        let before = await user.read()
        let reply = await provider.client.send(.patch, user.path, body)
        #expect(reply.verdict == verdict, "\(body)", sourceLocation: sourceLocation)
        #expect(await user.read() == before, sourceLocation: sourceLocation)
    }

    @Test(
        .shows("7644-3.5.2-a"),
        arguments: [
            #""schemas":["\#(URN.user)"],"#, #""schemas":["\#(URN.listResponse)"],"#,
        ])
    func messageNamesItsSchema(_ schemas: String) async {
        await expect(
            "400 invalidSyntax", of: #"{\#(schemas)"Operations":[{"op":"add","path":"title","value":"x"}]}"#)
    }

    @Test(
        "connectors leave 'schemas' out", .shows("7644-3.5.2-a"),
        arguments: ["", #""schemas":[],"#, #""schemas":null,"#])
    func messageMayLackItsSchema(_ schemas: String) async {
        let body = #"{\#(schemas)"Operations":[{"op":"add","path":"title","value":"x"}]}"#
        let user = await provider.user("una")
        #expect(await provider.client.send(.patch, user.path, body).json["title"] == "x")
        let strict = await Client.strict.send(.patch, "/Users/any", body)
        #expect(strict.verdict == "400 invalidSyntax")
    }

    @Test(.shows("7644-3.5.2-b"), arguments: ["", #","Operations":[]"#, #","Operations":{}"#, #","Operations":null"#])
    func operationsAreNeeded(_ operations: String) async {
        await expect("400 invalidSyntax", of: #"{"schemas":["\#(URN.patchOp)"]\#(operations)}"#)
    }

    @Test(.shows("7644-3.5.2-b"))
    func nameOfTheOperationsDisregardsLetterCase() async {
        let user = await provider.user("una")
        let reply = await provider.client.send(
            .patch, user.path,
            #"{"SCHEMAS":["\#(URN.patchOp)"],"operations":[{"OP":"add","Path":"title","VALUE":"x"}]}"#)
        #expect(reply.verdict == "200")
        #expect(await user.read()["title"] == "x")
    }

    @Test(
        .shows("7644-3.5.2-b"),
        arguments: [
            #"{"op":"move","path":"title","value":"x"}"#, #"{"path":"title","value":"x"}"#,
            #"{"op":null,"path":"title","value":"x"}"#, #"{"op":1,"path":"title"}"#, #""add""#,
        ])
    func operationIsOneOfThree(_ operation: String) async {
        await expect("400 invalidSyntax", of: #"{"schemas":["\#(URN.patchOp)"],"Operations":[\#(operation)]}"#)
    }

    @Test(.shows("7644-3.5.2-b"), arguments: [#"{"op":"add","path":"title"}"#, #"{"op":"add"}"#])
    func addNeedsAValue(_ operation: String) async {
        await expect("400 invalidValue", of: #"{"schemas":["\#(URN.patchOp)"],"Operations":[\#(operation)]}"#)
    }

    @Test(
        .shows("7644-3.5.2-c"),
        arguments: [
            "name.", ".name", "emails[type eq", "a.b.c", "name.givenName.x", #"emails[type eq "work""#,
            #"emails[type eq "work"]."#, #"emails[type eq "work"].value.x"#, #"emails[type regex "a"].value"#,
            "emails[].value", "title x", #"title[value eq "x"]"#, #"emails[ims[type eq "x"]].value"#,
        ])
    func malformedPathIsRefused(_ path: String) async {
        let user = await provider.user("una", ["title": "T"])
        let before = await user.read()
        #expect(await user.patch(.replace(path, "x")).verdict == "400 invalidPath")
        #expect(await user.read() == before)
    }

    @Test(.shows("7644-3.5.2-c"))
    func filterOfAPathNamesKnownSubAttributes() async {
        let user = await provider.user("una")
        #expect(await user.patch(.replace(#"emails[size eq "x"].value"#, "x")).verdict == "400 invalidFilter")
    }

    @Test(
        .shows("7644-3.5.2-d"),
        arguments: [
            "shoeSize", "name.shoeSize", #"emails[type eq "work"].shoeSize"#, "\(URN.enterprise):shoeSize",
            "\(URN.user):shoeSize", "urn:example:unknown:attribute",
        ])
    func unknownAttributeIsNoPath(_ path: String) async {
        let user = await provider.user("una")
        let before = await user.read()
        for operation in [.add(path, 4), .replace(path, 4), .remove(path)] as [AttributeValue] {
            #expect(await user.patch(operation).verdict == "400 invalidPath")
        }
        #expect(await user.read() == before)
    }

    @Test(.shows("7644-3.5.2-e", "7643-4.1.2-d"))
    func readOnlyAttributesAreNotWritten() async {
        let user = await provider.user("una")
        let group = await provider.group("crew")
        let before = await user.read()
        let changes: [(String, AttributeValue)] = [
            ("id", "q"), ("meta.created", "2001-01-01T00:00:00Z"), ("meta", ["version": "W/\"1\""]),
            ("groups", [[.value: .string(group.id)]]),
            ("groups.value", .string(group.id)), (#"groups[value eq "\#(group.id)"].display"#, "x"),
        ]
        for (path, value) in changes {
            #expect(await user.patch(.replace(path, value)).verdict == "400 mutability", "\(path)")
            #expect(await user.patch(.add(path, value)).verdict == "400 mutability", "\(path)")
        }
        #expect(await user.read() == before)
        #expect(await group.members == [])
    }

    @Test("Okta and authentik send back what they have read", .shows("7644-3.5.2-e"))
    func readOnlyAttributesInAValueWithoutPathAreIgnored() async {
        let user = await provider.user("una")
        var echo = await user.read()
        if case .complex(var attributes) = echo {
            attributes["title"] = "x"
            attributes["groups"] = []
            attributes["shoeSize"] = 4
            echo = .complex(attributes)
        }
        #expect(await user.patch(.replace(echo)).verdict == "200")
        #expect(await user.read()["title"] == "x")
        #expect(await user.read()["id"] == .string(user.id))
    }

    @Test(.shows("7644-3.5.2-e"))
    func valueSuitsItsAttribute() async {
        let user = await provider.user("una")
        let before = await user.read()
        let changes: [(String, AttributeValue)] = [
            ("active", "maybe"), ("active", 1), ("title", true), ("title", ["a", "b"]), ("name", 5),
            ("emails", [7]), (#"emails[type eq "work"].value"#, true), (#"emails[type eq "work"].primary"#, "maybe"),
            ("emails", [["value": "a@x", "primary": true], ["value": "b@x", "primary": true]]),
            ("x509Certificates", [["value": "no base64!"]]),
        ]
        for (path, value) in changes {
            #expect(await user.patch(.replace(path, value)).verdict == "400 invalidValue", "\(path)")
        }
        #expect(await user.read() == before)
    }

    @Test(.shows("7644-3.5.2-m"))
    func takenUserNameIsAConflict() async {
        _ = await provider.user("bea")
        let user = await provider.user("una", ["title": "T"])
        let before = await user.read()
        #expect(await user.patch(.replace("userName", "BEA")).verdict == "409 uniqueness")
        #expect(await user.patch(.replace(["userName": "bea", "title": "x"])).verdict == "409 uniqueness")
        #expect(await user.read() == before)
        #expect(await user.patch(.replace("userName", "UNA")).verdict == "200")
    }
}
