import Foundation
import SCIM
import Testing

@Suite("Requests that HTTP clients for tests do not send", .serialized)
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

    @Test("an answer to HEAD has no body, and the next answer begins right behind it", arguments: [200, 404])
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

    /// A request to make a user, with a body in pieces.
    private func chunked(_ pieces: [Substring], token: String) -> String {
        let body = pieces.map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"
        return """
            POST /scim/Users HTTP/1.1\r
            Host: 127.0.0.1\r
            Authorization: Bearer \(token)\r
            Content-Type: application/scim+json\r
            Transfer-Encoding: chunked\r
            \r
            \(body)
            """
    }
}
