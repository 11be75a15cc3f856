import Foundation
import Testing

@Suite("The log of a server says why requests are refused", .onThreadOfItsOwn)
struct RefusalLogTests {
    @Test("each once, the others as a number at the end, and no value of a client in any line")
    func lines() throws {
        let server = try ServerProcess(configuration: ServerProcess.configuration + "\nlog: { level: debug }")
        try server.start()
        // The server has checked itself, which takes refusals.
        #expect(!server.output.contains("refused"), "\(server.output)")
        let connection = try HTTPConnection(port: server.port, token: server.token)
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"canary","active":"canary"}"#
        for _ in 0..<3 { #expect(try connection.send("POST", "/Users?attributes=canary", body).status == 400) }
        #expect(try connection.send("GET", "/Users?filter=userName%20canary").status == 400)
        let stranger = try HTTPConnection(port: server.port, token: "canary")
        for _ in 0..<7 { #expect(try stranger.send("GET", "/Users").status == 401) }
        #expect(server.stop() == 0)
        _ = server.waitForEnd()
        let lines = server.output.split(separator: "\n").filter { $0.contains(" info roster: ") }
        let posts = lines.filter { $0.contains(" method=POST path=/scim/Users ") && $0.contains("status=400") }
        #expect(posts.count == 2 && posts.last?.contains(" times=2 ") == true, "\(server.output)")
        #expect(posts.first?.contains(#" detail="'active' must be a Boolean" "#) == true)
        let strangers = lines.filter { $0.contains("without good credentials") }
        #expect(strangers.count == 6 && strangers.last?.contains(" reasons=malformed=2 times=2 ") == true)
        #expect(strangers.allSatisfy { $0.contains(" address=127.0.0.1 ") })
        #expect(!server.output.contains("canary"))
    }
}
