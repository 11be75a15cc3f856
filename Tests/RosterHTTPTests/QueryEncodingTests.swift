import ConformanceLedger
import HTTPTypes
import RosterHTTP
import SCIM
import Testing

@Suite("RFC 3986 §2.1, RFC 7644 §3.4.2 — blanks and plus signs in queries")
struct QueryEncodingTests {
    private static let names = ["R+D", "a+tag@example.com", "+49 170", "one two", "50%20off", "a%2Bb", "+", "a + b"]

    /// What clients make of a text: encoders of URLs, of HTML forms, and of neither.
    private static let encodings: [@Sendable (String) -> String] = [
        { $0.percentEncoded }, { $0.percentEncoded.replacing("%20", with: "+") },
        // Only what would break the URL; the plus sign stays.
        { $0.replacing("%", with: "%25").replacing(" ", with: "%20").replacing("\"", with: "%22") },
        // As little as a server takes.
        { $0.replacing("%", with: "%25").replacing("\"", with: "%22") },
    ]

    @Test("mean what the client meant, however it encodes", .shows("7644-3.4.2.2-e"), arguments: encodings.indices)
    func meaning(_ index: Int) async {
        let client = Client(), encode = Self.encodings[index]
        for name in Self.names { #expect(await client.newUser(name, #""title":"\#(name)""#).status == 201) }
        for name in Self.names {
            for filter in ["userName eq \"\(name)\"", "title eq \"\(name)\" and not (title sw \"x\")"] {
                let found = await client.send(.get, "/Users?filter=\(encode(filter))&count=5")
                #expect(found.resources.map { $0["userName"]?.string } == [name], "\(encode(filter))")
            }
        }
        #expect(client.endpoint.repairs.isEmpty)
    }

    @Test("a plus sign beside %20 is the offset of a time zone")
    func offsets() async {
        let client = Client()
        _ = await client.newUser("a")
        let found = await client.send(
            .get, "/Users?filter=meta.created%20gt%20%222020-01-01T00:00:00+02:00%22&sortBy=userName")
        #expect(found.total == 1)
    }

    @Test(
        "a filter that cannot be read otherwise is read with every plus sign as a blank, and counted",
        arguments: [
            ("userName+eq+%22one%20two%22", 1), ("userName%20eq+%22one+two%22", 1),
            ("userName+eq%20%22one%20two%22+or+title%20pr", 1), ("userName+eq+%22one%20two", nil),
            ("userName+is%20%22x%22", nil),
        ] as [(String, Int?)])
    func mixtures(_ filter: String, total: Int?) async {
        let client = Client()
        _ = await client.newUser("one two")
        let found = await client.send(.get, "/Users?filter=\(filter)")
        #expect(found.total == total)
        #expect(found.error?.scimType == (total == nil ? "invalidFilter" : nil))
        #expect(client.endpoint.repairs == (total == nil ? [:] : [.mixedBlanks: 1]))
    }

    @Test("the directory reads queries in the same way")
    func directory() async {
        let office = Office()
        _ = await office.user("R+D")
        for filter in ["login%20eq%20%22R+D%22", "login+eq+%22R%2BD%22"] {
            let found = await office.send(.get, "/users?filter=\(filter)")
            #expect(found.json["users"]?.array?.count == 1, "\(found.text)")
        }
    }

    @Test(
        "names of attributes are found behind either kind of blank",
        arguments: ["userName,%20title", "userName,+title"])
    func lists(_ attributes: String) async {
        let client = Client()
        let user = await client.newUser("a", #""title":"T""#)
        let read = await client.send(.get, "/Users/\(user.id)?attributes=\(attributes)")
        #expect(read.json["title"] == "T" && read.json["active"] == nil)
    }
}
