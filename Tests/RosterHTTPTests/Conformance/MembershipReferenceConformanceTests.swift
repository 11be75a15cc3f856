import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7643 §2.4, §4.2 — what stays one value, and which member it is")
struct MembershipReferenceConformanceTests {
    let provider = Provider()

    @Test(.shows("7643-2.4-b"))
    func valuesThatPatchMakesTheSameAreReturnedOnce() async {
        let user = await provider.user(
            "una", ["emails": [["value": "a@x", "type": "work"], ["value": "b@x", "type": "work"]]])
        #expect(await user.patch(.replace(#"emails[type eq "work"].value"#, "c@x")).verdict == "200")
        #expect(await user.read()["emails"] == [["value": "c@x", "type": "work"]])
    }

    @Test(.shows("7643-4.2-b"), arguments: ["members", #"members[type eq "User"]"#])
    func referenceOfAMemberIsImmutable(_ members: String) async {
        let first = await provider.user("u1"), second = await provider.user("u2")
        let group = await provider.group("crew", [first])
        let before = await group.read()
        let reply = await group.patch(.replace("\(members).$ref", .string("https://scim.test/scim\(second.path)")))
        #expect(reply.verdict == "400 mutability")
        #expect(await group.read() == before)
    }
}
