import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.3 — sorting")
struct SortConformanceTests {
    let provider = Provider()

    private func sorted(_ attribute: String, _ order: String? = nil) async -> [String] {
        if let order { return await provider.get("/Users", ["sortBy": attribute, "sortOrder": order]).shownNames }
        return await provider.get("/Users", ["sortBy": attribute]).shownNames
    }

    @Test(.shows("7644-3.4.2.3-a"))
    func sortingIsAnnounced() async {
        #expect(await provider.get("/ServiceProviderConfig").json["sort"] == ["supported": true])
    }

    @Test("an attribute that no schema has orders nothing", .shows("7644-3.4.2.3-a"))
    func unknownAttributeIsIgnored() async {
        for name in ["b", "A", "C"] { _ = await provider.user(name) }
        #expect(await sorted("shoeSize") == ["b", "A", "C"])
    }

    @Test(.shows("7644-3.4.2.3-b", "7644-3.4.2.3-c"))
    func orderIsAscendingUnlessDescendingIsAskedFor() async {
        for name in ["b", "A", "C"] { _ = await provider.user(name) }
        #expect(await sorted("userName") == ["A", "b", "C"])
        #expect(await sorted("userName", "ascending") == ["A", "b", "C"])
        #expect(await sorted("userName", "descending") == ["C", "b", "A"])
        #expect(await sorted("userName", "Descending") == ["C", "b", "A"])
        let other = await provider.get("/Users", ["sortBy": "userName", "sortOrder": "down"])
        #expect(other.verdict == "400 invalidValue")
    }

    @Test(.shows("7644-3.4.2.3-c"))
    func exactTextIsOrderedByItsOwnLetters() async {
        for (name, id) in [("x", "b"), ("y", "A"), ("z", "C")] {
            _ = await provider.user(name, ["externalId": .string(id)])
        }
        #expect(await sorted("externalId") == ["y", "z", "x"])
        let ids = await provider.get("/Users", ["sortBy": "id"]).page.compactMap { $0["id"]?.string }
        #expect(ids == ids.sorted())
        #expect(await sorted("meta.created") == ["x", "y", "z"])
    }

    @Test(.shows("7644-3.4.2.3-c"))
    func timesAndNumbersAreOrderedByValue() async {
        let provider = Provider.ofInstruments
        _ = await provider.instrument("ten", ["range": 10, "calibratedAt": "2024-01-01T00:30:00Z"])
        _ = await provider.instrument("nine", ["range": 9, "calibratedAt": "2024-01-01T01:00:00+01:00"])
        _ = await provider.instrument("none")
        let byRange = await provider.get(Instrument.endpoint, ["sortBy": "range"])
        #expect(byRange.shownNames == ["nine", "ten", "none"])
        let byTime = await provider.get(Instrument.endpoint, ["sortBy": "calibratedAt", "sortOrder": "descending"])
        #expect(byTime.shownNames == ["none", "ten", "nine"])
    }

    @Test(.shows("7644-3.4.2.3-d"))
    func primaryValueElseTheFirstDecides() async {
        _ = await provider.user("m", ["emails": [["value": "m@x"], ["value": "0@x"]]])
        _ = await provider.user("a", ["emails": [["value": "z@x"], ["value": "a@x", "primary": true]]])
        #expect(await sorted("emails.value") == ["a", "m"])
        #expect(await sorted("emails") == ["a", "m"])
        #expect(await sorted("emails.value", "descending") == ["m", "a"])
    }

    @Test(.shows("7644-3.4.2.3-d"))
    func complexAttributeNeedsASubAttribute() async {
        _ = await provider.user("1", ["name": ["familyName": "Zed"]])
        _ = await provider.user("2", ["name": ["familyName": "abel"]])
        #expect(await sorted("name.familyName") == ["2", "1"])
        #expect(await provider.get("/Users", ["sortBy": "name"]).verdict == "400 invalidValue")
    }

    @Test(.shows("7644-3.4.2.3-e"))
    func withoutValueComesLastOrFirst() async {
        _ = await provider.user("none")
        _ = await provider.user("b", ["title": "B"])
        _ = await provider.user("a", ["title": "A"])
        #expect(await sorted("title") == ["a", "b", "none"])
        #expect(await sorted("title", "descending") == ["none", "b", "a"])
    }

    @Test(.shows("7644-3.4.2.3-f"))
    func pagesAreCutFromTheSortedWhole() async {
        for name in ["d", "a", "e", "c", "b"] { _ = await provider.user(name) }
        var walked: [String] = []
        for start in ["1", "3", "5"] {
            walked += await provider.get("/Users", ["sortBy": "userName", "startIndex": start, "count": "2"]).shownNames
        }
        #expect(walked == ["a", "b", "c", "d", "e"])
    }

    @Test(.shows("7644-3.10-a"))
    func attributeMayBeQualifiedInAnyLetterCase() async {
        _ = await provider.user("y", [.enterprise: ["employeeNumber": "2"]])
        _ = await provider.user("x", [.enterprise: ["employeeNumber": "1"]])
        #expect(await sorted("\(URN.enterprise):employeeNumber") == ["x", "y"])
        #expect(await sorted("\(URN.enterprise.uppercased()):EMPLOYEENUMBER", "descending") == ["y", "x"])
        #expect(await sorted("USERNAME") == ["x", "y"])
    }
}
