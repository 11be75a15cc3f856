import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2.3 — PATCH that replaces what a filter selects, or clears")
struct PatchReplaceSelectionConformanceTests {
    let provider = Provider()

    @Test(.shows("7644-3.5.2.3-e"))
    func allMatchesAreReplaced() async {
        let user = await provider.user(
            "una",
            [
                "phoneNumbers": [
                    ["value": "1", "type": "work"], ["value": "2", "type": "work"], ["value": "3", "type": "home"],
                ]
            ])
        let reply = await user.patch(
            .replace(#"phoneNumbers[type eq "work"]"#, ["type": "work", "value": "9", "display": "nine"]))
        #expect(reply.verdict == "200")
        let numbers = await user.read()["phoneNumbers"]?.array ?? []
        #expect(numbers.contains(["value": "3", "type": "home"]))
        let work = numbers.filter { $0["type"] == "work" }
        #expect(!work.isEmpty)
        // Two values that have become the same may be shown as one (RFC 7643 §2.4).
        #expect(work.allSatisfy { $0 == ["value": "9", "type": "work", "display": "nine"] })
    }

    @Test("an element keeps the sub-attributes that the value does not name", .shows("7644-3.5.2.3-e"))
    func elementIsMerged() async {
        let user = await provider.user("una", ["emails": [["value": "a@x", "type": "work", "display": "A"]]])
        let reply = await user.patch(.replace(#"emails[type eq "work"]"#, ["value": "b@x"]))
        #expect(reply.json["emails"] == [["value": "b@x", "type": "work", "display": "A"]])
    }

    @Test(.shows("7644-3.5.2.3-f"))
    func subAttributeOfAllMatchesIsReplaced() async {
        let user = await provider.user(
            "una",
            [
                "addresses": [
                    ["type": "work", "streetAddress": "a", "locality": "L"], ["type": "work", "streetAddress": "b"],
                    ["type": "home", "streetAddress": "c"],
                ]
            ])
        let reply = await user.patch(.replace(#"addresses[type eq "work"].streetAddress"#, "1 Road"))
        #expect(reply.verdict == "200")
        #expect(
            await user.read()["addresses"]?.array?.map { $0["streetAddress"] } == ["1 Road", "1 Road", "c"])
        #expect(await user.read()["addresses"]?.array?.first?["locality"] == "L")
    }

    @Test(
        .shows("7644-3.5.2.3-g"),
        arguments: [
            #"emails[type eq "fax"].value"#, #"emails[value eq "nobody@x"].display"#, #"emails[type ne "work"].value"#,
            #"phoneNumbers[type eq "boat"].value"#,
        ])
    func filterWithoutMatchHasNoTarget(_ path: String) async {
        let user = await provider.user("una", ["emails": [["value": "a@x", "type": "work"]]])
        let before = await user.read()
        #expect(await user.patch(.replace(path, "x")).verdict == "400 noTarget")
        #expect(await user.read() == before)
    }

    @Test(.shows("7644-3.5.2.3-g"))
    func wholeElementWithoutMatchHasNoTarget() async {
        let user = await provider.user("una")
        #expect(await user.patch(.replace(#"emails[type eq "fax"]"#, ["value": "x"])).verdict == "400 noTarget")
        #expect(await user.read()["emails"] == nil)
    }

    @Test(.shows("7644-3.5.2.3-h"))
    func nullAndEmptyArraysUnassign() async {
        let user = await provider.user(
            "una", ["title": "T", "emails": [["value": "a@x"]], "roles": [["value": "r"]], "name": ["givenName": "G"]])
        let reply = await user.patch(
            .replace("title", .null), .replace("emails", []), .replace("roles", .null),
            .replace(["name": ["givenName": .null]]))
        #expect(reply.verdict == "200")
        let after = await user.read()
        for name in ["title", "emails", "roles", "name"] as [AttributeName] { #expect(after[name] == nil) }
    }

    @Test(.shows("7644-3.5.2.3-h"), arguments: [.null, "", []] as [AttributeValue])
    func requiredAttributeCannotBeCleared(_ nothing: AttributeValue) async {
        let user = await provider.user("una")
        #expect(await user.patch(.replace("userName", nothing)).verdict == "400 invalidValue")
        #expect(await user.patch(.replace(["userName": nothing])).verdict == "400 invalidValue")
        #expect(await user.read()["userName"] == "una")
    }

    // A provider that keeps no passwords cannot show that a new one opens the door.
    @Test("a password is taken and never shown")
    func passwordIsNeverShown() async {
        let user = await provider.user("una", ["password": "0ld-secret"])
        let before = await user.read()
        for operation in [.replace("password", "N3w"), .replace(["password": "N3w"])] as [AttributeValue] {
            let reply = await user.patch(operation)
            #expect(reply.verdict == "200")
            #expect(reply.json["password"] == nil)
        }
        #expect(await user.read() == before)
        #expect(await user.read(["attributes": "password"])["password"] == nil)
        #expect(await provider.get("/ServiceProviderConfig").json["changePassword"] == ["supported": false])
    }
}
