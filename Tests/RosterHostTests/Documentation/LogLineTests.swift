import Foundation
import Testing

@Suite("Log lines that a page shows", .serialized, .onThreadOfItsOwn)
struct LogLineTests {
    @Test("that of a repaired request is as the README has it")
    func repair() throws {
        let server = try ServerProcess()
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","active":"True"}"#
        try connection.write(
            "POST /scim/Users HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(server.token)\r\nUser-Agent: Okta SCIM Client 1.0.0\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        #expect(try connection.read().status == 201)
        #expect(server.stop() == 0)
        let shown = try #require(
            try Project.text("README.md").split(separator: "\n").first { $0.hasSuffix("repaired a request") })
        let written = try #require(server.output.split(separator: "\n").first { $0.hasSuffix("repaired a request") })
        #expect(skeleton(written.drop { $0 != " " }.dropFirst()) == skeleton(shown))
    }

    /// A line with the names of its values alone.
    private func skeleton(_ line: Substring) -> String {
        String(line).replacing(/=('[^']*'|[^ ]+)/, with: "=").replacing(/[0-9]+/, with: "N")
    }
}
