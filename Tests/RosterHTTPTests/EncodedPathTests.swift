import ConformanceLedger
import HTTPTypes
import RosterHTTP
import SCIM
import Testing

@Suite("RFC 3986 §6.2.2.2 — a path is the same however its characters are encoded")
struct EncodedPathTests {
    private static let bases = ["/scim", "/%73cim", "/sc%69%6D", "//scim", "/%73%63%69%6d/"]

    @Test("base path, version, endpoint and id alike", .shows("7644-3.13-a"), arguments: bases)
    func encoded(_ base: String) async {
        let client = Client()
        let id = await client.createUser("ada")
        let encodedID = id.utf8.map { "%" + String($0, radix: 16) }.joined()
        for path in [
            "/Users/\(id)", "/%55sers/\(encodedID)", "/v2/Users/\(id)", "/%762/Users/\(id)", "/v%32//Users/\(id)/",
        ] {
            var request = HTTPRequest(method: .get, scheme: "https", authority: "scim.test", path: base + path)
            let reply = await client.send(&request)
            #expect(reply.json["id"] == .string(id), "\(base)\(path)")
            let isVersioned = path.contains("2/")
            #expect(reply[.location] == "https://scim.test/scim\(isVersioned ? "/v2" : "")/Users/\(id)")
        }
    }

    @Test(
        "but an encoded slash is no slash, and a broken escape nothing",
        arguments: [
            "/scim%2FUsers", "/%2Fscim/Users", "/sc%69m%2f/Users", "/%7scim/Users", "/%zzcim/Users", "/SCIM/Users",
            "/sci/Users",
            "/scimx/Users", "/scim/%zz", "/scim/Users/%2", "/scim/v2/%FF",
        ])
    func others(_ path: String) async {
        var request = HTTPRequest(method: .get, scheme: "https", authority: "scim.test", path: path)
        #expect(await Client().send(&request).outcome == "404")
    }

    @Test("nothing is reached without credentials by any spelling", arguments: bases)
    func credentials(_ base: String) async {
        var client = Client()
        client.token = nil
        var request = HTTPRequest(method: .get, scheme: "https", authority: "scim.test", path: base + "/Users")
        #expect(await client.send(&request).status == 401)
    }

    @Test(
        "the directory is found by the same rule",
        arguments: ["/directory", "/%64irectory", "//directory/", "/directory/%75sers"])
    func directory(_ path: String) {
        let office = Office()
        #expect(office.serves(path + "?x=/"))
        for other in ["/directoryx", "/direct", "/%2Fdirectory", "/scim/directory", "/?x=/directory", ""] {
            #expect(!office.serves(other), "\(other)")
        }
    }

    @Test("users are read there by an encoded path")
    func directoryUsers() async {
        let office = Office()
        let id = await office.user("ada")
        for (base, path) in [("/directory", "/users/\(id)"), ("/%64irectory", "/%75sers/\(id)")] {
            let reply = await office.send(.get, path, below: base)
            #expect(reply.status == 200, "\(reply.text)")
        }
    }
}
