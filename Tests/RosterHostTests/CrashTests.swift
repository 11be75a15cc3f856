import Foundation
import SCIM
import Synchronization
import Testing

@Suite("kill -9 under load loses nothing that was acknowledged", .serialized)
struct CrashTests {
    /// What one client was told, and what it had asked for when the server died.
    struct Ledger: Sendable {
        var acknowledged: [String: Int] = [:]
        var pending: (id: String, value: Int)?
    }

    @Test("creates and patches from 8 clients")
    func killUnderLoad() throws {
        let server = try ServerProcess()
        try server.start()
        let port = server.port, token = server.token
        let ledgers = (0..<8).map { _ in Box() }
        let enough = DispatchSemaphore(value: 0), done = DispatchGroup()
        for (client, ledger) in ledgers.enumerated() {
            done.enter()
            Thread.detachNewThread {
                try? Self.load(client, port: port, token: token, into: ledger, writes: 400, signal: enough)
                done.leave()
            }
        }
        // Killed while every client is in the middle of its work.
        for _ in ledgers { enough.wait() }
        server.kill()
        done.wait()
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: token)
        var expected = 0
        for ledger in ledgers.map({ $0.mutex.withLock { $0 } }) {
            #expect(ledger.acknowledged.count > 5)
            for (id, value) in ledger.acknowledged {
                let (status, user) = try connection.send("GET", "/Users/\(id)")
                #expect(status == 200)
                let title = Int(user["title"]?.string ?? "0") ?? 0
                #expect(title == value || (ledger.pending?.id == id && ledger.pending?.value == title))
            }
            expected += ledger.acknowledged.count
        }
        let total = try connection.send("GET", "/Users?count=0").json["totalResults"]?.integer ?? 0
        // A create that was under way may be there or not.
        #expect(expected...expected + 8 ~= total)
        for start in stride(from: 1, through: total, by: 500) {
            for user in try connection.send("GET", "/Users?startIndex=\(start)&count=500").json["Resources"]?.array
                ?? []
            {
                // Both attributes are set by one PATCH: half of it would show here.
                #expect(user["title"] == user["nickName"])
                #expect(user["userName"]?.string?.isEmpty == false)
            }
        }
        #expect(server.stop() == 0)
    }

    final class Box: Sendable {
        let mutex = Mutex(Ledger())
    }

    private static func load(
        _ client: Int, port: Int, token: String, into ledger: Box, writes: Int, signal: DispatchSemaphore
    ) throws {
        var signalled = false
        defer { if !signalled { signal.signal() } }
        let connection = try HTTPConnection(port: port, token: token)
        var ids: [String] = []
        for number in 1...100_000 {
            if number == writes / 8 {
                signal.signal()
                signalled = true
            }
            if number % 2 == 1 {
                let (status, user) = try connection.send(
                    "POST", "/Users",
                    #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"c\#(client)n\#(number)"}"#)
                guard status == 201, let id = user["id"]?.string else { throw HTTPConnection.Closed() }
                ledger.mutex.withLock { $0.acknowledged[id] = 0 }
                ids.append(id)
            } else if let id = ids.randomElement() {
                ledger.mutex.withLock { $0.pending = (id, number) }
                let (status, _) = try connection.send(
                    "PATCH", "/Users/\(id)",
                    #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":["#
                        + #"{"op":"replace","path":"title","value":"\#(number)"},"#
                        + #"{"op":"add","value":{"nickName":"\#(number)"}}]}"#)
                guard status == 200 else { throw HTTPConnection.Closed() }
                ledger.mutex.withLock {
                    $0.acknowledged[id] = number
                    $0.pending = nil
                }
            }
        }
    }
}
