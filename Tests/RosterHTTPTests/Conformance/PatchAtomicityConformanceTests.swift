import ConformanceLedger
import HTTPTypes
import RosterHTTP
import RosterTesting
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2 — a PATCH of which one operation fails")
struct PatchAtomicityConformanceTests {
    /// Operations of which each changes the user below.
    private static let changes: [AttributeValue] = [
        .replace("title", "Chief"), .remove("title"), .add("nickName", "N"), .remove("emails"),
        .add("emails", [["value": "c@x", "primary": true]]), .replace(#"emails[type eq "work"].value"#, "w@y"),
        .remove(#"emails[type eq "home"]"#), .replace("active", false), .replace("userName", "una-2"),
        .replace("name", ["givenName": "G"]), .add("roles", [["value": "r"]]),
        ["op": "replace", "value": ["displayName": "D", "title": "Chief"]],
    ]

    /// Operations that fail: while they are read, while they are applied, and against other resources.
    private static let failures: [(AttributeValue, String)] = [
        (.replace("active", "maybe"), "400 invalidValue"), (.replace("shoeSize", "4"), "400 invalidPath"),
        (.remove("userName"), "400 mutability"), (.replace("id", "q"), "400 mutability"),
        (.replace(#"emails[value eq "none"].display"#, "x"), "400 noTarget"),
        (.add(#"phoneNumbers[value eq "1"].display"#, "x"), "400 noTarget"),
        (.replace("userName", "bea"), "409 uniqueness"), (.replace("userName", " "), "400 invalidValue"),
    ]

    @Test(
        "leaves attributes, version and time as they were, wherever it fails", .shows("7644-3.5.2-i"),
        arguments: failures)
    func undone(_ failure: AttributeValue, _ verdict: String) async {
        let provider = Provider()
        _ = await provider.user("bea")
        let emails: AttributeValue = [
            ["value": "w@x", "type": "work", "primary": true], ["value": "h@x", "type": "home"],
        ]
        let user = await provider.user("una", ["title": "T", "active": true, "emails": emails])
        let group = await provider.group("crew", [user])
        let before = await user.read(), crew = await group.read()
        var generator = SeededGenerator(seed: 31)
        for change in Self.changes {
            // Alone it would have changed the user.
            let alone = Provider()
            let twin = await alone.user("una", ["title": "T", "active": true, "emails": emails])
            let version = await twin.version
            #expect(await twin.patch(change).verdict == "200")
            #expect(await twin.version != version)
            var operations = [change] + Self.changes.shuffled(using: &generator).prefix(2)
            // A name that is taken may be given up again by a later operation.
            let last = operations.count
            let place = verdict.hasPrefix("409") ? last : Int.random(in: 1...last, using: &generator)
            operations.insert(failure, at: place)
            let body: AttributeValue = [.schemas: [.string(URN.patchOp)], "Operations": .array(operations)]
            let reply = await provider.client.send(.patch, user.path, body.json)
            #expect(reply.verdict == verdict, "\(body.json)")
            #expect(await user.read() == before, "\(body.json)")
        }
        // So are the members of a group, which a store may change one by one.
        for change in [AttributeValue.remove("members"), .remove(#"members[value eq "\#(user.id)"]"#)] {
            let reply = await group.patch(change, .replace("displayName", "x"), .remove("displayName"))
            #expect(reply.verdict == "400 mutability")
            #expect(await group.read() == crew)
        }
    }
}
