import ConformanceLedger
import HTTPTypes
import RosterCore
import RosterHTTP
import RosterTesting
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.1 — queries at the base URI")
struct RootQueryTests {
    private let store = InMemoryStore()
    private var client: Client { Client(store: store) }

    /// Six users and six groups by turns.
    private func fill() async -> (users: [String], groups: [String]) {
        var users: [String] = [], groups: [String] = []
        for number in 0..<6 {
            let title = number % 2 == 0 ? #","title":"T""# : ""
            users.append(await client.createUser("u\(5 - number)", #","displayName":"D\#(number)""# + title))
            groups.append(await client.createGroup("d\(number)x", members: users.suffix(1)))
        }
        return (users, groups)
    }

    @Test(
        "find the resources of all types, one type after the other", .shows("7644-3.4.2.1-a", "7644-3.4.2.1-b"),
        arguments: ["", "/", "/v2", "/v2/", "//"])
    func everything(_ path: String) async {
        let client = client
        let (users, groups) = await fill()
        let reply = await client.send(.get, path)
        #expect(reply.status == 200 && reply.json["schemas"] == [.string(MessageURI.listResponse)])
        #expect(reply.ids == users + groups && reply.json["totalResults"] == 12)
        #expect(await client.send(.head, path).status == 200)
        #expect(await client.send(.get, path + "?filter=id+pr").ids == users + groups)
        let group = "meta.resourceType+eq+%22Group%22", user = "meta.resourceType+eq+%22User%22"
        #expect(await client.send(.get, path + "?filter=\(user)+or+\(group)").ids == users + groups)
        #expect(await client.send(.get, path + "?filter=\(group)").ids == groups)
        for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
            let refused = await client.send(method, path, "{}")
            #expect(refused.status == 405 && refused[.allow] == "GET, HEAD")
        }
    }

    @Test("a page ends at the limit, and what a store will not compute is refused", .shows("7644-3.4.2.1-b"))
    func limits() async {
        _ = await fill()
        var settings = ServiceSettings()
        settings.maximumPageSize = 5
        let page = await Client(store: store, limits: settings).send(.get, "?filter=id+pr")
        #expect(page.status == 200 && page.resources.count == 5)
        #expect(page.json["totalResults"] == 12 && page.json["itemsPerPage"] == 5)
        let refused = await Client(store: RefusingStore(error: SCIMError(.tooMany, "too much"))).send(
            .get, "?filter=id%20pr")
        #expect(refused.status == 400)
        #expect(refused.error?.status == "400" && refused.error?.scimType == "tooMany")
        #expect(refused.error?.detail == "too much")
    }

    @Test("windows go across types")
    func windows() async {
        let client = client
        let (users, groups) = await fill()
        let all = users + groups
        for start in [1, 3, 6, 7, 9, 12, 13, Int.max] {
            for count in [0, 1, 5, 12, 100] {
                let reply = await client.send(.get, "?startIndex=\(start)&count=\(count)")
                #expect(reply.ids == Array(all.dropFirst(start - 1).prefix(count)))
                #expect(reply.json["totalResults"] == 12 && reply.json["startIndex"]?.integer == start)
                let sorted = await client.send(.get, "?sortBy=displayName&startIndex=\(start)&count=\(count)")
                let order = zip(users, groups).flatMap { [$0, $1] }
                #expect(sorted.ids == Array(order.dropFirst(start - 1).prefix(count)))
                #expect(sorted.json["totalResults"] == 12 && sorted.json["startIndex"]?.integer == start)
            }
        }
    }

    @Test(
        "an attribute that a type lacks has no value, and one that no type has is no error",
        .shows("7644-3.4.2.1-a", "7644-3.4.2.1-c", "7644-3.4.2.2-v"),
        arguments: [
            ("userName pr", "users"), ("not (userName pr)", "groups"), ("shoeSize eq 44", ""), ("shoeSize pr", ""),
            ("shoeSize ne 44", "all"), ("shoeSize eq null", "all"), ("shoeSize ne null", ""),
            ("not (members.value eq \"x\")", "all"), ("members pr", "groups"), ("title eq null and userName pr", "odd"),
            ("emails[type eq \"work\"]", ""), ("not (emails[type eq \"work\"])", "all"),
            ("meta.resourceType eq \"Group\" or meta.resourceType eq \"User\"", "all"),
            ("userName eq \"u5\" or displayName eq \"nobody\"", "first"), ("title ne \"T\" and members pr", "groups"),
        ])
    func missing(_ filter: String, _ expected: String) async {
        let client = client
        let (users, groups) = await fill()
        let sets = [
            "users": users, "groups": groups, "all": users + groups, "first": [users[0]],
            "odd": [users[1], users[3], users[5]],
        ]
        let reply = await client.search("", #""filter":\#(AttributeValue.string(filter).json)"#)
        #expect(reply.status == 200 && reply.ids == sets[expected] ?? [])
        let pages = await client.walk(
            "", "count=2&filter=\(filter.replacing("\"", with: "%22").replacing(" ", with: "+"))")
        #expect(Set(pages.flatMap(\.ids)) == Set(sets[expected] ?? []))
    }

    @Test("what is wrong for a type that has the attribute stays wrong")
    func refusals() async {
        for (query, scimType) in [
            ("filter=active+gt+true", "invalidFilter"), ("filter=userName+zz+1", "invalidFilter"),
            ("filter=password+eq+%22x%22", "sensitive"), ("sortBy=name", "invalidValue"),
            ("cursor&startIndex=1", "invalidValue"), ("sortOrder=x", "invalidValue"),
        ] {
            #expect(await client.send(.get, "?\(query)").error?.scimType == scimType)
        }
    }

    @Test(
        "a walk goes through all types in one order, and back",
        arguments: [
            "", "sortBy=displayName", "sortBy=displayName&sortOrder=descending", "sortBy=userName",
            "sortBy=userName&sortOrder=descending", "sortBy=title", "sortBy=members.value&sortOrder=descending",
            "sortBy=nothing", "sortBy=meta.resourceType",
        ])
    func walks(_ query: String) async {
        let client = client
        let (users, groups) = await fill()
        let whole = await client.send(.get, "?cursor&count=100&\(query)").ids
        #expect(Set(whole) == Set(users + groups) && whole.count == 12)
        if query.hasPrefix("sortBy=d") {
            let order = zip(users, groups).flatMap { [$0, $1] }
            #expect(whole == (query.hasSuffix("descending") ? order.reversed() : order))
        }
        if query.hasPrefix("sortBy=u") {
            let order = Array(users.reversed())
            #expect((query.hasSuffix("descending") ? whole.suffix(6).reversed() : Array(whole.prefix(6))) == order)
        }
        for count in [1, 3, 5, 6, 12] {
            let pages = await client.walk("", "count=\(count)&\(query)")
            #expect(pages.flatMap(\.ids) == whole)
            for (page, earlier) in zip(pages.dropFirst(), pages) {
                let back = await client.send(.get, "?cursor=\(page.previous ?? "")&count=\(count)&\(query)")
                #expect(back.ids == earlier.ids && (back.previous == nil) == (earlier.previous == nil))
            }
        }
    }

    @Test("only what the caller may read is found")
    func rights() async {
        let (users, groups) = await fill()
        let reader = Client(store: store, scopes: [.read(.user), .write(.group)])
        #expect(await reader.send(.get, "").ids == users)
        #expect(await reader.search("", #""sortBy":"displayName""#).json["totalResults"] == 6)
        #expect(
            await Client(store: store, scopes: [.read(.group)]).walk("", "").flatMap(\.ids).sorted() == groups.sorted())
        #expect(await Client(store: store, scopes: [.write(.user), .discovery]).send(.get, "").status == 403)
    }

    @Test("attributes are chosen for each type, with groups and references filled in")
    func projection() async {
        let client = client
        let (users, groups) = await fill()
        let chosen = await client.send(
            .get, "?attributes=members.display,userName,groups.value&sortBy=displayName&count=2")
        #expect(chosen.ids == [users[0], groups[0]])
        #expect(chosen.resources.first?["userName"] == "u5" && chosen.resources.first?["displayName"] == nil)
        #expect(chosen.resources.first?["groups"] == [["value": .string(groups[0])]])
        #expect(chosen.resources.last?["userName"] == nil)
        let whole = await client.send(.get, "?excludedAttributes=title&count=12")
        #expect(whole.resources.allSatisfy { $0["title"] == nil && $0["meta"] != nil })
        #expect(
            whole.resources.first?["groups"]?.array?.first?["$ref"]
                == .string("https://scim.test/scim/Groups/\(groups[0])"))
    }
}
