import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2.1 — PATCH that adds")
struct PatchAddConformanceTests {
    let provider = Provider()

    @Test("Entra ID capitalises the operations", .shows("interop-Entra-a"))
    func operationNamesDisregardLetterCase() async {
        let user = await provider.user("una")
        #expect(await user.patch(["op": "Replace", "path": "title", "value": "x"]).verdict == "200")
        #expect(await user.patch(["op": "ADD", "path": "nickName", "value": "y"]).verdict == "200")
        #expect(await user.patch(["op": "Remove", "path": "title"]).verdict == "200")
        let after = await user.read()
        #expect(after["title"] == nil)
        #expect(after["nickName"] == "y")
    }

    @Test(.shows("7644-3.5.2-f"))
    func immutableAttributeIsAddedOnce() async {
        let instrument = await Provider.ofInstruments.instrument("scale")
        #expect(await instrument.patch(.add("serialNumber", "1")).verdict == "200")
        #expect(await instrument.patch(.add("serialNumber", "1")).verdict == "200")
        #expect(await instrument.patch(.add("serialNumber", "2")).verdict == "400 mutability")
        #expect(await instrument.patch(.replace("serialNumber", "2")).verdict == "400 mutability")
        #expect(await instrument.patch(.replace(["serialNumber": "2"])).verdict == "400 mutability")
        #expect(await instrument.read()["serialNumber"] == "1")
    }

    @Test(.shows("7644-3.5.2-f"))
    func immutableSubAttributeIsAddedOnce() async {
        let instrument = await Provider.ofInstruments.instrument("scale", ["maker": ["city": "Ulm"]])
        #expect(await instrument.patch(.add("maker.country", "DE")).verdict == "200")
        #expect(await instrument.patch(.add("maker.country", "AT")).verdict == "400 mutability")
        #expect(await instrument.patch(.replace("maker", ["country": "AT"])).verdict == "400 mutability")
        #expect(await instrument.read()["maker"] == ["city": "Ulm", "country": "DE"])
    }

    @Test(.shows("7644-3.5.2-g"))
    func extensionAttributeAddsItsSchema() async {
        let user = await provider.user("una")
        #expect(await user.read()["schemas"] == [.string(URN.user)])
        #expect(await user.patch(.add("\(URN.enterprise):employeeNumber", "7")).verdict == "200")
        let after = await user.read()
        #expect(after["schemas"] == [.string(URN.user), .string(URN.enterprise)])
        #expect(after[.enterprise] == ["employeeNumber": "7"])
    }

