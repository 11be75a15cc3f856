import Dispatch
import Logging
import RosterCore
import SCIM
import Synchronization
import Testing

@testable import JSONFileStorage

@Suite("A disk that does not come to an end")
struct SlowDiskTests {
    @Test("is waited for by those whose changes it has, and by others for a while", .timeLimit(.minutes(5)))
    func stall() async throws {
        let disk = SimulatedDisk(), log = RecordedLog(from: .notice)
        let start = ContinuousClock.now
        let passed = Mutex(Duration.zero)
        let store = try await JSONFileStore.open(
            path: folder, types: servedTypes,
            options: .test(disk) { $0.stopwatch = { start + passed.withLock { $0 } } }, logger: log.logger)
        let lines = log.lines.count
        disk.stall.close()
        async let first = store.create(.user("first"))
        await disk.stall.arrivals()
        async let second = store.create(.user("second"))
        while store.waiting.withLock({ $0.requests.isEmpty }) { await Task.yield() }
        passed.withLock { $0 = StoreLimits.wait + .milliseconds(1) }
        let refusal = await #expect(throws: SCIMError.self) { try await store.create(.user("third")) }
        #expect(refusal?.code == .unavailable && refusal?.detail.contains("busy for too long") == true)
        #expect(store.impediment == "the disk has been busy for too long")
        store.refuseImpatient()
        do {
            _ = try await second
            Issue.record("a request that waited for too long was answered")
        } catch let error as SCIMError {
            #expect(error == refusal)
        }
        #expect(log.lines.count == lines + 1 && log.lines.last?.contains("the disk does not answer") == true)
        // Reads wait for nobody.
        #expect(try await store.search(Query(.user)).totalResults == 0)
        disk.stall.open()
        let kept = try await first
        let fourth = try await store.create(.user("fourth"))
        #expect(try await store.search(Query(.user)).resources.map(\.id) == [kept.id, fourth.id])
        #expect(store.failure == nil && store.impediment == nil)
        #expect(log.lines.count == lines + 2 && log.lines.last?.contains("the disk answers again") == true)
        await store.close()
    }

    @Test(
        "is waited for as often as the configuration says, though changes come without a pause", .timeLimit(.minutes(5))
    )
    func withoutPause() async throws {
        let loaded = Mutex<JSONFileStore?>(nil)
        let store = try await open(SimulatedDisk()) { options in
            options.synchronization = .every(.milliseconds(1))
            // Whenever the writer looks at the clock the next change waits for it already.
            options.clock = {
                if let store = loaded.withLock({ $0 }) {
                    Task { try await store.create(.user("u\(UInt64.random(in: 0...UInt64.max))")) }
                    while store.waiting.withLock({ $0.requests.isEmpty }) {}
                }
                return .now
            }
        }
        let start = store.position
        loaded.withLock { $0 = store }
        _ = try await store.create(.user("first"))
        await store.waitForChange(after: start)
        loaded.withLock { $0 = nil }
        #expect(try await store.changes(after: start, count: 1).count == 1)
        await store.close()
    }

    @Test("is noticed where it is a seal that nobody waits for, too", .timeLimit(.minutes(5)))
    func stalledSeal() async throws {
        let disk = SimulatedDisk()
        let start = ContinuousClock.now
        let passed = Mutex(Duration.zero)
        let store = try await open(disk) { options in
            options.stopwatch = { start + passed.withLock { $0 } }
        }
        _ = try await store.create(.user("first"))
        disk.stall.close()
        store.queue.async { store.writer.withLock { $0.seal() } }
        await disk.stall.arrivals()
        #expect(store.impediment == nil)
        let second = Task { try await store.create(.user("second")) }
        while store.waiting.withLock({ $0.requests.isEmpty }) { await Task.yield() }
        passed.withLock { $0 = StoreLimits.wait + .milliseconds(1) }
        store.refuseImpatient()
        await #expect(throws: SCIMError.self) { try await second.value }
        #expect(store.impediment == "the disk has been busy for too long")
        await #expect(throws: SCIMError.self) { try await store.create(.user("third")) }
        disk.stall.open()
        await store.on(store.queue) {}
        #expect(store.impediment == nil)
        _ = try await store.create(.user("fourth"))
        await store.close()
    }
}
