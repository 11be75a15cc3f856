import ConformanceLedger
import Foundation
import SCIM
import Testing

@Suite("Requests that HTTP clients for tests do not send", .serialized, .onThreadOfItsOwn)
struct RawSocketTests {
    @Test("a body beyond the limit is 413 as a SCIM error when its length was not announced, too")
    func chunkedBody() throws {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing(
                "{ port: 0 }", with: "{ port: 0, limits: { body: 1KiB } }"))
        try server.start()
        let user = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ines"}"#
        let small = try HTTPConnection(port: server.port, token: server.token)
        try small.write(chunked([user.prefix(20), user.dropFirst(20)], token: server.token))
        #expect(try small.read().status == 201)
        // Neither chunk is too large by itself.
        let blanks = String(repeating: " ", count: 1_000)
        let large = try HTTPConnection(port: server.port, token: server.token)
        try large.write(chunked([user[...], blanks[...]], token: server.token))
        let (status, error) = try large.read()
        #expect(status == 413)
        #expect(error["status"] == "413")
        #expect(error["schemas"]?.array == ["urn:ietf:params:scim:api:messages:2.0:Error"])
        #expect(server.stop() == 0)
    }

    @Test("a client that sends no request is not waited for", .timeLimit(.minutes(5)))
    func silence() throws {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing(
                "{ port: 0 }", with: "{ port: 0, limits: { transfer-timeout: 1s } }"))
        try server.start()
        let silent = try HTTPConnection(port: server.port, token: server.token)
        #expect(throws: HTTPConnection.Closed.self) { try silent.read() }
        let dripping = try HTTPConnection(port: server.port, token: server.token)
        try dripping.write("GET /scim/Users HTTP/1.1\r\nHost: a\r\n")
        #expect(throws: HTTPConnection.Closed.self) { try dripping.read() }
        #expect(server.stop() == 0)
    }

    @Test("a bulk request beyond its limit is 413 with the limit, announced or in chunks", .shows("7644-3.7.4-a"))
    func largeBulk() throws {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing(
                "{ port: 0 }", with: "{ port: 0, limits: { bulk: 1KiB } }"))
        try server.start()
        let title = String(repeating: "x", count: 1_000)
        let user =
            #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ines","title":"\#(title)"}"#
        let bulk =
            #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{"method":"POST","path":"/Users","bulkId":"i","data":\#(user)}]}"#
        let announced = try HTTPConnection(port: server.port, token: server.token).send("POST", "/Bulk", bulk)
        let connection = try HTTPConnection(port: server.port, token: server.token)
        try connection.write(chunked([bulk.prefix(600), bulk.dropFirst(600)], to: "/Bulk", token: server.token))
        for (status, error) in [announced, try connection.read()] {
            #expect(status == 413)
            #expect(error["status"] == "413")
            #expect(error["detail"]?.string?.contains("1024") == true)
        }
        let users = try HTTPConnection(port: server.port, token: server.token).send("GET", "/Users?count=0")
        #expect(users.json["totalResults"] == 0)
        #expect(server.stop() == 0)
    }

    @Test(
        "an answer to HEAD has no body, and the next answer begins right behind it", .shows("9110-15.5.6-a"),
        arguments: [200, 404])
    func head(_ expected: Int) throws {
        let server = try ServerProcess()
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        for _ in 0..<3 {
            #expect(try connection.send("HEAD", expected == 200 ? "/Users" : "/Users/nobody").status == expected)
            let (status, page) = try connection.send("GET", "/Users")
            #expect(status == 200)
            #expect(page["totalResults"] == 0)
        }
        #expect(server.stop() == 0)
    }

    /// A POST with a body in pieces.
    private func chunked(_ pieces: [Substring], to path: String = "/Users", token: String) -> String {
        let body = pieces.map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"
        return """
            POST /scim\(path) HTTP/1.1\r
            Host: 127.0.0.1\r
            Authorization: Bearer \(token)\r
            Content-Type: application/scim+json\r
            Transfer-Encoding: chunked\r
            \r
            \(body)
            """
    }
}