    @Test(
        "a value that becomes primary takes it from the one that was", .shows("7644-3.5.2-j"),
        arguments: [
            .replace(#"emails[value eq "b@x"].primary"#, true), .add(#"emails[value eq "b@x"].primary"#, true),
            .replace(#"emails[value eq "b@x"]"#, ["primary": true]),
            .add("emails", [["value": "b@x", "primary": true]]), .add(["emails": [["value": "b@x", "primary": true]]]),
        ] as [AttributeValue])
    func onlyOneValueIsPrimary(_ operation: AttributeValue) async {
        let user = await provider.user("una", ["emails": [["value": "a@x", "primary": true], ["value": "b@x"]]])
        #expect(await user.patch(operation).verdict == "200")
        let emails = await user.read()["emails"]?.array ?? []
        #expect(emails.map { $0["value"] } == ["a@x", "b@x"])
        #expect(emails.map { $0["primary"] == true } == [false, true])
    }

    @Test(.shows("7644-3.5.2-j"))
    func addedPrimaryValueIsTheOnlyOne() async {
        let user = await provider.user("una", ["emails": [["value": "a@x", "primary": true], ["value": "b@x"]]])
        #expect(await user.patch(.add("emails", [["value": "c@x", "primary": true]])).verdict == "200")
        let emails = await user.read()["emails"]?.array ?? []
        #expect(emails.filter { $0["primary"] == true }.map { $0["value"] } == ["c@x"])
        #expect(emails.count == 3)
    }

    @Test(.shows("7644-3.5.2.1-a"))
    func withoutPathTheValueHoldsAttributes() async {
        let user = await provider.user("una", ["title": "T", "emails": [["value": "o@x", "type": "work"]]])
        let reply = await user.patch(.add(["nickName": "B", "emails": [["value": "n@x", "type": "home"]]]))
        #expect(reply.verdict == "200")
        let after = await user.read()
        #expect(after["nickName"] == "B")
        #expect(after["title"] == "T")
        #expect(after["emails"] == [["value": "o@x", "type": "work"], ["value": "n@x", "type": "home"]])
    }

    @Test(.shows("7644-3.5.2.1-b"))
    func singleValueIsSetOrReplaced() async {
        let user = await provider.user("una")
        #expect(await user.patch(.add("title", "Boss")).json["title"] == "Boss")
        #expect(await user.patch(.add("title", "B")).json["title"] == "B")
        #expect(await user.read()["title"] == "B")
    }

    @Test(.shows("7644-3.5.2.1-c"))
    func valuesAreAppended() async {
        let (first, second) = (await provider.user("u1"), await provider.user("u2"))
        let (third, fourth) = (await provider.user("u3"), await provider.user("u4"))
        let group = await provider.group("crew", [fourth])
        let both: AttributeValue = [[.value: .string(first.id)], [.value: .string(second.id)]]
        #expect(await group.patch(.add("members", both)).verdict == "200")
        #expect(await group.patch(.add("members", [.value: .string(third.id)])).verdict == "200")
        #expect(await group.members == [fourth.id, first.id, second.id, third.id])
    }

    @Test(.shows("7644-3.5.2.1-d"))
    func complexValueIsMerged() async {
        let user = await provider.user("una", ["name": ["givenName": "U", "familyName": "F"]])
        #expect(await user.patch(.add("name", ["givenName": "X"])).verdict == "200")
        #expect(await user.read()["name"] == ["givenName": "X", "familyName": "F"])
    }

    @Test(.shows("7644-3.5.2.1-d"))
    func subAttributeMakesItsParent() async {
        let user = await provider.user("una")
        #expect(await user.patch(.add("name.givenName", "X")).verdict == "200")
        #expect(await user.read()["name"] == ["givenName": "X"])
    }

    @Test(.shows("7644-3.5.2.1-e", "7644-3.5.2.1-f"))
    func valueThatIsThereIsNotRepeated() async {
        let user = await provider.user("u1", ["title": "T", "emails": [["value": "a@x", "type": "work"]]])
        let group = await provider.group("crew", [user])
        let (groupBefore, userBefore) = (await group.read(), await user.read())
        #expect(await group.patch(.add("members", [[.value: .string(user.id)]])).verdict == "200")
        #expect(await user.patch(.add("emails", [["value": "a@x", "type": "work"]])).verdict == "200")
        #expect(await user.patch(.add("title", "T")).verdict == "200")
        #expect(await group.read() == groupBefore)
        #expect(await user.read() == userBefore)
    }

    @Test(.shows("7644-3.5.2.1-f"))
    func replaceByTheSameChangesNeitherTimeNorVersion() async {
        let user = await provider.user("una", ["title": "T", "emails": [["value": "a@x", "type": "work"]]])
        let before = await user.read()
        let operations: [AttributeValue] = [
            .replace("title", "T"), .replace(["title": "T"]), .replace(#"emails[type eq "work"].value"#, "a@x"),
            .replace("emails", [["value": "a@x", "type": "work"]]),
        ]
        for operation in operations {
            #expect(await user.patch(operation).json == before)
        }
        #expect(await user.read() == before)
    }

    @Test("Entra ID fills what is not there yet", .shows("7644-3.5.2.1-g"))
    func valuePathWithoutMatchMakesTheValueItDescribes() async {
        let user = await provider.user("una", ["emails": [["value": "h@x", "type": "home"]]])
        #expect(await user.patch(.add(#"emails[type eq "work"].value"#, "w@x")).verdict == "200")
        #expect(
            await user.read()["emails"] == [["value": "h@x", "type": "home"], ["type": "work", "value": "w@x"]])
    }

    @Test(
        "a filter that is not eq alone or names an unheard-of type makes nothing", .shows("7644-3.5.2.1-g"),
        arguments: [
            #"emails[type eq "boat"].value"#, #"emails[type eq "work" or type eq "home"].value"#,
            #"emails[type sw "work"].value"#, #"emails[value eq "n@x"].display"#,
            #"emails[not (type eq "work")].value"#,
        ])
    func otherValuePathsWithoutMatchHaveNoTarget(_ path: String) async {
        let user = await provider.user("una", ["userType": "t"])
        let before = await user.read()
        #expect(await user.patch(.add(path, "w@x")).verdict == "400 noTarget")
        #expect(await user.read() == before)
    }
}
