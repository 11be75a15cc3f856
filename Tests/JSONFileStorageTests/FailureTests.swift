import RosterCore
import SCIM
import ServiceLifecycle
import Testing

@testable import JSONFileStorage

@Suite("Failures of the disk")
struct FailureTests {
    @Test("what was answered survives a power loss at any step", arguments: FaultyDisk.Luck.allCases, [false, true])
    func powerLoss(luck: FaultyDisk.Luck, compacting: Bool) async throws {
        for steps in 0..<10_000 {
            let disk = FaultyDisk(failingAfter: steps)
            let (answered, isComplete) = await work(on: disk, compacting: compacting)
            let after = disk.afterPowerLoss(luck)
            try await check(answered, on: after, "after \(steps) steps")
            if isComplete { return }
        }
    }

    @Test("a second power loss while the store recovers takes nothing either")
    func powerLossInRecovery() async throws {
        for first in stride(from: 6, to: 60, by: 5) {
            let disk = FaultyDisk(failingAfter: first)
            let (answered, _) = await work(on: disk, compacting: true)
            for second in 0..<30 {
                let after = disk.afterPowerLoss(.halfTheBytes)
                after.fail(after: second)
                _ = try? await open(after).close()
                try await check(answered, on: after.afterPowerLoss(), "\(first), \(second)")
            }
        }
    }

