import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Repairing a store that does not open")
struct RepairTests {
    /// A sealed store: four users, a group with two of them, one of them renamed, one deleted.
    private func history() async throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        var users: [Resource] = []
        for name in ["ann", "bob", "cyd", "dan"] { users.append(try await store.create(.user(name))) }
        let group = try await store.create(.group("staff", users.prefix(2).map(\.id.text)))
        users[1].attributes[.userName] = .string("bobby")
        _ = try await store.update(users[1], if: .none)
        _ = try await store.modify(group.key, by: .adding(users[2].id.text), if: .none, selecting: .byDefault)
        try await store.delete(users[3].key, if: .none)
        await store.close()
        return disk.copy()
    }

    @Test("has nothing to do in a store that opens")
    func nothing() async throws {
        let disk = try await history()
        let content = disk.content
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(!report.isNeeded && !report.isApplied && report.resources.map(\.count) == [3, 1])
        #expect(disk.content.filter { !$0.key.hasSuffix("LOCK") } == content.filter { !$0.key.hasSuffix("LOCK") })
    }

    @Test("loses at most the line that is broken, whichever it is")
    func eachLine() async throws {
        let disk = try await history()
        let path = try #require(disk.segments.last)
        let lines = disk.lines(of: path)
        let whole = try content(disk)
        for (place, line) in lines.enumerated() {
            // In the middle of the line, and in the line feed that ends it.
            for byte in [line.lowerBound + line.count / 2, line.upperBound] {
                let damaged = disk.copy()
                damaged.content[path]?[byte] ^= 1
                let before = damaged.content
                let plan = try maintenance(on: damaged).repair(applying: false, .none)
                #expect(damaged.content == before)
                let report = try maintenance(on: damaged).repair(applying: true, .none)
                #expect(plan.isNeeded == report.isNeeded && plan.findings == report.findings)
                // The seal at the very end is told from an unfinished write by nobody, and holds nothing.
                #expect(report.isNeeded == (place < lines.count - 1), "line \(place + 1), byte \(byte)")
                let found = try content(damaged)
                let differing = losses(found, of: whole)
                // The deletion concerns one resource only, since that was in no group.
                #expect(differing.count <= 1, "line \(place + 1), byte \(byte): \(differing)")
                if byte == line.upperBound { #expect(differing.isEmpty, "line \(place + 1)") }
                try await expectOpens(damaged, "line \(place + 1), byte \(byte)")
            }
        }
    }

    @Test("takes a member that is lost out of its groups, and says so")
    func lostMember() async throws {
        let disk = try await history()
        let path = try #require(disk.segments.last)
        disk.content[path]?[disk.lines(of: path)[1].lowerBound + 30] ^= 1
        let whole = try content(try await history())
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(report.resources.map(\.count) == [2, 1] && whole.count == 4)
        #expect(
            report.findings.contains {
                $0.reason.hasPrefix("1 of the members of ") && $0.reason.contains("left out: ")
            },
            "\(report.findings)")
        var lines = try content(disk).values.map { $0 }[...]
        let imported = try maintenance(on: SimulatedDisk()).import(from: { lines.popFirst() }, .none)
        #expect(imported.resources.map(\.count) == [2, 1])
    }

    @Test("names ranges that are lost with file and byte")
    func ranges() async throws {
        let disk = try await history()
        let path = try #require(disk.segments.last)
        let lines = disk.lines(of: path)
        for line in lines[2...3] { disk.content[path]?[line.lowerBound + 30] ^= 1 }
        let report = try maintenance(on: disk).repair(applying: false, .none)
        #expect(
            report.findings.map(\.description).contains(
                "journal-00000000000000000001.jsonl: byte \(lines[4].lowerBound) (line 5, after n=1): n=2 to n=3 cannot be read and is lost"
            ),
            "\(report.findings)")
    }

    @Test("takes the identity from the other files when STORE.json is broken, missing or that of another store")
    func manifest() async throws {
        for change in 0..<3 {
            let disk = try await history()
            let whole = try content(disk)
            let path = "\(folder)/STORE.json"
            switch change {
            case 0: disk.content[path]?[40] ^= 1
            case 1: try disk.remove(path)
            default: disk.content[path] = Manifest(store: "another").bytes
            }
            let report = try maintenance(on: disk).repair(applying: true, .none)
            #expect(
                report.isApplied && report.findings.contains { $0.file == "STORE.json" }, "\(change) \(report.findings)"
            )
            #expect(try content(disk) == whole, "\(change)")
            try await expectOpens(disk, "\(change)")
        }
    }

    @Test("puts the newest snapshot together with the files before it when a line of each is broken")
    func snapshots() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        for round in 0..<4 {
            for number in 0..<3 { _ = try await store.create(.user("u\(round)-\(number)")) }
            if round < 3 { await store.compact() }
        }
        await store.close()
        let whole = try content(disk)
        let newest = try #require(disk.snapshots.last), segment = disk.segments[disk.segments.count - 2]
        disk.content[newest]?[300] ^= 1
        disk.content[segment]?[disk.lines(of: segment)[1].lowerBound + 30] ^= 1
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(report.isApplied)
        #expect(try content(disk) == whole, "\(report.findings)")
        try await expectOpens(disk, "snapshots")
    }

    @Test("of two that share a value the one that was given it last keeps it, and both are there")
    func clash() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let first = try await store.create(.user("ann"))
        var renamed = first
        renamed.attributes[.userName] = .string("x")
        _ = try await store.update(renamed, if: .none)
        let second = try await store.create(.user("ann"))
        await store.close()
        let path = try #require(disk.segments.last)
        disk.content[path]?[disk.lines(of: path)[2].lowerBound + 30] ^= 1
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(report.findings.contains { $0.reason.contains("is given another value") })
        let again = try await open(disk)
        #expect(try await again.find(#"userName eq "ann""#).resources.map(\.id) == [second.id])
        #expect(
            try await again.resource(first.key, selecting: .byDefault)?.attributes[.userName]
                == .string("ann~\(first.id)"))
        await again.close()
        try await expectOpens(disk, "clash")
    }

    @Test("of three that share a value one keeps it")
    func threeClash() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        var made: [Resource] = []
        for other in ["x", "y", nil] {
            var user = try await store.create(.user("ann"))
            made.append(user)
            guard let other else { continue }
            user.attributes[.userName] = .string(other)
            _ = try await store.update(user, if: .none)
        }
        await store.close()
        let path = try #require(disk.segments.last)
        for line in [2, 4] { disk.content[path]?[disk.lines(of: path)[line].lowerBound + 30] ^= 1 }
        _ = try maintenance(on: disk).repair(applying: true, .none)
        let again = try await open(disk)
        #expect(try await again.find(#"userName eq "ann""#).resources.map(\.id) == [made[2].id])
        for loser in made.prefix(2) {
            #expect(
                try await again.resource(loser.key, selecting: .byDefault)?[.userName] == .string("ann~\(loser.id)"))
        }
        await again.close()
        try await expectOpens(disk, "three")
    }

    @Test("a mark of a replacement that is broken, which no start gets beyond")
    func brokenMark() async throws {
        let disk = try await history()
        let whole = try content(disk)
        try StoreFolder(path: folder, disk: disk).make(FileName.replacement, Array("{}".utf8))
        await #expect(throws: JSONFileStoreError.self) { try await open(disk.copy()) }
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(report.isNeeded && report.isApplied)
        #expect(try content(disk) == whole)
        #expect(disk.content["\(folder)/quarantine/\(FileName.replacement).1"] == Array("{}".utf8))
        try await expectOpens(disk, "mark")
    }

    @Test("names with numbers beyond all bounds are not of the store, and stop nothing")
    func hugeNumbers() async throws {
        let disk = try await history()
        for name in ["snapshot", "journal"] {
            try StoreFolder(path: folder, disk: disk).make("\(name)-09223372036854775807.jsonl", [])
        }
        _ = try maintenance(on: disk).verify(.none)
        _ = try maintenance(on: disk).repair(applying: true, .none)
        try await expectOpens(disk, "huge")
    }

    @Test("a corrupt snapshot whose number stands in the midst of a segment leads nobody back")
    func strayNumber() async throws {
        let disk = try await history()
        let whole = try content(disk)
        let other = disk.copy()
        let store = try await open(other)
        await store.compact()
        await store.close()
        var bytes = try #require(other.content[other.snapshots[0]])
        bytes[60] ^= 1
        try StoreFolder(path: folder, disk: disk).make(FileName.snapshot(3), bytes)
        try disk.remove("\(folder)/STORE.json")
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(report.findings.contains { $0.file == FileName.snapshot(3) && $0.reason.contains("left out") })
        #expect(try content(disk) == whole)
    }

    @Test("lines with numbers beyond all bounds are no records, and stop nothing")
    func hugeNumbersInside() async throws {
        for number in [Int.max, Int.min, -1] {
            let disk = try await history()
            var bytes: [UInt8] = []
            let link = JournalRecord.Link(number: number, previous: Checksum.zero.text, batch: number)
            _ = JournalRecord.write(.seal, to: &bytes, at: link, types: [])
            let path = try #require(disk.segments.last)
            disk.content[path]?.insert(contentsOf: bytes, at: disk.lines(of: path)[2].lowerBound)
            #expect(try !maintenance(on: disk).verify(.none).findings.isEmpty)
            #expect(try maintenance(on: disk).repair(applying: true, .none).resources.map(\.count) == [3, 1])
            try await expectOpens(disk, "\(number)")
        }
    }

    @Test("leaves a file of another store out")
    func foreign() async throws {
        let disk = try await history(), other = try await history()
        let path = try #require(disk.segments.last)
        let store = try await open(disk)
        await store.compact()
        await store.close()
        let last = try #require(disk.segments.last)
        disk.content[last] = other.content[path]
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(report.isApplied && report.findings.contains { $0.reason.contains("another store") })
        #expect(report.resources.map(\.count) == [3, 1])
        try await expectOpens(disk, "foreign")
    }

    @Test(
        "loses nothing to a file that is none of the store's, though its name stands in the midst of a segment",
        arguments: 0..<4)
    func strayFile(kind: Int) async throws {
        let disk = try await history()
        let whole = try content(disk)
        let stray =
            switch kind {
            case 0: [UInt8](repeating: 0, count: 4_096)
            case 1: [UInt8]()
            case 2: Array("rubbish\n".utf8)
            default: try await history().content["\(folder)/\(FileName.segment(1))"] ?? []
            }
        try StoreFolder(path: folder, disk: disk).make(FileName.segment(4), stray)
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(report.isNeeded && report.findings.contains { $0.file == FileName.segment(4) }, "\(report.findings)")
        #expect(try content(disk) == whole, "\(report.findings)")
        try await expectOpens(disk, "stray")
    }

    @Test("takes the identity that most files tell, if STORE.json and one other file tell another one")
    func foreignMajority() async throws {
        let disk = try await history(), other = try await history()
        for _ in 0..<2 {
            let store = try await open(disk)
            _ = try await store.create(.user("u\(disk.changes)"))
            await store.compact()
            await store.close()
        }
        let whole = try content(disk)
        disk.content["\(folder)/\(FileName.manifest)"] = other.content["\(folder)/\(FileName.manifest)"]
        try StoreFolder(path: folder, disk: disk).make(
            FileName.segment(2), other.content["\(folder)/\(FileName.segment(1))"] ?? [])
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(report.findings.contains { $0.file == FileName.manifest && $0.reason.contains("most of the other") })
        #expect(try content(disk) == whole)
    }

    @Test("compacts a store that nobody uses, and says who does so otherwise")
    func compacting() async throws {
        let disk = try await history()
        let whole = try content(disk)
        for _ in 0..<3 { try maintenance(on: disk).compact(.none) }
        #expect(disk.snapshots.count == 1)
        #expect(try content(disk) == whole)
        let store = try await open(disk)
        let error = #expect(throws: JSONFileStoreError.self) { try maintenance(on: disk).compact(.none) }
        #expect(error?.exitCode == 75 && error?.reason.contains("compacts by itself") == true)
        await store.close()
    }
}
