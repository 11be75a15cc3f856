import ConformanceLedger
import HTTPTypes
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterTesting
import SCIM
import Synchronization
import Testing

@Suite("RFC 9865 — paging by cursor")
struct CursorTests {
    private let store = InMemoryStore()
    private var client: Client { Client(store: store) }

    private func fill(_ count: Int = 25) async -> [String] {
        var ids: [String] = []
        for number in 0..<count {
            ids.append(await client.createUser("user-\(number * 11 % count)", #","title":"T\#(number % 3)""#))
        }
        return ids
    }

    @Test("the first page is asked for by an empty cursor", .shows("9865-2-a"), arguments: ["?cursor", "?cursor="])
    func firstPage(_ query: String) async {
        let ids = await fill()
        let reply = await client.send(.get, "/Users\(query)&count=10")
        #expect(reply.status == 200 && reply.ids.count == 10 && Set(reply.ids).isSubset(of: ids))
        #expect(reply.next != nil && reply.previous == nil)
    }

    @Test(
        "a walk meets everyone once, and every page but the last leads on",
        .shows("9865-2-d", "9865-2-g", "9865-2-b"), arguments: ["", "sortBy=title&", "filter=title+ne+%22T1%22&"])
    func walk(_ query: String) async {
        let client = client
        let ids = await fill()
        let pages = await client.walk("/Users", query + "count=5")
        let found = pages.flatMap(\.ids)
        #expect(Set(found).count == found.count && found.count == (query.hasPrefix("f") ? 17 : ids.count))
        #expect(pages.count == (found.count + 4) / 5)
        for page in pages {
            #expect(page.json["schemas"] == [.string(MessageURI.listResponse)])
            #expect(page.json["totalResults"]?.integer == found.count)
            #expect(page.json["itemsPerPage"]?.integer == page.ids.count)
            #expect(page.json["startIndex"] == nil)
            for cursor in [page.next, page.previous].compactMap({ $0 }) {
                #expect(cursor.utf8.allSatisfy { $0.isWord } && cursor.utf8.count < 400)
            }
        }
    }

    @Test("the cursor back leads to the page before, from where the walk goes on as it did", .shows("9865-2-e"))
    func back() async {
        let client = client
        _ = await fill(12)
        let pages = await client.walk("/Users", "sortBy=userName&sortOrder=descending&count=5")
        #expect(pages.map(\.ids.count) == [5, 5, 2])
        #expect(pages[0].previous == nil)
        for (page, earlier) in zip(pages.dropFirst(), pages) {
            let query = "/Users?sortBy=userName&sortOrder=descending&count=5&cursor="
            let before = await client.send(.get, query + (page.previous ?? ""))
            #expect(before.ids == earlier.ids)
            #expect((before.previous == nil) == (earlier.previous == nil))
            #expect(await client.send(.get, query + (before.next ?? "")).ids == page.ids)
        }
    }

    @Test("pages are sorted as a whole", .shows("9865-2.2-a"))
    func sorted() async {
        let client = client
        _ = await fill()
        let names = await client.walk("/Users", "sortBy=userName&count=4").flatMap { $0.values("userName") }
        #expect(names.count == 25 && names == names.sorted())
    }

    @Test("count below 1 asks for the total alone, and may be the maximum", .shows("9865-2-c", "9865-4-a"))
    func counts() async {
        _ = await fill(7)
        for count in [0, -1, Int.min] {
            let reply = await client.send(.get, "/Users?cursor=&count=\(count)")
            #expect(reply.status == 200 && reply.ids.isEmpty && reply.json["totalResults"] == 7)
            #expect(reply.next == nil && reply.previous == nil)
        }
        var limits = ServiceSettings()
        limits.maximumPageSize = 3
        limits.defaultPageSize = 2
        limits.cursorTimeout = 77
        let client = Client(store: store, limits: limits)
        #expect(await client.walk("/Users", "count=3").map(\.ids.count) == [3, 3, 1])
        #expect(await client.walk("/Users", "").map(\.ids.count) == [2, 2, 2, 1])
        let pagination = await client.send(.get, "/ServiceProviderConfig").json["pagination"]
        #expect(
            pagination == [
                "cursor": true, "index": true, "defaultPaginationMethod": "index", "defaultPageSize": 2,
                "maxPageSize": 3, "cursorTimeout": 77,
            ])
    }

    @Test(
        "a count above the maximum is refused on every page, over one type and over all, by GET and by POST",
        .shows("9865-2.1-c"))
    func countAboveTheMaximum() async {
        _ = await fill(7)
        var limits = ServiceSettings()
        limits.maximumPageSize = 3
        let client = Client(store: store, limits: limits)
        let first = await client.send(.get, "/Users?cursor&count=3")
        let everywhere = await client.send(.get, "?cursor&count=3")
        #expect(first.ids.count == 3 && everywhere.ids.count == 3)
        for count in [4, 1_000, Int.max] {
            for reply in [
                await client.send(.get, "/Users?cursor=&count=\(count)"),
                await client.send(.get, "?cursor=&count=\(count)"),
                await client.send(.get, "/Users?cursor=\(first.next ?? "")&count=\(count)"),
                await client.send(.get, "?cursor=\(everywhere.next ?? "")&count=\(count)"),
                await client.search("/Users", #""cursor":"","count":\#(count)"#),
            ] {
                #expect(reply.status == 400 && reply.error?.scimType == "invalidCount")
                #expect(reply.error?.detail.contains("3") == true)
            }
            // Pages by number are clipped, as RFC 7644 §3.4.2.4 allows.
            #expect(await client.send(.get, "/Users?count=\(count)").ids.count == 3)
        }
    }

    @Test("a count that is not that of the first page is refused", .shows("9865-2.1-c"))
    func changedCount() async {
        _ = await fill(12)
        let client = client
        let cursor = await client.send(.get, "/Users?cursor&count=5").next ?? ""
        for count in ["99", "4", "0", "-1"] {
            let reply = await client.send(.get, "/Users?cursor=\(cursor)&count=\(count)")
            #expect(reply.status == 400 && reply.error?.scimType == "invalidCount")
        }
        #expect(await client.send(.get, "/Users?cursor=\(cursor)").ids.count == 5)
    }

    @Test(
        "a cursor that was altered, made up, or given out for another query or client is refused, always in the same way",
        .shows("9865-2.1-a", "9865-2-b", "9865-2-f", "9865-5.2-a", "9865-5.2-b"))
    func refusals() async {
        let seal = AESCursorSeal(secret: Array("0123456789abcdef".utf8))
        let client = Client(store: store, cursors: seal)
        _ = await fill(12)
        let cursor = await client.send(.get, "/Users?cursor&count=5&filter=title+pr").next ?? ""
        let good = "/Users?count=5&filter=title+pr&cursor="
        #expect(await client.send(.get, good + cursor).ids.count == 5)
        var wrong: [Reply] = []
        for index in cursor.indices {
            let other = cursor[index] == "A" ? "B" : "A"
            wrong.append(await client.send(.get, good + cursor.replacingCharacter(at: index, with: other)))
        }
        for text in [
            "forged", "A", "%00", "====", cursor + "A", String(cursor.dropLast()), cursor + "%3D", "1",
            String(repeating: "A", count: 7_000),
        ] {
            wrong.append(await client.send(.get, good + text))
        }
        for query in [
            "/Users?count=5&cursor=", "/Users?count=5&filter=title+pr&sortBy=title&cursor=",
            "/Users?count=5&filter=Title+pr&cursor=", "/Users?count=5&filter=title+pr&attributes=title&cursor=",
            "/Users?count=5&filter=title+pr&excludedAttributes=title&cursor=",
            "/Users?count=5&filter=title+pr&sortOrder=descending&cursor=", "?count=5&filter=title+pr&cursor=",
        ] {
            wrong.append(await client.send(.get, query + cursor))
        }
        wrong.append(await client.send(.get, "/Groups?count=5&cursor=\(cursor)"))
        let stranger = Client(store: store, principal: "2", cursors: seal)
        wrong.append(await stranger.send(.get, good + cursor))
        let restarted = Client(store: store)
        wrong.append(await restarted.send(.get, good + cursor))
        let detail = wrong.first?.error?.detail
        for reply in wrong {
            #expect(reply.status == 400 && reply.error?.scimType == "invalidCursor")
            #expect(reply.error?.detail == detail)
        }
    }

    @Test("without the right to read, a good cursor and a bad one get the same answer", .shows("9865-5.2-b"))
    func indifference() async {
        let seal = AESCursorSeal()
        _ = await fill(6)
        let own = await Client(store: store, cursors: seal).send(.get, "/Users?cursor&count=2").next ?? ""
        let foreign =
            await Client(store: store, principal: "2", cursors: seal).send(.get, "/Users?cursor&count=2").next ?? ""
        #expect(own != foreign && !own.isEmpty && !foreign.isEmpty)
        let reader = Client(store: store, scopes: [.read(.group)], cursors: seal)
        var bodies: Set<[UInt8]> = []
        for cursor in [own, foreign, "forged"] {
            let reply = await reader.send(.get, "/Users?cursor=\(cursor)&count=2")
            #expect(reply.status == 403)
            bodies.insert(reply.answer.body)
        }
        #expect(bodies.count == 1)
    }

    @Test("possession of a cursor grants nothing", .shows("9865-5.2-a"))
    func rights() async {
        let seal = AESCursorSeal()
        let client = Client(store: store, cursors: seal)
        _ = await fill(6)
        var groups: Set<String> = []
        for number in 0..<5 { groups.insert(await client.createGroup("G\(number)")) }
        let users = await client.send(.get, "/Users?cursor&count=5").next ?? ""
        let first = await client.send(.get, "?cursor&count=5")
        let reader = Client(store: store, scopes: [.read(.group)], cursors: seal)
        #expect(await reader.send(.get, "/Users?cursor=\(users)&count=5").status == 403)
        let rest = await reader.send(.get, "?cursor=\(first.next ?? "")&count=5")
        // Users and groups of one millisecond stand in the order of their ids, so groups may be on the first page.
        #expect(rest.status == 200 && Set(rest.ids) == groups.subtracting(first.ids))
        let nobody = Client(store: store, scopes: [], cursors: seal)
        #expect(await nobody.send(.get, "?cursor=\(first.next ?? "")").status == 403)
    }

    @Test("a cursor lives as long as discovery says, and no longer", .shows("9865-2.1-b", "9865-4-a"))
    func expiry() async {
        let now = Clock()
        let client = Client(store: store, clock: { now.time.withLock { $0 } })
        _ = await fill(6)
        let timeout = await client.send(.get, "/ServiceProviderConfig").json["pagination"]?["cursorTimeout"]?.integer
        let cursor = await client.send(.get, "/Users?cursor&count=2").next ?? ""
        now.advance(by: Int64(timeout ?? 0))
        let second = await client.send(.get, "/Users?cursor=\(cursor)&count=2")
        #expect(timeout == 600 && second.ids.count == 2)
        now.advance(by: 1)
        let late = await client.send(.get, "/Users?cursor=\(cursor)&count=2")
        #expect(late.status == 400 && late.error?.scimType == "expiredCursor")
        #expect(await client.send(.get, "/Users?cursor=\(second.next ?? "")&count=2").ids.count == 2)
    }

    @Test(
        "index is the method of requests that name neither, and both at once are refused",
        .shows("9865-2.4-a", "9865-2.4-b"))
    func methods() async {
        _ = await fill(6)
        let plain = await client.send(.get, "/Users?count=2")
        #expect(plain.json["startIndex"] == 1 && plain.next == nil && plain.previous == nil)
        var limits = ServiceSettings()
        limits.defaultPageSize = 2
        let bare = await Client(store: store, limits: limits).send(.get, "/Users")
        #expect(bare.json["startIndex"] == 1 && bare.json["itemsPerPage"] == 2 && bare.json["totalResults"] == 6)
        #expect(bare.next == nil && bare.previous == nil)
        #expect(
            await client.send(.get, "/ServiceProviderConfig").json["pagination"]?["defaultPaginationMethod"] == "index")
        let both = await client.send(.get, "/Users?startIndex=1&cursor=")
        #expect(both.status == 400 && both.error?.scimType == "invalidValue")
    }

    @Test("cursor and count go into the body of a query by POST, too", .shows("9865-3-a"))
    func byPost() async {
        let client = client
        let ids = await fill()
        let first = await client.search("/Users", #""cursor":"","count":10"#)
        #expect(first.ids.count == 10 && first.previous == nil && first.json["startIndex"] == nil)
        let second = await client.search("/Users", #""cursor":"\#(first.next ?? "")","count":10"#)
        let third = await client.search("/Users", #""count":10,"cursor":"\#(second.next ?? "")""#)
        #expect(Set(first.ids + second.ids + third.ids) == Set(ids) && third.ids.count == 5 && third.next == nil)
        let back = await client.search("/Users", #""count":10,"cursor":"\#(second.previous ?? "")""#)
        #expect(back.ids == first.ids)
        #expect(await client.search("/Users", #""cursor":"forged""#).error?.scimType == "invalidCursor")
        #expect(await client.search("/Users", #""cursor":"","startIndex":1"#).error?.scimType == "invalidValue")
    }

    @Test("a page whose resources are gone is empty and leads back to those that are left")
    func emptied() async {
        let client = client
        _ = await fill(6)
        let pages = await client.walk("/Users", "count=2")
        for id in pages.dropFirst().flatMap(\.ids) { _ = await client.send(.delete, "/Users/\(id)") }
        let empty = await client.send(.get, "/Users?cursor=\(pages[0].next ?? "")&count=2")
        #expect(empty.ids.isEmpty && empty.next == nil && empty.json["totalResults"] == 2)
        let back = await client.send(.get, "/Users?cursor=\(empty.previous ?? "")&count=2")
        #expect(back.ids == pages[0].ids && back.previous == nil && back.next == nil)
    }

    private final class Clock: Sendable {
        let time = Mutex(DateTime(secondsSinceEpoch: 1_800_000_000))

        func advance(by seconds: Int64) {
            time.withLock { $0 = DateTime(secondsSinceEpoch: $0.secondsSinceEpoch + seconds) }
        }
    }
}

extension UInt8 {
    fileprivate var isWord: Bool {
        Unicode.Scalar(self).properties.isAlphabetic || (0x30...0x39).contains(self) || self == 0x2D || self == 0x5F
    }
}

extension String {
    fileprivate func replacingCharacter(at index: Index, with text: String) -> String {
        String(self[..<index]) + text + self[self.index(after: index)...]
    }
}
