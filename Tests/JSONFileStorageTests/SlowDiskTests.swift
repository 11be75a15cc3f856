import Dispatch
import Logging
import RosterCore
import SCIM
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("A disk that does not come to an end")
struct SlowDiskTests {
    @Test("is waited for by those whose changes it has, and by others for a while", .timeLimit(.minutes(5)))
    func stall() async throws {
        let disk = SimulatedDisk(), log = RecordedLog(from: .notice)
        let stopwatch = Stopwatch()
        let store = try await JSONFileStore.open(
            path: folder, types: servedTypes, options: .test(disk) { $0.stopwatch = { stopwatch.now } },
            logger: log.logger)
        let lines = log.lines.count
        disk.stall.close()
        async let first = store.create(.user("first"))
        await disk.stall.arrivals()
        async let second = store.create(.user("second"))
        while store.engine.waiting.withLock({ $0.requests.isEmpty }) { await Task.yield() }
        stopwatch.run(for: StoreLimits.wait, before: store)
        let refusal = await #expect(throws: SCIMError.self) { try await store.create(.user("third")) }
        #expect(refusal?.code == .unavailable && refusal?.detail.contains("busy for too long") == true)
        #expect(store.impediment == "the disk has been busy for too long")
        store.engine.refuseImpatient()
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
                    while store.engine.waiting.withLock({ $0.requests.isEmpty }) {}
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
        let stopwatch = Stopwatch()
        let store = try await open(disk) { $0.stopwatch = { stopwatch.now } }
        _ = try await store.create(.user("first"))
        disk.stall.close()
        store.engine.queue.async { store.engine.writer.withLock { $0.seal() } }
        await disk.stall.arrivals()
        #expect(store.impediment == nil)
        let second = Task { try await store.create(.user("second")) }
        while store.engine.waiting.withLock({ $0.requests.isEmpty }) { await Task.yield() }
        stopwatch.run(for: StoreLimits.wait, before: store)
        store.engine.refuseImpatient()
        await #expect(throws: SCIMError.self) { try await second.value }
        #expect(store.impediment == "the disk has been busy for too long")
        await #expect(throws: SCIMError.self) { try await store.create(.user("third")) }
        disk.stall.open()
        await store.engine.queue.run {}
        #expect(store.impediment == nil)
        _ = try await store.create(.user("fourth"))
        await store.close()
    }

    @Test("is not what a change is, however long it takes to work out", .timeLimit(.minutes(5)))
    func work() async throws {
        let log = RecordedLog(from: .notice), stopwatch = Stopwatch()
        let isHeld = Mutex(false), held = DispatchSemaphore(value: 0), release = DispatchSemaphore(value: 0)
        let store = try await JSONFileStore.open(
            path: folder, types: servedTypes,
            options: .test(SimulatedDisk()) { options in
                options.stopwatch = { stopwatch.now }
                // The writer looks at the time before it works anything out.
                options.clock = {
                    if isHeld.withLock({ $0 }) {
                        held.signal()
                        release.wait()
                    }
                    return .now
                }
            }, logger: log.logger)
        let lines = log.lines.count
        isHeld.withLock { $0 = true }
        let first = Task { try await store.create(.user("first")) }
        await DispatchQueue(label: "test").run { held.wait() }
        isHeld.withLock { $0 = false }
        let second = Task { try await store.create(.user("second")) }
        while store.engine.waiting.withLock({ $0.requests.isEmpty }) { await Task.yield() }
        stopwatch.run(for: StoreLimits.wait, before: store)
        store.engine.refuseImpatient()
        let refusal = await #expect(throws: SCIMError.self) { try await second.value }
        #expect(refusal?.code == .unavailable && refusal?.detail.contains("disk") == false)
        #expect(store.impediment == "changes take too long to work out")
        let other = await #expect(throws: SCIMError.self) { try await store.create(.user("third")) }
        #expect(other == refusal)
        #expect(log.lines.count == lines + 1 && log.lines.last?.contains("take too long to work out") == true)
        release.signal()
        _ = try await first.value
        _ = try await store.create(.user("fourth"))
        #expect(store.impediment == nil)
        #expect(log.lines.count == lines + 2 && log.lines.last?.contains("worked out in time again") == true)
        await store.close()
    }

    @Test("is not what a process is that was stopped in the middle of a call", .timeLimit(.minutes(5)))
    func stoppedProcess() async throws {
        let disk = SimulatedDisk(), log = RecordedLog(from: .notice), stopwatch = Stopwatch()
        let store = try await JSONFileStore.open(
            path: folder, types: servedTypes, options: .test(disk) { $0.stopwatch = { stopwatch.now } },
            logger: log.logger)
        let lines = log.lines.count
        disk.stall.close()
        let first = Task { try await store.create(.user("first")) }
        await disk.stall.arrivals()
        let second = Task { try await store.create(.user("second")) }
        while store.engine.waiting.withLock({ $0.requests.isEmpty }) { await Task.yield() }
        // SIGSTOP, an hour, SIGCONT: nobody has looked in between.
        stopwatch.leap(.seconds(3_600))
        store.engine.refuseImpatient()
        #expect(store.impediment == nil)
        disk.stall.open()
        _ = try await (first.value, second.value)
        #expect(log.lines.count == lines)
        await store.close()
    }
}

/// A stopwatch that a test moves.
private final class Stopwatch: Sendable {
    private let start = ContinuousClock.now
    private let passed = Mutex(Duration.zero)

    var now: ContinuousClock.Instant { start + passed.withLock { $0 } }

    /// Lets more than a time pass in which the process runs, so that the store looks again and again.
    func run(for duration: Duration, before store: JSONFileStore) {
        var rest = duration + .seconds(1)
        while rest > .zero {
            leap(.seconds(1))
            _ = store.impediment
            rest -= .seconds(1)
        }
    }

    /// Lets a time pass in which nobody looks.
    func leap(_ duration: Duration) { passed.withLock { $0 += duration } }
}
