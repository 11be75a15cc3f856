import Foundation
import SCIM
import Synchronization

/// Clients that write all at once until the server is gone, and that know what they were told.
final class Workload: Sendable {
    private let clients: [WorkloadClient]
    private let acknowledged = DispatchSemaphore(value: 0)
    private let ended = DispatchGroup()
    /// How many users there were before.
    private let others: Int

    /// Eight clients beside users of somebody else's, each of which has so many users and few more at a time.
    init(besides others: Int = 0, usersEach: Int = 50) {
        self.others = others
        clients = (0..<8).map { WorkloadClient($0, users: usersEach) }
    }

    /// How many changes were answered so far.
    var acknowledgements: Int { clients.reduce(0) { $0 + $1.acknowledgements } }

    /// Begins to write.
    func start(on server: ServerProcess) {
        let port = server.port, token = server.token
        for client in clients {
            ended.enter()
            Thread.detachNewThread { [self] in
                client.write(port: port, token: token) { acknowledged.signal() }
                ended.leave()
            }
        }
    }

    /// Waits for so many more answers.
    ///
    /// - Returns: Whether they came.
    func wait(for answers: Int) -> Bool {
        (0..<answers).allSatisfy { _ in acknowledged.wait(timeout: .now() + 60) == .success }
    }

    /// Takes answers that come from now on for none: the client of a machine whose power goes does not get them.
    func freeze() {
        for client in clients { client.freeze() }
    }

    /// Waits until no client gets any more answers, as the server is gone.
    func end() { ended.wait() }

    /// Holds what a server has now against what was answered, and takes note of what became of changes without an answer.
    ///
    /// - Returns: What is wrong.
    func check(on server: ServerProcess, whole: Bool = false) throws -> [String] {
        let connection = try HTTPConnection(port: server.port, token: server.token)
        var problems: [String] = []
        for client in clients { problems += try client.check(connection, whole: whole) }
        let expected = others + clients.reduce(0) { $0 + $1.count }
        let total = try connection.send("GET", "/Users?count=0").json["totalResults"]?.integer
        if total != expected { problems.append("\(total ?? -1) users instead of \(expected)") }
        return problems
    }
}
