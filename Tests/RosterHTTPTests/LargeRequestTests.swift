import Dispatch
import HTTPTypes
import RosterCore
import SCIM
import Testing

@testable import RosterHTTP

@Suite("Large requests hold up nobody else")
struct LargeRequestTests {
    /// Holds up the thread that carries a request out which names roles.
    private struct GatedRoles: RoleResolver {
        let gate: DispatchSemaphore
        let arrival: AsyncStream<Void>.Continuation

        func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
        var catalogue: [Role] { [] }
        func kept(_ pushed: [AttributeValue]) -> [AttributeValue] {
            arrival.yield()
            gate.wait()
            return pushed
        }
    }

    @Test(
        "small requests are answered while large ones are carried out, whether or not these say how large they are",
        .timeLimit(.minutes(5)), arguments: ["20000", nil] as [String?])
    func small(length: String?) async {
        let gate = DispatchSemaphore(value: 0), count = Processors.count * 2
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let client = LoggedProvider(roles: GatedRoles(gate: gate, arrival: arrival)).client
        await withTaskGroup { group in
            for number in 0..<count {
                group.addTask {
                    var request = HTTPRequest(method: .post, scheme: "https", authority: "x", path: "/scim/Users")
                    request.headerFields[.authorization] = "Bearer good"
                    request.headerFields[.contentType] = "application/scim+json"
                    request.headerFields[.contentLength] = length
                    _ = await client.endpoint.answer(request, from: Peer()) { _ in
                        Array(#"{"userName":"large\#(number)","roles":[{"value":"admin"}]}"#.utf8)
                    }
                }
            }
            var arrived = arrivals.makeAsyncIterator()
            for _ in 0..<max(1, Processors.count - 1) { _ = await arrived.next() }
            #expect(await client.create("/Users", #"{"userName":"ada"}"#) != "")
            #expect(await client.send(.get, "/Users").json["totalResults"] == 1)
            for _ in 0..<count { gate.signal() }
        }
    }

    @Test("accounts take turns", .timeLimit(.minutes(5)))
    func turns() async {
        let requests = LargeRequests(threads: 1), gate = DispatchSemaphore(value: 0)
        let (turns, turn) = AsyncStream.makeStream(of: String.self)
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        await withTaskGroup { group in
            group.addTask(executorPreference: requests.executor(for: "first")) {
                arrival.yield()
                wait(for: gate)
            }
            for await _ in arrivals { break }
            for account in ["a", "a", "a", "b"] {
                group.addTask(executorPreference: requests.executor(for: account)) { turn.yield(account) }
            }
            gate.signal()
        }
        turn.finish()
        #expect(await turns.reduce("", +) == "abaa")
    }
}

/// Blocks the thread.
private func wait(for gate: DispatchSemaphore) { gate.wait() }
