import Logging
import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("What the disk spoils under an open store")
struct ScrubTests {
    /// A store with two snapshots, a segment between them and two behind them.
    private func store(on disk: SimulatedDisk, _ logger: Logger = quiet) async throws -> JSONFileStore {
        let store = try await JSONFileStore.open(
            path: folder, types: servedTypes, options: .test(disk) { $0.segmentBytes = 2_000 }, logger: logger)
        for number in 0..<3 { _ = try await store.create(.user("a\(number)")) }
        await store.compact()
        let group = try await store.create(.group("staff", ["x"]))
        for number in 0..<3 { _ = try await store.create(.user("b\(number)")) }
        await store.compact()
        for number in 0..<6 { _ = try await store.create(.user("c\(number)")) }
        _ = try await store.modify(group.key, by: .adding("y"), if: .none, selecting: .minimum)
        return store
    }

    /// The files that a start reads.
    private func files(_ disk: SimulatedDisk) -> [String] {
        disk.content.keys.filter { !$0.contains("quarantine") && !$0.hasSuffix("LOCK") }.sorted()
    }

    @Test("is not found where there is nothing to find")
    func sound() async throws {
        let disk = SimulatedDisk()
        let store = try await store(on: disk)
        let before = disk.content
        await store.scrub()
        #expect(disk.content == before)
        await store.close()
    }

    @Test("is not found in a store that has written nothing behind its newest snapshot, nor in a new one")
    func untouched() async throws {
        let disk = SimulatedDisk(), log = RecordedLog(from: .error)
        let store = try await JSONFileStore.open(
            path: folder, types: servedTypes, options: .test(disk), logger: log.logger)
        await store.scrub()
        _ = try await store.create(.user("ann"))
        await store.compact()
        let before = disk.content
        await store.scrub()
        #expect(disk.content == before && log.lines.isEmpty, "\(log.lines)")
        await store.close()
    }

    @Test("is found, whichever bit it is, told of, and made good for from memory", arguments: 0..<6)
    func flippedBit(lane: Int) async throws {
        let measured = SimulatedDisk()
        let sample = try await store(on: measured)
        let names = files(measured)
        let lengths = names.map { measured.content[$0]?.count ?? 0 }
        await sample.close()
        // STORE.json, snapshots and segments of both generations, and the segment that is written to.
        #expect(names.count == 6)
        for (name, length) in zip(names, lengths) {
            // Identities are random, so lengths are the same in each store and bits are not.
            for bit in stride(from: lane * 37, to: length * 8, by: length) {
                let disk = SimulatedDisk(), log = RecordedLog(from: .error)
                let store = try await store(on: disk, log.logger)
                let before = try await store.dump()
                disk.content[name]?[bit / 8] ^= 1 << UInt8(bit % 8)
                await store.scrub()
                let file = name.dropFirst(folder.utf8.count + 1)
                #expect(log.lines.contains { $0.contains(file) && $0.contains("byte ") }, "bit \(bit) of \(name)")
                #expect(disk.content.keys.contains { $0.contains("/quarantine/\(file)") }, "bit \(bit) of \(name)")
                #expect(store.failure == nil)
                _ = try await store.create(.user("late"))
                for state in [disk.afterPowerCut(), disk.copy()] {
                    let again = try await open(state)
                    #expect(try await again.dump().count == before.count + 1, "bit \(bit) of \(name)")
                    #expect(Set(try await again.dump()).isSuperset(of: before), "bit \(bit) of \(name)")
                    await again.close()
                }
                let errors = log.lines.count
                await store.scrub()
                #expect(log.lines.count == errors, "found again after it was made good for")
                await store.close()
            }
        }
    }

    @Test("is made good for, too, when it is a file that is missing or cut short")
    func missing() async throws {
        let sound = SimulatedDisk()
        await (try await store(on: sound)).close()
        for place in 0..<6 {
            for length in [nil, 40] as [Int?] {
                let disk = SimulatedDisk(), log = RecordedLog(from: .error)
                let store = try await store(on: disk, log.logger)
                let before = try await store.dump()
                let path = files(disk)[place]
                if let length {
                    disk.content[path] = Array((disk.content[path] ?? []).prefix(length))
                } else {
                    try disk.remove(path)
                }
                await store.scrub()
                // The last segment ends the store, which needs no line in the log besides.
                let file = path.dropFirst(folder.utf8.count + 1)
                #expect(store.failure != nil || log.lines.contains { $0.contains(file) }, "\(path), \(length ?? -1)")
                // Nobody can write to a segment without a name; everything else is in memory still.
                let isLost = path == files(sound).filter { $0.contains("journal-") }.max() && length == nil
                #expect((store.failure != nil) == isLost, "\(path)")
                guard !isLost else {
                    await store.close()
                    continue
                }
                let again = try await open(disk.afterPowerCut())
                #expect(try await again.dump() == before, "\(path), \(length.map(String.init) ?? "missing")")
                await again.close()
                await store.close()
            }
        }
    }

    @Test("costs no answered change when the power goes at any moment of making good for it")
    func powerCuts() async throws {
        for place in 0..<6 {
            for step in 0..<60 {
                let disk = SimulatedDisk()
                let store = try await store(on: disk)
                let before = try await store.dump()
                let path = files(disk)[place]
                disk.content[path]?[60] ^= 1
                let changes = disk.changes
                disk.fail(after: step)
                await store.scrub()
                let isOver = disk.changes - changes < step
                let cut = disk.afterPowerCut(step.isMultiple(of: 2) ? .none : .names)
                await store.close()
                do {
                    let again = try await open(cut)
                    #expect(try await again.dump() == before, "\(path) after \(step)")
                    await again.close()
                } catch let error as JSONFileStoreError {
                    // Where the broken file was still needed, a start says so.
                    #expect(error.kind == .corrupt && !isOver, "\(path) after \(step): \(error)")
                }
                if isOver { break }
            }
        }
    }

    @Test("takes the changes before it out of the feed, which says so")
    func feed() async throws {
        let disk = SimulatedDisk()
        let store = try await store(on: disk)
        let end = store.position
        let segment = try #require(files(disk).filter { $0.contains("journal-") }.dropLast().last)
        disk.content[segment]?[300] ^= 1
        await store.scrub()
        await store.close()
        let again = try await open(disk)
        for position in [0, end - 1] {
            let error = await #expect(throws: SCIMError.self) { try await again.changes(after: position, count: 100) }
            #expect(error?.code == .gone)
        }
        _ = try await again.create(.user("late"))
        #expect(try await again.changes(after: end, count: 100).count == 1)
        await again.close()
    }
}
