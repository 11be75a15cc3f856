import ConformanceLedger
import HTTPTypes
import RosterTesting
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2, §3.4.2.4 — lists and their pages")
struct IndexPagingConformanceTests {
    private func provider(with count: Int) async throws -> Provider {
        let store = InMemoryStore()
        for number in 1...count {
            _ = try await store.create(Draft(unchecked: [.userName: .string("u\(number)")], as: .user))
        }
        return Provider(store: store)
    }

    @Test(.shows("7644-3.4.2-a", "7644-3.4.2-b"))
    func listNamesItsSchemaAndHoldsWholeResources() async throws {
        let list = await (try provider(with: 12)).get("/Users")
        #expect(list.status == 200)
        #expect(list.json["schemas"] == [.string(URN.listResponse)])
        #expect(list.json["totalResults"] == 12)
        #expect(list.page.count == 12)
        #expect(list.page.allSatisfy { $0["id"]?.string != nil && $0["meta"]?["location"]?.string != nil })
        #expect(list.page.allSatisfy { $0["schemas"] == [.string(URN.user)] })
    }

    @Test(.shows("7644-3.4.2-b", "7644-3.4.2-c", "7644-3.4.2.4-b"))
    func partialPageTellsWhereItIs() async throws {
        let list = await (try provider(with: 12)).get("/Users", ["count": "5"])
        #expect(list.json["totalResults"] == 12)
        #expect(list.json["startIndex"] == 1)
        #expect(list.json["itemsPerPage"] == 5)
        #expect(list.shownNames == ["u1", "u2", "u3", "u4", "u5"])
    }

    @Test(.shows("7644-3.4.2-d"))
    func noMatchIsSuccess() async throws {
        let list = await (try provider(with: 2)).get("/Users", ["filter": #"userName eq "nobody""#])
        #expect(list.status == 200)
        #expect(list.json["totalResults"] == 0)
        #expect(list.page.isEmpty)
        let groups = await (try provider(with: 2)).get("/Groups")
        #expect(groups.json["totalResults"] == 0)
    }

    @Test(.shows("7644-3.4.2-e"))
    func unknownParametersAreIgnored() async throws {
        let provider = try await provider(with: 3)
        #expect(await provider.get("/Users", ["foo": "bar"]).json == (await provider.get("/Users")).json)
    }

    @Test("a filter on one resource is passed over", .shows("7644-3.4.2.1-d"))
    func oneResourceIsReadWhateverTheFilter() async {
        let user = await Provider().user("una", ["active": false])
        #expect(await user.read(["filter": "active eq true"]) == (await user.read()))
    }

    @Test(.shows("7644-3.4.2.4-a"), arguments: ["0", "-5", "1"])
    func firstIndexIsOne(_ start: String) async throws {
        let list = await (try provider(with: 4)).get("/Users", ["startIndex": start, "count": "2"])
        #expect(list.json["startIndex"] == 1)
        #expect(list.shownNames == ["u1", "u2"])
    }

    @Test(.shows("7644-3.4.2.4-b"))
    func lastPageIsShorter() async throws {
        let list = await (try provider(with: 4)).get("/Users", ["startIndex": "3", "count": "3"])
        #expect(list.json["itemsPerPage"] == 2)
        #expect(list.shownNames == ["u3", "u4"])
    }

    @Test(.shows("7644-3.4.2.4-c"), arguments: ["0", "-1", "-100"])
    func noCountGivesTheTotalAlone(_ count: String) async throws {
        let list = await (try provider(with: 4)).get("/Users", ["count": count])
        #expect(list.status == 200)
        #expect(list.json["totalResults"] == 4)
        #expect(list.json["itemsPerPage"] == 0)
        #expect(list.page.isEmpty)
    }

    @Test(.shows("7644-3.4.2.4-d"))
    func providerSetsTheLargestPage() async throws {
        let provider = try await provider(with: 1_005)
        let config = await provider.get("/ServiceProviderConfig").json
        let maximum = try #require(config["filter"]?["maxResults"]?.integer)
        let byDefault = await provider.get("/Users", ["attributes": "userName"])
        #expect(byDefault.page.count == config["pagination"]?["defaultPageSize"]?.integer)
        #expect(byDefault.page.count <= maximum)
        #expect(byDefault.json["totalResults"] == 1_005)
        let largest = await provider.get("/Users", ["attributes": "userName", "count": "5000"])
        #expect(largest.page.count == maximum)
        #expect(largest.json["itemsPerPage"]?.integer == maximum)
        #expect(largest.json["totalResults"] == 1_005)
    }

    @Test(.shows("7644-3.4.2.4-e"))
    func behindTheEndThereIsAnEmptyPage() async throws {
        let list = await (try provider(with: 12)).get("/Users", ["startIndex": "1000", "count": "5"])
        #expect(list.status == 200)
        #expect(list.json["totalResults"] == 12)
        #expect(list.json["itemsPerPage"] == 0)
        #expect(list.page.isEmpty)
    }

    @Test(.shows("7644-3.4.2.4-f"))
    func walkSeesEveryResourceOnce() async throws {
        let provider = try await provider(with: 12)
        var walks: [[String]] = []
        for _ in 1...2 {
            var walked: [String] = [], start = 1
            while start <= 12 {
                let list = await provider.get("/Users", ["startIndex": "\(start)", "count": "5"])
                walked += list.shownNames
                start += try #require(list.json["itemsPerPage"]?.integer)
            }
            walks.append(walked)
        }
        #expect(walks[0] == (1...12).map { "u\($0)" })
        #expect(walks[0] == walks[1])
    }

    @Test(.shows("7644-3.4.2.4-g"), arguments: ["startIndex", "count"])
    func numbersHaveToBeIntegers(_ parameter: String) async throws {
        let provider = try await provider(with: 2)
        for text in ["abc", "1.5", "%20", "0x10", "1e2", "99999999999999999999"] {
            let reply = await provider.client.send(.get, "/Users?\(parameter)=\(text)")
            #expect(reply.verdict == "400 invalidValue", "\(parameter)=\(text)")
        }
    }
}
