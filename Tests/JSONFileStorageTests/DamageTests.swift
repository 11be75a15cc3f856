import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Damage to files")
struct DamageTests {
    /// A store that ended without warning, and what it held after each change.
    private func history(sealing: Bool = false, compacting: Bool = false) async throws -> (SimulatedDisk, [[String]]) {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        var states = [try await store.dump()]
        let user = try await store.create(.user("ann"))
        states.append(try await store.dump())
        let group = try await store.create(.group("staff", [user.id.text]))
        states.append(try await store.dump())
        if compacting { await store.compact() }
        _ = try await store.modify(group.key, by: .adding("bob"), if: .none, selecting: .byDefault)
        states.append(try await store.dump())
        if sealing { await store.close() }
        return (disk.copy(), states)
    }

    private func segment(_ disk: SimulatedDisk) throws -> (path: String, bytes: [UInt8]) {
        let path = try #require(disk.content.keys.filter { $0.contains("journal-") }.max())
        return (path, try #require(disk.content[path]))
    }

    @Test("a newest segment that is missing ends the start, though the snapshot before it is corrupt, too")
    func missingEnd() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("ann"))
        await store.compact()
        _ = try await store.create(.user("bob"))
        await store.close()
        let snapshot = try #require(disk.snapshots.last), segment = try #require(disk.segments.last)
        disk.content[snapshot]?[200] ^= 1
        try disk.remove(segment)
        let error = await #expect(throws: JSONFileStoreError.self) { try await open(disk) }
        #expect(error?.exitCode == 65 && error?.reason.contains(StoreFolder.name(in: segment)) == true)
        let plan = try maintenance(on: disk).repair(applying: false, .none)
        #expect(plan.isNeeded && plan.findings.contains { segment.hasSuffix($0.file) })
    }

    @Test("a record that is cut off at any byte leaves those before it")
    func tornAtEveryByte() async throws {
        let (disk, states) = try await history()
        let (path, bytes) = try segment(disk)
        let lastLine = try #require(bytes.dropLast().lastIndex(of: 10)) + 1
        for length in lastLine..<bytes.count {
            let torn = disk.copy()
            torn.content[path] = Array(bytes[..<length])
            let store = try await open(torn)
            #expect(try await store.dump() == states[states.count - 2], "cut to \(length) bytes")
            await store.close()
            #expect(torn.content.keys.contains { $0.contains("/quarantine/") } == (length > lastLine))
            let again = try await open(torn)
            #expect(try await again.dump() == states[states.count - 2])
            await again.close()
        }
    }

    @Test("zeros and rubbish behind the last record are cut off", arguments: [0, 0x41, 0x0A] as [UInt8])
    func rubbish(byte: UInt8) async throws {
        let (disk, states) = try await history()
        let (path, bytes) = try segment(disk)
        for count in [1, 40, 600, 5_000] {
            let torn = disk.copy()
            torn.content[path] = bytes + [UInt8](repeating: byte, count: count)
            let store = try await open(torn)
            #expect(try await store.dump() == states.last)
            await store.close()
        }
    }

    @Test(
        "a flipped bit is refused with its place, or cut off at the end of an unsealed journal",
        arguments: [
            (false, false), (true, false), (false, true), (true, true),
        ])
    func everyBit(sealing: Bool, compacting: Bool) async throws {
        let (disk, states) = try await history(sealing: sealing, compacting: compacting)
        var refused = 0
        var cut = 0
        for (path, bytes) in disk.content where !path.hasSuffix("LOCK") && !path.hasSuffix(".tmp") {
            for bit in stride(from: 0, to: bytes.count * 8, by: sealing || compacting ? 11 : 2) {
                let damaged = disk.copy()
                var changed = bytes
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                damaged.content[path] = changed
                do {
                    let store = try await open(damaged)
                    let found = try await store.dump()
                    await store.close()
                    if sealing || compacting {
                        // Only a seal or a copy of what is elsewhere may be lost.
                        let isAllowed = found == states.last || (!sealing && found == states[states.count - 2])
                        #expect(isAllowed, "bit \(bit) of \(path)")
                    } else {
                        #expect(found == states[states.count - 2] || found == states.last, "bit \(bit) of \(path)")
                    }
                    cut += 1
                } catch let error as JSONFileStoreError {
                    refused += 1
                    #expect([65, 78].contains(error.exitCode), "\(error)")
                    let file = path.split(separator: "/").last.map(String.init) ?? ""
                    #expect(error.reason.contains(file), "\(error)")
                }
            }
        }
        #expect(refused > 0 && cut > 0)
    }

    @Test("a broken record is refused with its place if a later one is intact")
    func brokenInTheMiddle() async throws {
        for sealing in [false, true] {
            let (disk, _) = try await history(sealing: sealing)
            let (path, bytes) = try segment(disk)
            let starts = [0] + bytes.indices.filter { bytes[$0] == 10 }.map { $0 + 1 }
            for (line, start) in starts.enumerated().dropFirst().prefix(sealing ? 3 : 2) {
                let damaged = disk.copy()
                damaged.content[path]?[start + 50] ^= 1
                let error = await #expect(throws: JSONFileStoreError.self) { try await open(damaged) }
                #expect(error?.exitCode == 65)
                let place = "byte \(start) (line \(line + 1), after n=\(line - 1)): checksum mismatch"
                #expect(error?.reason.contains(place) == true, "\(error?.reason ?? "")")
                #expect(damaged.content[path]?.count == bytes.count)
            }
        }
    }

    @Test("a broken record is refused though line feeds are broken, too, as long as a later record is intact in itself")
    func brokenLineFeeds() async throws {
        let (disk, _) = try await history()
        let (path, bytes) = try segment(disk)
        let lineFeeds = bytes.indices.filter { bytes[$0] == 10 }
        try #require(lineFeeds.count == 4)
        // The header ends with the first, each of three changes with another.
        for (broken, feeds) in [([1], [3]), ([1], [2, 3]), ([1, 3], [1, 2]), ([1, 3], [2])] {
            let damaged = disk.copy()
            for line in broken { damaged.content[path]?[lineFeeds[line] - 60] ^= 1 }
            for line in feeds { damaged.content[path]?[lineFeeds[line]] ^= 1 }
            let before = damaged.content[path]
            let error = await #expect(throws: JSONFileStoreError.self, "\(broken), \(feeds)") {
                try await open(damaged)
            }
            #expect(error?.exitCode == 65 && error?.reason.contains("later record") == true, "\(error?.reason ?? "")")
            #expect(damaged.content[path] == before)
        }
    }

    @Test("a missing line in the middle is refused")
    func missingLine() async throws {
        let (disk, _) = try await history()
        let (path, bytes) = try segment(disk)
        var lines = bytes.split(separator: 10)
        lines.remove(at: 1)
        disk.content[path] = Array(lines.joined(separator: [10])) + [10]
        let error = await #expect(throws: JSONFileStoreError.self) { try await open(disk) }
        #expect(error?.exitCode == 65)
        #expect(error?.reason.contains("line 2, after n=0") == true, "\(error?.reason ?? "")")
    }

    @Test("a file of another store is refused")
    func foreignSegment() async throws {
        let (disk, _) = try await history()
        let (other, _) = try await history()
        let (path, _) = try segment(disk)
        disk.content[path] = try segment(other).bytes
        let error = await #expect(throws: JSONFileStoreError.self) { try await open(disk) }
        #expect(error?.reason.contains("another store") == true)
    }

    @Test("a broken snapshot gives way to the one before it")
    func brokenSnapshot() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        for round in 0..<4 {
            _ = try await store.create(.user("u\(round)"))
            await store.compact()
        }
        let before = try await store.dump()
        await store.close()
        #expect(disk.content.keys.count { $0.contains("snapshot-") } == 2)
        let newest = try #require(disk.content.keys.filter { $0.contains("snapshot-") }.max())
        disk.content[newest]?[300] ^= 4
        let again = try await open(disk)
        #expect(try await again.dump() == before)
        await again.close()
        #expect(disk.content.keys.contains { $0.contains("/quarantine/snapshot-") })
    }
}
