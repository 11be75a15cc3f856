import Logging
import RosterCore
import SCIM
import ServiceLifecycle
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Failures of the disk")
struct FailureTests {
    @Test("what was answered survives a power loss at any step", arguments: SimulatedDisk.Luck.allCases, [false, true])
    func powerLoss(luck: SimulatedDisk.Luck, compacting: Bool) async throws {
        for steps in 0..<1_000 {
            let disk = SimulatedDisk(failingAfter: steps)
            let ledger = await work(on: disk, compacting: compacting)
            try await check(ledger, on: disk.afterPowerCut(luck), "after \(steps) steps")
            // After the last answer the store seals its journal; that is cut short at every step, too.
            if ledger.isComplete, disk.changes < steps {
                #expect(ledger.answered.count == 3 && ledger.deleted.count == 1)
                return
            }
        }
        Issue.record("the work never came to its end")
    }

    @Test("a second power loss while the store recovers takes nothing either")
    func powerLossInRecovery() async throws {
        for first in stride(from: 6, to: 70, by: 5) {
            let disk = SimulatedDisk(failingAfter: first)
            let ledger = await work(on: disk, compacting: true)
            for second in 0..<30 {
                let after = disk.afterPowerCut(.beginningOfBytes)
                after.fail(after: second)
                _ = try? await open(after).close()
                try await check(ledger, on: after.afterPowerCut(), "\(first), \(second)")
            }
        }
    }

    /// What the store was asked for, and what it answered.
    private struct Ledger {
        /// What was made or changed and not deleted since, as it was answered.
        var answered: [Resource] = []
        /// What was asked to be deleted, without an answer so far.
        var deleting: ResourceKey?
        /// What was deleted with an answer.
        var deleted: [ResourceKey] = []
        /// Whether every change was answered.
        var isComplete = false
    }

    /// Makes changes until one fails.
    private func work(on disk: SimulatedDisk, compacting: Bool) async -> Ledger {
        var ledger = Ledger()
        guard let store = try? await open(disk) else { return ledger }
        do {
            for number in 0..<3 {
                ledger.answered.append(try await store.create(.user("u\(number)")))
                if compacting { await store.compact() }
            }
            let group = try await store.create(.group("g", [ledger.answered[0].id.text]))
            ledger.answered.append(group)
            ledger.answered[3] = try await store.modify(group.key, by: .adding("x"), if: .none, selecting: .byDefault)
            ledger.deleting = ledger.answered[2].key
            try await store.delete(ledger.answered[2].key, if: .none)
            ledger.deleting = nil
            ledger.deleted.append(ledger.answered.remove(at: 2).key)
            ledger.isComplete = store.failure == nil
            await store.close()
        } catch {
            // The power has failed; the ledger says how far the work came.
        }
        return ledger
    }

    private func check(_ ledger: Ledger, on disk: SimulatedDisk, _ comment: Comment) async throws {
        let store = try await open(disk)
        for key in ledger.deleted {
            #expect(try await store.resource(key, selecting: .byDefault) == nil, comment)
        }
        for resource in ledger.answered {
            let found = try await store.resource(resource.key, selecting: .byDefault)
            // A change that was not answered may have happened all the same.
            if found == nil, resource.key == ledger.deleting { continue }
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
        let measured = SimulatedDisk()
        let ample = try await open(measured)
        _ = try await ample.create(.user("ann"))
        let start = measured.used
        _ = try await ample.create(.user("bob"))
        let length = measured.used - start
        await ample.close()
        for room in stride(from: 0, to: length, by: 3) {
            let disk = SimulatedDisk()
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
            let again = try await open(disk.afterPowerCut())
            #expect(try await again.search(Query(.user)).resources.map(\.id) == [user.id, bob.id])
            await again.close()
            await store.close()
        }
    }

    @Test("what a server ends with says what a start makes of it, and what to run if there is none")
    func advice() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        disk.fail("fdatasync", with: 5)
        await #expect(throws: SCIMError.self) { try await store.create(.user("ann")) }
        let reason = store.failure?.reason ?? ""
        #expect(reason.contains("fdatasync \(folder)/\(FileName.segment(1)): "), "\(reason)")
        #expect(reason.contains("The next start goes on with what is on the disk"), "\(reason)")
        #expect(reason.hasSuffix("If it fails, run: roster store verify"), "\(reason)")
        let gone = JSONFileStoreError(stopping: .gone("\(folder)/\(FileName.lock)")).reason
        #expect(gone.contains("replaced while the server ran. Put it back"), "\(gone)")
        #expect(gone.hasSuffix("run: roster store verify"), "\(gone)")
        let changed = JSONFileStoreError(changed: "\(folder)/x", length: 1, insteadOf: 2).reason
        #expect(changed.hasSuffix("run: roster store verify"), "\(changed)")
        // At a start nothing has been served yet.
        let other = SimulatedDisk()
        other.fail("fsync", with: 5)
        let error = await #expect(throws: JSONFileStoreError.self) { try await open(other) }
        #expect(error?.exitCode == 74 && error?.reason.hasSuffix("then try again") == true, "\(error?.reason ?? "")")
    }

