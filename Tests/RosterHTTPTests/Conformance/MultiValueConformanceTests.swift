import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7643 §2.4, §3.1 — multi-valued attributes and the client's identifier")
struct MultiValueConformanceTests {
    let provider = Provider()

    @Test(.shows("7643-2.4-a"))
    func atMostOneValueIsPrimary() async {
        let body: Attributes = [
            .schemas: [.string(URN.user)], .userName: "una",
            "emails": [["value": "a@x", "primary": true], ["value": "b@x", "primary": true]],
        ]
        #expect(await provider.post("/Users", body).verdict == "400 invalidValue")
        let user = await provider.user("una")
        #expect(await user.put(body).verdict == "400 invalidValue")
        #expect(await user.read()["emails"] == nil)
    }

    @Test(.shows("7643-2.4-a"))
    func missingPrimaryCountsAsFalse() async {
        _ = await provider.user("una", ["emails": [["value": "a@x"]]])
        _ = await provider.user("bea", ["emails": [["value": "b@x", "primary": true]]])
        #expect(await provider.names(where: "emails[primary eq false]") == ["una"])
        #expect(await provider.names(where: "emails[primary eq true]") == ["bea"])
        #expect(await provider.names(where: "emails.primary eq false") == ["una"])
    }

    @Test(.shows("7643-2.4-b"))
    func sameValueOfTheSameTypeIsReturnedOnce() async {
        let user = await provider.user(
            "una",
            [
                "emails": [
                    ["value": "a@x", "type": "work"], ["value": "a@x", "type": "work"],
                    ["value": "a@x", "type": "home"],
                ]
            ])
        let expected: AttributeValue = [["value": "a@x", "type": "work"], ["value": "a@x", "type": "home"]]
        #expect(await user.read()["emails"] == expected)
    }

    @Test(.shows("7643-2.4-c"), arguments: ["https://h/scim/Users/", "https://h/scim/v2/Users/", "../Users/"])
    func referencesOfEveryVersionNameTheSameUser(_ prefix: String) async {
        let user = await provider.user("una")
        let group = await provider.kept(
            "/Groups",
            [
                .schemas: [.string(URN.group)], .displayName: "crew",
                .members: [[.reference: .string(prefix + user.id)]],
            ])
        #expect(await group.members == [user.id])
        #expect(await user.read()["groups"]?.array?.count == 1)
    }

    @Test("what one provider keeps is a domain of its own", .shows("7643-3.1-d"))
    func domainsDoNotShareIdentifiers() async {
        let other = Provider()
        let mine = await provider.user("una", ["externalId": "7"])
        let theirs = await other.user("una", ["externalId": "7"])
        #expect(mine.id != "refused" && theirs.id != "refused")
        let found = await provider.get("/Users", ["filter": #"externalId eq "7""#]).page
        #expect(found.map { $0["id"] } == [.string(mine.id)])
    }

    @Test(.shows("7643-3.1-e"))
    func clientsSetTheirIdentifierAsTheyLike() async {
        let user = await provider.user("una", ["externalId": "ABC"])
        let second = await provider.user("bea", ["externalId": "ABC"])
        #expect(await provider.names(where: #"externalId eq "ABC""#) == ["una", "bea"])
        #expect(await provider.names(where: #"externalId eq "abc""#) == [])
        #expect(await second.patch(.replace("externalId", "D")).json["externalId"] == "D")
        #expect(await second.patch(.remove("externalId")).json["externalId"] == nil)
        #expect(await user.read()["externalId"] == "ABC")
        #expect(await provider.user("cai").read()["externalId"] == nil)
    }
}
