import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.5, §3.9 — choosing what is returned")
struct ProjectionConformanceTests {
    let provider = Provider()

    private func una() async -> Kept {
        await provider.user(
            "una",
            [
                "title": "T", "name": ["givenName": "G", "familyName": "F"],
                "emails": [["value": "a@x", "type": "work"], ["value": "b@x", "type": "home"]],
                .enterprise: ["department": "Dock", "costCenter": "C"],
            ])
    }

    @Test(.shows("7644-3.4.2.5-a"))
    func listsAreProjected() async {
        _ = await una()
        let only = await provider.get("/Users", ["attributes": "userName"]).page.first?.attributes
        #expect(Set(only?.map(\.name.text) ?? []) == ["schemas", "id", "userName"])
        let without = await provider.get("/Users", ["excludedAttributes": "emails"]).page.first?.attributes
        #expect(without?["emails"] == nil)
        #expect(without?["title"] == "T")
        #expect(without?["meta"] != nil)
    }

    @Test(.shows("7644-3.4.2.5-b"))
    func idIsAlwaysReturned() async {
        let user = await una()
        let without = await user.read(["excludedAttributes": "id,schemas,userName"])
        #expect(without["id"] == .string(user.id))
        #expect(without["schemas"] != nil)
        #expect(without["userName"] == nil)
        #expect(await user.read(["attributes": "userName"])["id"] == .string(user.id))
        #expect(await user.read(["excludedAttributes": "id"])["id"] == .string(user.id))
    }

    @Test(.shows("7644-3.4.2.5-b", "7644-3.9-a"))
    func schemaDecidesWhatIsReturned() async {
        let instrument = await Provider.ofInstruments.instrument(
            "scale", ["condition": "good", "manual": "M", "range": 1])
        let byDefault = await instrument.read()
        #expect(byDefault["condition"] == "good")
        #expect(byDefault["manual"] == nil)
        let only = await instrument.read(["attributes": "manual"])
        #expect(only["condition"] == "good")
        #expect(only["manual"] == "M")
        #expect(only["range"] == nil)
        let without = await instrument.read(["excludedAttributes": "condition,range"])
        #expect(without["condition"] == "good")
        #expect(without["manual"] == nil)
        #expect(without["range"] == nil)
        let list = await instrument.provider.get(Instrument.endpoint, ["attributes": "manual"]).page
        #expect(list.first?["manual"] == "M")
    }

    @Test(.shows("7644-3.9-a"))
    func attributesReplaceTheDefaultSet() async {
        let user = await una()
        let only = await provider.get(user.path, ["attributes": "userName"])
        #expect(Set(only.topNames) == ["schemas", "id", "userName"])
        #expect(await user.read()["title"] == "T")
        #expect(await user.read(["excludedAttributes": "title"])["title"] == nil)
        #expect(await user.read(["excludedAttributes": "title"])["name"] != nil)
    }

