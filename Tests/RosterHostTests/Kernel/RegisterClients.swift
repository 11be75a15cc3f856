import Foundation
import SCIM
import Synchronization

/// Clients that read and write a few resources all at once, over every end of the server, and note what they saw.
final class RegisterClients: Sendable {
    private struct State {
        var histories: [RegisterHistory]
        var left: Int
        var port = 0
        /// How often the server was started.
        var starts = 0
    }

    private let ids: [String]
    private let token: String
    private let state: Mutex<State>
    private let started = NSCondition()
    private let ended = DispatchGroup()
    private let done = DispatchSemaphore(value: 0)

    /// Prepares for resources whose titles are `initial`, to make so many operations.
    init(_ ids: [String], initial: String, token: String, operations: Int) {
        self.ids = ids
        self.token = token
        state = Mutex(State(histories: ids.map { _ in RegisterHistory(initial: initial) }, left: operations))
    }

    /// What was seen of each resource.
    var histories: [RegisterHistory] { state.withLock { $0.histories } }

    /// Says where the server is now.
    func serverStarted(at port: Int) {
        started.lock()
        state.withLock { state in
            state.port = port
            state.starts += 1
        }
        started.broadcast()
        started.unlock()
    }

    /// Begins to read and write.
    func run(clients: Int = 8) {
        for number in 0..<clients {
            ended.enter()
            Thread.detachNewThread { [self] in
                work(number)
                ended.leave()
            }
        }
    }

    /// Waits for so many operations.
    func wait(for operations: Int) { for _ in 0..<operations { done.wait() } }

    /// Waits until all operations are made.
    func end() { ended.wait() }

    private func work(_ number: Int) {
        var seen = 0, count = 0
        while let port = nextServer(after: &seen) {
            guard let connection = try? HTTPConnection(port: port, token: token) else { continue }
            while takeOne() {
                count += 1
                defer { done.signal() }
                guard operate("client \(number), \(count)", connection) else { break }
            }
        }
        // Others may wait for a server though there is nothing left to do.
        started.lock()
        started.broadcast()
        started.unlock()
    }

    /// Waits for a server that was started since the last one; `nil` if there is nothing more to do.
    private func nextServer(after seen: inout Int) -> Int? {
        started.lock()
        defer { started.unlock() }
        while true {
            let (port, starts, left) = state.withLock { ($0.port, $0.starts, $0.left) }
            if left <= 0 { return nil }
            if starts > seen {
                seen = starts
                return port
            }
            started.wait()
        }
    }

    private func takeOne() -> Bool {
        state.withLock { state in
            state.left -= 1
            return state.left >= 0
        }
    }

    /// - Returns: Whether the server is there still.
    private func operate(_ value: String, _ connection: HTTPConnection) -> Bool {
        let place = Int.random(in: 0..<ids.count)
        let path = "/Users/\(ids[place])"
        let begin = DispatchTime.now().uptimeNanoseconds
        guard let (status, user) = try? connection.send("GET", path), status == 200,
            let version = Self.version(of: user)
        else { return false }
        note(.read(version, user["title"]?.string ?? ""), since: begin, at: place)
        guard Bool.random() else { return true }
        let body =
            #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":["#
            + #"{"op":"replace","path":"title","value":"\#(value)"}]}"#
        let start = DispatchTime.now().uptimeNanoseconds
        let answer = try? connection.send("PATCH", path, body, ifMatch: "W/\"\(version)\"")
        switch answer?.status {
        case 200: note(.wrote(value, over: version, as: Self.version(of: answer?.json) ?? 0), since: start, at: place)
        case 412: note(.refused(over: version), since: start, at: place)
        default:
            note(.unknown(value, over: version), since: start, at: place, hasEnded: false)
            return false
        }
        return true
    }

    private func note(
        _ outcome: RegisterHistory.Operation.Outcome, since begin: UInt64, at place: Int, hasEnded: Bool = true
    ) {
        let end = hasEnded ? DispatchTime.now().uptimeNanoseconds : .max
        state.withLock { state in
            state.histories[place].operations.append(
                RegisterHistory.Operation(outcome: outcome, begin: begin, end: end))
        }
    }

    private static func version(of user: AttributeValue?) -> Int? {
        (user?["meta"]?["version"]?.string).flatMap { Int($0.filter(\.isNumber)) }
    }
}