    @Test(
        "want of room is logged when it begins and when it ends, however many changes are refused",
        arguments: [28, 122, 27])
    func tellsOfRoom(code: Int32) async throws {
        let disk = SimulatedDisk(), log = RecordedLog(from: .notice)
        let store = try await JSONFileStore.open(
            path: folder, types: servedTypes, options: .test(disk), logger: log.logger)
        let start = log.lines.count
        for round in 1...2 {
            disk.fail("write", with: code)
            for _ in 0..<5 { await #expect(throws: SCIMError.self) { try await store.create(.user("ann")) } }
            #expect(log.lines.count == start + 2 * round - 1)
            #expect(log.lines.last?.contains("no room for changes") == true)
            #expect(log.lines.last?.contains("\(folder)/\(FileName.segment(1))") == true)
            #expect(log.lines.last?.contains(FileSystemError(code, "write", "").reason) == true)
            #expect(store.impediment == "there is no room for changes on the disk")
            disk.fail("write", with: nil)
            for number in 0..<5 { _ = try await store.create(.user("\(round)-\(number)")) }
            #expect(log.lines.count == start + 2 * round)
            #expect(log.lines.last?.contains("room again") == true)
            #expect(store.impediment == nil)
        }
        await store.close()
        #expect(log.lines.count == start + 4)
    }

    @Test("no room for a snapshot leaves the store as it is")
    func noSpaceForSnapshot() async throws {
        let disk = SimulatedDisk()
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
        let again = try await open(disk.afterPowerCut())
        #expect(try await again.search(Query(.user)).totalResults == 21)
        await again.close()
        await store.close()
    }

    @Test(
        "a failure to synchronise stops the store and ends the service", .timeLimit(.minutes(5)),
        arguments: ["fdatasync", "write"])
    func stop(call: String) async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let user = try await store.create(.user("ann"))
        let service = Task { try await store.run() }
        defer { service.cancel() }
        disk.fail(call, with: 5)
        let refusal = await #expect(throws: SCIMError.self) { try await store.create(.user("bob")) }
        #expect(refusal?.code == .internalError)
        disk.fail(call, with: nil)
        let steps = disk.changes
        let later = await #expect(throws: SCIMError.self) { try await store.delete(user.key, if: .none) }
        #expect(later?.code == .unavailable && disk.changes == steps, "a call after the failure")
        #expect(try await store.resource(user.key, selecting: .byDefault) != nil)
        #expect(try await store.find(#"userName eq "bob""#).totalResults == 0)
        // Without a failure the service would go on for ever.
        try #require(store.failure != nil)
        let error = await #expect(throws: JSONFileStoreError.self) { try await service.value }
        #expect(error?.exitCode == 74)
        #expect(store.failure == error)
    }

    @Test("without descriptors changes go on, and segments and snapshots wait for better times", arguments: 0..<8)
    func noDescriptors(files: Int) async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("a"))
        disk.state.withLock { $0.descriptorsLeft = files }
        await store.compact()
        _ = try await store.create(.user("b"))
        #expect(store.failure == nil)
        let crashed = try await open(disk.afterPowerCut())
        #expect(try await crashed.search(Query(.user)).totalResults == 2)
        await crashed.close()
        disk.state.withLock { $0.descriptorsLeft = .max }
        await store.compact()
        _ = try await store.create(.user("c"))
        #expect(disk.content.keys.contains { $0.contains("snapshot-") })
        await store.close()
        let again = try await open(disk)
        #expect(try await again.search(Query(.user)).totalResults == 3)
        await again.close()
    }

    @Test("with a delayed synchronisation the disk is not waited for before the answer")
    func delay() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk) { $0.synchronization = .every(.seconds(3_600)) }
        let before = disk.count(of: "fdatasync")
        for number in 0..<20 { _ = try await store.create(.user("u\(number)")) }
        #expect(disk.count(of: "fdatasync") == before)
        // What is torn here may have an intact neighbour, and is no corruption all the same.
        let torn = disk.copy()
        let path = try #require(torn.content.keys.first { $0.contains("journal-") })
        torn.content[path]?[3_000] ^= 1
        let again = try await open(torn)
        #expect(try await again.search(Query(.user)).totalResults < 20)
        await again.close()
        await store.close()
        let whole = try await open(disk.afterPowerCut())
        #expect(try await whole.search(Query(.user)).totalResults == 20)
        await whole.close()
    }

    @Test("a delayed synchronisation comes by itself")
    func delayedSynchronization() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk) { $0.synchronization = .every(.milliseconds(20)) }
        let before = disk.count(of: "fdatasync")
        _ = try await store.create(.user("ann"))
        // The delay is a timer of the store's own, which nothing but time can set off; so this looks again and again.
        for _ in 0..<500 where disk.count(of: "fdatasync") == before {
            try await Task.sleep(for: .milliseconds(20))
        }
        let survivor = try await open(disk.afterPowerCut())
        #expect(try await survivor.search(Query(.user)).totalResults == 1)
        await survivor.close()
        await store.close()
    }
}