    @Test("a disk that only pretends to synchronise loses what was answered, so the test above can fail")
    func negativeControl() async throws {
        let disk = FaultyDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("a"))
        disk.ignoreSync()
        let lost = try await store.create(.user("b"))
        let again = try await open(disk.afterPowerLoss())
        #expect(try await again.resource(lost.key, selecting: .byDefault) == nil)
        await again.close()
        await store.close()
    }

    /// Makes changes until one fails.
    private func work(on disk: FaultyDisk, compacting: Bool) async -> (answered: [Resource?], isComplete: Bool) {
        var answered: [Resource] = []
        var deleted: [ResourceKey] = []
        guard let store = try? await open(disk) else { return ([], false) }
        do {
            for number in 0..<3 {
                answered.append(try await store.create(.user("u\(number)")))
                if compacting { await store.compact() }
            }
            let group = try await store.create(.group("g", [answered[0].id.text]))
            answered.append(group)
            answered[3] = try await store.modify(group.key, by: .adding("x"), if: .none, selecting: .byDefault)
            try await store.delete(answered[2].key, if: .none)
            deleted.append(answered.remove(at: 2).key)
            let isStopped = store.failure != nil
            await store.close()
            return (answered, !isStopped)
        } catch {
            return (answered, false)
        }
    }

    private func check(_ answered: [Resource?], on disk: FaultyDisk, _ comment: Comment) async throws {
        let store = try await open(disk)
        for case let resource? in answered {
            let found = try await store.resource(resource.key, selecting: .byDefault)
            // A change that was not answered may have happened all the same.
            if found == nil, resource.attributes[.userName] == "u2" { continue }
            #expect(found != nil, comment)
            guard let found else { continue }
            if found.version == resource.version { #expect(found.attributes == resource.attributes, comment) }
            #expect((Int(found.version.text) ?? 0) >= (Int(resource.version.text) ?? 0), comment)
        }
        _ = try await store.create(.user("after"))
        await store.close()
    }

    @Test("a full disk refuses a change and takes it once there is room")
    func noSpace() async throws {
        let measured = FaultyDisk()
        let ample = try await open(measured)
        _ = try await ample.create(.user("ann"))
        let start = measured.used
        _ = try await ample.create(.user("bob"))
        let length = measured.used - start
        await ample.close()
        for room in stride(from: 0, to: length, by: 3) {
            let disk = FaultyDisk()
            let store = try await open(disk)
            let user = try await store.create(.user("ann"))
            let before = try await store.dump()
            disk.space = disk.used + room
            let refusal = await #expect(throws: SCIMError.self) { try await store.create(.user("bob")) }
            #expect(refusal?.code == .unavailable && refusal?.detail.contains("no space") == true)
            #expect(try await store.dump() == before)
            #expect(store.failure == nil)
            disk.space = .max
            let bob = try await store.create(.user("bob"))
            let again = try await open(disk.afterPowerLoss())
            #expect(try await again.search(Query(.user)).resources.map(\.id) == [user.id, bob.id])
            await again.close()
            await store.close()
        }
    }

    @Test("no room for a snapshot leaves the store as it is")
    func noSpaceForSnapshot() async throws {
        let disk = FaultyDisk()
        let store = try await open(disk)
        for number in 0..<20 { _ = try await store.create(.user("u\(number)")) }
        disk.space = disk.used + 600
        await store.compact()
        #expect(store.failure == nil)
        #expect(!disk.content.keys.contains { $0.contains("snapshot-") })
        disk.space = .max
        await store.compact()
        #expect(disk.content.keys.contains { $0.contains("snapshot-") })
        _ = try await store.create(.user("late"))
        let again = try await open(disk.afterPowerLoss())
        #expect(try await again.search(Query(.user)).totalResults == 21)
        await again.close()
        await store.close()
    }

    @Test(
        "a failure to synchronise stops the store and ends the service", .timeLimit(.minutes(1)),
        arguments: ["fdatasync", "write"])
    func stop(call: String) async throws {
        let disk = FaultyDisk()
        let store = try await open(disk)
        let user = try await store.create(.user("ann"))
        let service = Task { try await store.run() }
        defer { service.cancel() }
        disk.fail(call, with: 5)
        let refusal = await #expect(throws: SCIMError.self) { try await store.create(.user("bob")) }
        #expect(refusal?.code == .unavailable)
        disk.fail(call, with: nil)
        let steps = disk.steps
        _ = await #expect(throws: SCIMError.self) { try await store.delete(user.key, if: .none) }
        #expect(disk.steps == steps, "a call after the failure")
        #expect(try await store.resource(user.key, selecting: .byDefault) != nil)
        #expect(try await store.find(#"userName eq "bob""#).totalResults == 0)
        // Without a failure the service would go on for ever.
        try #require(store.failure != nil)
        let error = await #expect(throws: JSONFileStoreError.self) { try await service.value }
        #expect(error?.exitCode == 74)
        #expect(store.failure == error)
    }

    @Test("with a delayed synchronisation the disk is not waited for before the answer")
    func delay() async throws {
        let disk = FaultyDisk()
        let store = try await open(disk) { $0.synchronization = .every(.seconds(3_600)) }
        let before = disk.calls.count { $0 == "fdatasync" }
        for number in 0..<20 { _ = try await store.create(.user("u\(number)")) }
        #expect(disk.calls.count { $0 == "fdatasync" } == before)
        // What is torn here may have an intact neighbour, and is no corruption all the same.
        let torn = disk.copy()
        let path = try #require(torn.content.keys.first { $0.contains("journal-") })
        torn.content[path]?[3_000] ^= 1
        let again = try await open(torn)
        #expect(try await again.search(Query(.user)).totalResults < 20)
        await again.close()
        await store.close()
        let whole = try await open(disk.afterPowerLoss())
        #expect(try await whole.search(Query(.user)).totalResults == 20)
        await whole.close()
    }

    @Test("a delayed synchronisation comes by itself")
    func delayedSynchronization() async throws {
        let disk = FaultyDisk()
        let store = try await open(disk) { $0.synchronization = .every(.milliseconds(20)) }
        _ = try await store.create(.user("ann"))
        for _ in 0..<500 where !disk.calls.contains("fdatasync") { try await Task.sleep(for: .milliseconds(20)) }
        let survivor = try await open(disk.afterPowerLoss())
        #expect(try await survivor.search(Query(.user)).totalResults == 1)
        await survivor.close()
        await store.close()
    }
}