    @Test(.shows("7644-3.9-b"))
    func subAttributesAreChosenOneByOne() async {
        let user = await una()
        #expect(await user.read(["attributes": "name.givenName"])["name"] == ["givenName": "G"])
        #expect(await user.read(["attributes": "emails.value"])["emails"] == [["value": "a@x"], ["value": "b@x"]])
        #expect(await user.read(["attributes": "name"])["name"] == ["givenName": "G", "familyName": "F"])
        #expect(await user.read(["excludedAttributes": "name.familyName"])["name"] == ["givenName": "G"])
        #expect(
            await user.read(["excludedAttributes": "emails.type"])["emails"] == [["value": "a@x"], ["value": "b@x"]])
        let meta = await user.read(["attributes": "meta.version"])["meta"]
        #expect(meta?.attributes?.map(\.name.text) == ["version"])
    }

    @Test(.shows("7644-3.9-b"))
    func membersCanBeLeftOut() async {
        let group = await provider.group("crew", [await una()])
        #expect(await group.read(["excludedAttributes": "members"])["members"] == nil)
        #expect(await group.read(["excludedAttributes": "members"])["displayName"] == "crew")
        let list = await provider.get("/Groups", ["excludedAttributes": "members"]).page
        #expect(list.count == 1)
        #expect(list.first?["members"] == nil)
    }

    @Test(.shows("7644-3.9-c"))
    func everyAnswerWithAResourceIsProjected() async {
        let body: Attributes = [.schemas: [.string(URN.user)], .userName: "una", "title": "T", "nickName": "N"]
        let created = await provider.post("/Users", body, ["attributes": "userName"])
        #expect(created.status == 201)
        #expect(Set(created.topNames) == ["schemas", "id", "userName"])
        let id = created.json["id"]?.string ?? ""
        let user = Kept(provider: provider, path: "/Users/\(id)", id: id)
        let replaced = await user.put(body, ["attributes": "title"])
        #expect(Set(replaced.topNames) == ["schemas", "id", "title"])
        let patched = await user.patch(.replace("title", "B"), query: ["excludedAttributes": "nickName,meta"])
        #expect(Set(patched.topNames) == ["schemas", "id", "userName", "title"])
        for reply in [created, replaced, patched] { #expect(reply[.eTag] != nil) }
    }

    @Test(.shows("7644-3.9-d"))
    func bothParametersExcludeOneAnother() async {
        let user = await una()
        let query: KeyValuePairs = ["attributes": "userName", "excludedAttributes": "name"]
        #expect(await provider.get(user.path, query).verdict == "400 invalidValue")
        #expect(await provider.get("/Users", query).verdict == "400 invalidValue")
        #expect(await user.patch(.replace("title", "B"), query: query).verdict == "400 invalidValue")
        #expect(await user.read()["title"] == "T")
    }

    @Test(.shows("7644-3.9-e"))
    func namesAreSeparatedByCommasInAnyNotation() async {
        let user = await una()
        let some = await user.read(["attributes": " USERNAME , \(URN.enterprise):DEPARTMENT,nope"])
        #expect(some["userName"] == "una")
        #expect(some[.enterprise] == ["department": "Dock"])
        #expect(some["title"] == nil)
        #expect(
            await user.read(["attributes": URN.enterprise])[.enterprise] == ["department": "Dock", "costCenter": "C"])
        #expect(await user.read(["excludedAttributes": URN.enterprise])[.enterprise] == nil)
        #expect(
            await user.read(["excludedAttributes": "\(URN.enterprise):costCenter"])[.enterprise]
                == ["department": "Dock"])
        let none = await provider.get(user.path, ["attributes": "nope"])
        #expect(none.status == 200)
        #expect(Set(none.topNames) == ["schemas", "id"])
    }

    @Test(.shows("7644-3.9-f"))
    func projectionLeavesSchemasAndTotalsAlone() async {
        let user = await una()
        _ = await provider.user("bea")
        #expect(
            await user.read(["attributes": "userName"])["schemas"] == [.string(URN.user), .string(URN.enterprise)])
        let list = await provider.get("/Users", ["attributes": "userName", "filter": "title pr", "sortBy": "title"])
        #expect(list.json["totalResults"] == 1)
        #expect(list.shownNames == ["una"])
        #expect(list.page.first?["title"] == nil)
    }
}

@Suite("RFC 7644 §3.10 — how attributes are named")
struct NotationConformanceTests {
    let provider = Provider()

    @Test(
        .shows("7644-3.10-a"),
        arguments: ["name.givenName", "NAME.GIVENNAME", "URN:ietf:params:scim:schemas:core:2.0:USER:Name.GivenName"])
    func pathsMayBeQualifiedInAnyLetterCase(_ path: String) async {
        let user = await provider.user("una")
        #expect(await user.patch(.replace(path, "X")).verdict == "200")
        #expect(await user.read()["name"] == ["givenName": "X"])
        #expect(await provider.names(where: #"\#(path) eq "x""#) == ["una"])
        #expect(await user.read(["attributes": path])["name"] == ["givenName": "X"])
        #expect(await user.patch(.remove(path)).json["name"] == nil)
    }

    @Test(.shows("7644-3.10-a"))
    func namesAreShownAsTheSchemaSpellsThem() async {
        let user = await provider.user("una")
        let reply = await user.patch(
            .add("NICKNAME", "N"), .add(["TITLE": "T", "Name": ["GIVENNAME": "G"]]),
            .add("\(URN.enterprise.uppercased()):DEPARTMENT", "D"), .add(#"EMAILS[TYPE eq "WORK"].VALUE"#, "w@x"))
        #expect(reply.verdict == "200")
        let names = Set(reply.topNames)
        #expect(names.isSuperset(of: ["nickName", "title", "name", "emails", URN.enterprise]))
        #expect(reply.json["name"]?.attributes?.map(\.name.text) == ["givenName"])
        #expect(reply.json[.enterprise]?.attributes?.map(\.name.text) == ["department"])
        #expect(reply.json["emails"] == [["type": "work", "value": "w@x"]])
    }

    @Test(.shows("7644-3.10-b"))
    func extensionAttributesNeedTheirURN() async {
        let user = await provider.user("una")
        #expect(await user.patch(.replace("department", "Dock")).verdict == "400 invalidPath")
        #expect(await user.patch(.replace("\(URN.enterprise):title", "T")).verdict == "400 invalidPath")
        #expect(await user.patch(.replace("\(URN.enterprise):department", "Dock")).verdict == "200")
        #expect(await user.read(["attributes": "department"])[.enterprise] == nil)
    }
}
