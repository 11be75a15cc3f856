import RosterCore
import SCIM
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Changes are computed before the writer has its turn")
struct ModifyingTests {
    private let addresses = AttributeValue.array(
        (0..<900).map { number -> AttributeValue in ["locality": .string("town \(number)"), "type": "work"] })

    /// A PATCH that looks at so much that other threads compute it.
    private func extensive(_ title: String = "new") throws -> Modification {
        let filter = Array(repeating: #"locality eq \"town 7\""#, count: 10).joined(separator: " or ")
        return try .patch(
            #"""
            {"op":"replace","path":"addresses[\#(filter)].country","value":"DE"},
            {"op":"replace","path":"title","value":"\#(title)"}
            """#, of: .user)
    }

    private func small(_ path: String, _ value: String) throws -> Modification {
        try .patch(#"{"op":"replace","path":"\#(path)","value":"\#(value)"}"#, of: .user)
    }

    /// A store with a user whose scanner has every thread wait at a gate.
    private func busy() async throws -> (store: JSONFileStore, gate: Gate, user: Resource) {
        let store = try await open(SimulatedDisk()), gate = Gate()
        let user = try await store.create(.user("ada", ["addresses": addresses]))
        for _ in 0..<Processors.count {
            let arrival = AsyncStream.makeStream(of: Void.self)
            Task {
                try await store.engine.scanner.perform {
                    arrival.continuation.finish()
                    gate.wait()
                }
            }
            for await _ in arrival.stream {}
        }
        return (store, gate, user)
    }

    /// An extensive change of the user that waits for its turn at the scanner.
    private func queued(
        _ store: JSONFileStore, _ user: Resource, if precondition: Precondition = .none
    ) async throws -> Task<Resource, any Error> {
        let large = try extensive()
        let change = Task {
            try await store.modify(user.key, by: large, if: precondition, selecting: .byDefault)
        }
        while store.engine.scanner.state.withLock({ $0.turns.isEmpty }) { await Task.yield() }
        return change
    }

    @Test("a large one holds up no other, and takes in what came meanwhile", .timeLimit(.minutes(5)))
    func large() async throws {
        let (store, gate, user) = try await busy()
        let change = try await queued(store, user)
        _ = try await store.create(.user("bob"))
        let other = try await store.modify(
            user.key, by: try small("nickName", "countess"), if: .none, selecting: .byDefault)
        #expect(other.version == Version("2"))
        for _ in 0..<Processors.count { gate.open() }
        let changed = try await change.value
        #expect(changed.version == Version("3"))
        #expect(changed.attributes["nickName"] == "countess" && changed.attributes["title"] == "new")
        #expect(changed.attributes["addresses"]?.array?[7]["country"] == "DE")
        #expect(changed.attributes["addresses"]?.array?[8]["country"] == nil)
        await store.close()
    }

    @Test("a large one whose client has left is not made", .timeLimit(.minutes(5)))
    func cancelled() async throws {
        let (store, gate, user) = try await busy()
        let change = try await queued(store, user)
        change.cancel()
        await #expect(throws: CancellationError.self) { try await change.value }
        for _ in 0..<Processors.count { gate.open() }
        try await store.engine.scanner.perform {}
        #expect(try await store.resource(user.key, selecting: .byDefault)?.version == user.version)
        await store.close()
    }

    @Test("a precondition holds at the moment of the change", .timeLimit(.minutes(5)))
    func precondition() async throws {
        let (store, gate, user) = try await busy()
        let change = try await queued(store, user, if: Precondition(version: user.version))
        _ = try await store.modify(user.key, by: try small("title", "other"), if: .none, selecting: .byDefault)
        for _ in 0..<Processors.count { gate.open() }
        let error = await #expect(throws: SCIMError.self) { try await change.value }
        #expect(error?.code == .preconditionFailed)
        await store.close()
    }

    @Test("all of many that come at once happen, small ones and large ones", .timeLimit(.minutes(5)))
    func parallel() async throws {
        let store = try await open(SimulatedDisk())
        let user = try await store.create(.user("ada", ["addresses": addresses]))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<100 {
                let change =
                    number % 40 == 0
                    ? try extensive("title \(number)")
                    : try .patch(#"{"op":"add","path":"ims","value":[{"value":"i\#(number)"}]}"#, of: .user)
                tasks.addTask { _ = try await store.modify(user.key, by: change, if: .none, selecting: .minimum) }
            }
            for number in 0..<20 {
                tasks.addTask {
                    // An update without a precondition takes the place of whatever is there.
                    let current = try #require(try await store.resource(user.key, selecting: .byDefault))
                    var changed = current
                    changed.attributes["nickName"] = .string("n\(number)")
                    do {
                        _ = try await store.update(changed, if: Precondition(version: current.version))
                    } catch let error as SCIMError where error.code == .preconditionFailed {}
                }
            }
            try await tasks.waitForAll()
        }
        let after = try #require(try await store.resource(user.key, selecting: .byDefault))
        let names = after.attributes["ims"]?.array?.compactMap { $0["value"]?.string } ?? []
        #expect(Set(names) == Set((0..<100).filter { $0 % 40 != 0 }.map { "i\($0)" }) && names.count == 97)
        #expect(after.attributes["title"]?.string?.hasPrefix("title ") == true)
        await store.close()
    }

    @Test("a resource that goes meanwhile is not found", .timeLimit(.minutes(5)))
    func deleted() async throws {
        let (store, gate, user) = try await busy()
        let change = try await queued(store, user)
        try await store.delete(user.key, if: .none)
        for _ in 0..<Processors.count { gate.open() }
        let error = await #expect(throws: SCIMError.self) { try await change.value }
        #expect(error?.code == .notFound)
        await store.close()
    }
}
