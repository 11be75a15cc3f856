import Foundation
import SCIM
import Testing

@Suite("Several clients see one order of changes", .serialized, .onThreadOfItsOwn)
struct LinearizabilityTests {
    @Test("of a few users that all of them read and write, over kills of the server")
    func registers() throws {
        let operations = Kernel.count("CRASH_OPERATIONS", 4_000), kills = 4
        let server = try ServerProcess()
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        let ids = try (0..<3).map { number in
            let body =
                #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"u\#(number)","title":"first"}"#
            return try #require(try connection.send("POST", "/Users", body).json["id"]?.string)
        }
        let clients = RegisterClients(ids, initial: "first", token: server.token, operations: operations)
        clients.serverStarted(at: server.port)
        clients.run()
        for _ in 0..<kills {
            clients.wait(for: operations / (kills + 2))
            server.kill()
            try server.start()
            clients.serverStarted(at: server.port)
        }
        clients.end()
        #expect(server.stop() == 0)
        let histories = clients.histories
        let made = histories.reduce(0) { $0 + $1.operations.count }
        for history in histories {
            let problems = history.problems()
            #expect(problems.isEmpty, "\(problems.prefix(5))")
            #expect(history.operations.count > operations / 10)
        }
        Kernel.report("R10", "\(made) operations of 8 clients on 3 users over \(kills) kills: 0 out of order")
    }

    @Test("a history that no order explains is found out")
    func control() {
        typealias Operation = RegisterHistory.Operation
        let write = Operation(outcome: .wrote("a", over: 1, as: 2), begin: 1, end: 2)
        func problems(_ operation: Operation) -> [String] {
            RegisterHistory(operations: [write, operation], initial: "first").problems()
        }
        #expect(problems(Operation(outcome: .read(2, "a"), begin: 3, end: 4)).isEmpty)
        #expect(problems(Operation(outcome: .read(1, "first"), begin: 1, end: 4)).isEmpty)
        // A stale read, another value, a value from the future, a lost update, two values of one version, a refusal of nothing.
        for operation in [
            Operation(outcome: .read(1, "first"), begin: 3, end: 4),
            Operation(outcome: .read(2, "b"), begin: 3, end: 4),
            Operation(outcome: .read(3, "c"), begin: 3, end: 4),
            Operation(outcome: .wrote("b", over: 1, as: 3), begin: 3, end: 4),
            Operation(outcome: .wrote("b", over: 1, as: 2), begin: 1, end: 4),
            Operation(outcome: .refused(over: 2), begin: 3, end: 4),
        ] {
            #expect(!problems(operation).isEmpty, "\(operation)")
        }
    }
}
