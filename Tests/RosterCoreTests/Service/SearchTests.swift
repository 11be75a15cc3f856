import ConformanceLedger
import RosterCore
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2 — searches through the service")
struct SearchTests {
    private let fixture = ServiceFixture {
        $0.defaultPageSize = 3
        $0.maximumPageSize = 5
    }

    @Test(
        "a page has the default size, and is clipped to the greatest",
        .shows("7644-3.4.2.4-b", "7644-3.4.2.4-c", "7644-3.4.2.4-d"),
        arguments: [
            (nil, 3), (0, 0), (2, 2), (5, 5), (6, 5), (.max, 5), (-1, 0),
        ] as [(Int?, Int)])
    func pageSize(_ count: Int?, _ expected: Int) async throws {
        for number in 0..<8 { try await fixture.createUser("user-\(number)") }
        let (names, total) = try await search { $0.count = count }
        #expect(names.count == expected)
        #expect(total == 8)
    }

    @Test(
        "a window starts where it was asked to", .shows("7644-3.4.2.4-a", "7644-3.4.2.4-e"),
        arguments: [
            (nil, ["user-0", "user-1", "user-2"]), (0, ["user-0", "user-1", "user-2"]), (4, ["user-3"]), (5, []),
            (.max, []),
        ] as [(Int?, [String])])
    func window(_ start: Int?, _ expected: [String]) async throws {
        for number in 0..<4 { try await fixture.createUser("user-\(number)") }
        let (names, total) = try await search { $0.startIndex = start }
        #expect(names == expected)
        #expect(total == 4)
    }

    @Test("a filter finds users by what they have and by the groups they are in", .shows("7644-3.4.2.2-b"))
    func filter() async throws {
        let anna = try await fixture.createUser("anna")
        let group = try await fixture.createGroup("Engineers", members: [.member(anna.id)])
        try await fixture.createUser("ben")
        #expect(try await search { $0.filter = "userName eq \"ANNA\"" }.names == ["anna"])
        #expect(try await search { $0.filter = "groups.value eq \"\(group.id)\"" }.names == ["anna"])
        #expect(try await search { $0.filter = "groups.display co \"engin\"" }.names == ["anna"])
        #expect(try await search { $0.filter = "not (groups pr)" }.names == ["ben"])
        #expect(try await search { $0.filter = "id eq \"\(anna.id)\"" }.names == ["anna"])
    }

    @Test(
        "results are ordered, complex attributes by their value", .shows("7644-3.4.2.3-b"),
        arguments: [
            ("userName", nil, ["anna", "ben", "carla"]), ("userName", "DESCENDING", ["carla", "ben", "anna"]),
            ("emails", "ascending", ["carla", "anna", "ben"]), ("urn:unknown:name", nil, ["ben", "anna", "carla"]),
        ] as [(String, String?, [String])])
    func order(_ sortBy: String, _ sortOrder: String?, _ expected: [String]) async throws {
        try await fixture.createUser("ben")
        try await fixture.createUser("anna", ["emails": [[.value: "a@x"], [.value: "z@x", .primary: true]]])
        try await fixture.createUser("carla", ["emails": [[.value: "m@x"]]])
        let (names, _) = try await search {
            $0.sortBy = sortBy
            $0.sortOrder = sortOrder
        }
        #expect(names == expected)
    }

    @Test(
        "what makes no sense is refused", .shows("7644-3.4.2.3-b", "7644-3.4.2.3-d"),
        arguments: [
            ("userName eq", nil, nil, .invalidFilter), ("colour eq \"red\"", nil, nil, .invalidFilter),
            ("password eq \"secret\"", nil, nil, .sensitive), (nil, "userName", "sideways", .invalidValue),
            (nil, "name", nil, .invalidValue), (nil, nil, "sideways", .invalidValue),
        ] as [(String?, String?, String?, SCIMError.Code)])
    func refusal(_ filter: String?, _ sortBy: String?, _ sortOrder: String?, _ code: SCIMError.Code) async {
        let error = await #expect(throws: SCIMError.self) {
            try await search {
                $0.filter = filter
                $0.sortBy = sortBy
                $0.sortOrder = sortOrder
            }
        }
        #expect(error?.code == code)
    }

    @Test("results are projected", .shows("7644-3.9-f"))
    func projection() async throws {
        let user = try await fixture.createUser("anna", ["title": "Chief"])
        var request = SearchRequest()
        request.attributes = ["title"]
        request.filter = "title eq \"chief\" and userName sw \"a\""
        let found = try await fixture.service.search(request, of: .user, for: fixture.administrator)
        #expect(
            found.resources.map(\.attributes)
                == [[.schemas: [.string(Schema.user.id)], .id: .string(user.id), "title": "Chief"]])
    }

    @discardableResult
    private func search(_ ask: (inout SearchRequest) -> Void) async throws -> (names: [String], total: Int) {
        var request = SearchRequest()
        ask(&request)
        let found = try await fixture.service.search(request, of: .user, for: fixture.administrator)
        return (found.resources.compactMap { $0.attributes[.userName]?.string }, found.totalResults)
    }
}
