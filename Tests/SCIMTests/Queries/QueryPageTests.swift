import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.4 — pages of results")
struct QueryPageTests {
    private func resources() throws -> [Resource] {
        try (1...7).map { try Resource.json(#"{"userName":"u\#(8 - $0)","title":"\#($0 % 2)"}"#, id: "\($0)") }
            + [try Resource.json(#"{"displayName":"g"}"#, id: "g", type: .group)]
    }

    @Test(
        "gives the window that is asked for and counts all that match",
        .shows("7644-3.4.2.4-a", "7644-3.4.2.4-b", "7644-3.4.2.4-c", "7644-3.4.2.4-e"),
        arguments: [
            (1, Int.max, "1234567"), (1, 3, "123"), (4, 3, "456"), (7, 3, "7"), (8, 3, ""), (1, 0, ""), (3, 1, "3"),
            (100, 100, ""),
            // Below 1 means 1, below 0 means 0.
            (0, 2, "12"), (-5, 2, "12"), (1, -3, ""), (Int.min, Int.max, "1234567"), (Int.max, Int.max, ""),
            (2, Int.max, "234567"), (Int.min, Int.min, ""),
        ])
    func window(start: Int, count: Int, ids: String) throws {
        let page = try Query(.user, startIndex: start, count: count).page(of: try resources())
        #expect(page.resources.map(\.id.text).joined() == ids)
        #expect(page.totalResults == 7)
    }

    @Test("filters, then sorts, then cuts")
    func together() throws {
        let filter = try ResourceType.user.resolve(Filter(#"title eq "1""#))
        let sort = SortOrder(by: try #require(ResourceType.user.resolve("userName")))
        let page = try Query(.user, filter: filter, sort: sort, startIndex: 2, count: 2).page(of: try resources())
        #expect(page.resources.map(\.id.text) == ["5", "3"])
        #expect(page.totalResults == 4)
        let none = try Query(.user, filter: try ResourceType.user.resolve(Filter(#"title eq "9""#))).page(
            of: try resources())
        #expect(none.resources.isEmpty && none.totalResults == 0)
    }

    @Test("looks at one type alone and at candidates in one pass")
    func types() throws {
        let all = try resources()
        #expect(try Query(.group).page(of: all).resources.map(\.id.text) == ["g"])
        #expect(try Query(.device).page(of: all).totalResults == 0)
        var iterator = all.makeIterator()
        #expect(try Query(.user, count: 2).page(of: AnySequence { AnyIterator { iterator.next() } }).totalResults == 7)
    }

    @Test("sorts the whole result before it is cut", .shows("7644-3.4.2.3-f", "7644-3.4.2.4-f"))
    func continuity() throws {
        let sort = SortOrder(by: try #require(ResourceType.user.resolve("title")))
        let all = try resources()
        let whole = try Query(.user, sort: sort).page(of: all).resources.map(\.id)
        let pieces = try stride(from: 1, through: 7, by: 2).flatMap { start in
            try Query(.user, sort: sort, startIndex: start, count: 2).page(of: all).resources.map(\.id)
        }
        #expect(pieces == whole && whole.map(\.text).joined() == "2461357")
    }

    @Test("fills in the groups only where the question needs them")
    func groups() throws {
        let all =
            try resources() + [
                Resource.json(#"{"displayName":"Crew","members":[{"value":"2"}]}"#, id: "c", type: .group)
            ]
        #expect(!Query(.user, filter: try ResourceType.user.resolve(Filter("title pr"))).looksAtGroups)
        #expect(!Query(.group, filter: try ResourceType.group.resolve(Filter("members pr"))).looksAtGroups)
        let sort = SortOrder(by: try #require(ResourceType.user.resolve("groups.display")))
        let page = try Query(.user, sort: sort, count: 1).page(of: all)
        #expect(page.resources.map(\.id.text) == ["2"])
        #expect(page.resources.first?.attributes[.groups] == [["value": "c", "display": "Crew", "type": "direct"]])
        #expect(try Query(.user).page(of: all).resources.allSatisfy { $0.attributes[.groups] == nil })
    }
}
