import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Repairing a snapshot that is the only one")
struct SnapshotRepairTests {
    /// What an import leaves: a snapshot and an empty journal; four users, and a group with two of them.
    private func imported() async throws -> SimulatedDisk {
        let source = SimulatedDisk()
        let store = try await open(source)
        var ids: [String] = []
        for name in ["ann", "bob", "cyd", "dan"] { ids.append(try await store.create(.user(name)).id.text) }
        _ = try await store.create(.group("staff", Array(ids.prefix(2))))
        await store.close()
        var lines: [[UInt8]] = []
        try maintenance(on: source).export(.none) { lines.append($0.line) }
        let disk = SimulatedDisk()
        _ = try maintenance(on: disk).import(from: { lines.isEmpty ? nil : lines.removeFirst() }, .none)
        return disk
    }

    private func id(of name: String, in content: [String: [UInt8]]) throws -> String {
        try #require(content.first { String(decoding: $0.value, as: UTF8.self).contains("\"\(name)\"") }).key
    }

    @Test("loses what stands in the line that is broken, whichever it is, and says how many are lost in which file")
    func eachLine() async throws {
        let disk = try await imported()
        let path = try #require(disk.snapshots.last)
        let file = try #require(path.split(separator: "/").last)
        let whole = try content(disk), lines = disk.lines(of: path)
        // The header, four users, the group, its members, and the end.
        #expect(lines.count == 8)
        for (place, line) in lines.enumerated() {
            for byte in [line.lowerBound + line.count / 2, line.upperBound] {
                let damaged = disk.copy()
                damaged.content[path]?[byte] ^= 1
                let before = damaged.content
                let plan = try maintenance(on: damaged).repair(applying: false, .none)
                #expect(damaged.content == before)
                let report = try maintenance(on: damaged).repair(applying: true, .none)
                #expect(plan.isNeeded && report.isNeeded && plan.findings == report.findings)
                #expect(report.findings.contains { $0.file == file }, "\(report.findings)")
                let found = try content(damaged)
                let differing = losses(found, of: whole)
                let isWhole = place == 0 || place == 7 || byte == line.upperBound
                #expect(found.count <= whole.count, "line \(place + 1), byte \(byte)")
                #expect(differing.count == (isWhole ? 0 : 1), "line \(place + 1), byte \(byte): \(report.findings)")
                let told = report.findings.contains { $0.reason.hasPrefix("1 of ") && $0.reason.contains(" lost") }
                #expect(told != isWhole || place == 7, "line \(place + 1), byte \(byte): \(report.findings)")
                try await expectOpens(damaged, "line \(place + 1), byte \(byte)")
            }
        }
    }

    @Test("a group whose line is lost is not made up from its members; members that are lost are told with the group")
    func groups() async throws {
        let disk = try await imported()
        let path = try #require(disk.snapshots.last)
        let whole = try content(disk), lines = disk.lines(of: path), group = try id(of: "staff", in: whole)
        let withoutGroup = disk.copy(), withoutMembers = disk.copy()
        withoutGroup.content[path]?[lines[5].lowerBound + 30] ^= 1
        let first = try maintenance(on: withoutGroup).repair(applying: true, .none)
        #expect(try content(withoutGroup)[group] == nil)
        #expect(first.findings.contains { $0.reason.contains("'\(group)'") && $0.reason.contains("left out") })
        withoutMembers.content[path]?[lines[6].lowerBound + 30] ^= 1
        let second = try maintenance(on: withoutMembers).repair(applying: true, .none)
        #expect(second.findings.contains { $0.reason.contains("members of '\(group)'") }, "\(second.findings)")
        #expect(try content(withoutMembers)[group] != nil)
    }

    @Test("later lines of the journal that touch what is lost are told, and make up no half resource in silence")
    func laterLines() async throws {
        let disk = try await imported()
        let whole = try content(disk)
        let group = try id(of: "staff", in: whole), user = try id(of: "dan", in: whole)
        let cyd = try id(of: "cyd", in: whole)
        let store = try await open(disk)
        let groupKey = ResourceKey(.group, ResourceID(group)), userKey = ResourceKey(.user, ResourceID(user))
        _ = try await store.modify(groupKey, by: .adding(cyd), if: .none, selecting: .byDefault)
        _ = try await store.modify(groupKey, by: .adding(user), if: .none, selecting: .byDefault)
        try await store.delete(userKey, if: .none)
        let renaming = try Modification.patch(#"{"op":"replace","path":"displayName","value":"crew"}"#)
        _ = try await store.modify(groupKey, by: renaming, if: .none, selecting: .byDefault)
        await store.close()
        let path = try #require(disk.snapshots.last)
        // The lines of dan, of the group and of its members.
        for line in disk.lines(of: path)[4...6] { disk.content[path]?[line.lowerBound + 30] ^= 1 }
        let report = try maintenance(on: disk).repair(applying: true, .none)
        let reasons = report.findings.map(\.reason)
        #expect(reasons.contains { $0.hasPrefix("3 of ") && $0.contains("lost") }, "\(reasons)")
        #expect(reasons.count { $0.contains("'\(group)', which is not there") } == 1, "\(reasons)")
        #expect(reasons.contains { $0.contains("'\(user)', which is not there") }, "\(reasons)")
        #expect(reasons.contains { $0.contains("'\(group)'") && $0.contains("without the members") }, "\(reasons)")
        #expect(try content(disk).keys.contains(group) && !content(disk).keys.contains(user))
        try await expectOpens(disk, "later lines")
    }

    @Test("an older generation and the journal behind it are preferred when they give the same, with nothing lost")
    func olderGeneration() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        for round in 0..<3 {
            for number in 0..<3 { _ = try await store.create(.user("u\(round)-\(number)")) }
            await store.compact()
        }
        await store.close()
        let whole = try content(disk)
        // The newest snapshot, and something that no start gets beyond.
        let newest = try #require(disk.snapshots.last)
        disk.content[newest]?[disk.lines(of: newest)[2].lowerBound + 30] ^= 1
        try disk.remove("\(folder)/STORE.json")
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(try content(disk) == whole)
        #expect(!report.findings.contains { $0.reason.contains("lost") }, "\(report.findings)")
    }

    @Test(
        "what is lost in the newest snapshot is taken from the files before it, though one of their lines is lost, too")
    func bothSpoilt() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        for number in 0..<3 { _ = try await store.create(.user("u\(number)")) }
        await store.compact()
        for number in 3..<6 { _ = try await store.create(.user("u\(number)")) }
        await store.close()
        let again = try await open(disk)
        await again.compact()
        await again.close()
        let whole = try content(disk)
        let newest = try #require(disk.snapshots.last)
        // A line of u1 in the newest snapshot; the line of u4 in the journal.
        disk.content[newest]?[disk.lines(of: newest)[2].lowerBound + 30] ^= 1
        let segment = disk.segments[disk.segments.count - 2]
        disk.content[segment]?[disk.lines(of: segment)[2].lowerBound + 30] ^= 1
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(try content(disk) == whole, "\(report.findings)")
        #expect(report.findings.contains { $0.reason.contains("as the files before it have") }, "\(report.findings)")
    }

    @Test("where more are gone than lines are lost, none of them comes back")
    func deleted() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        var users: [Resource] = []
        for number in 0..<4 { users.append(try await store.create(.user("u\(number)"))) }
        await store.compact()
        for user in users.prefix(2) { try await store.delete(user.key, if: .none) }
        await store.close()
        let again = try await open(disk)
        await again.compact()
        await again.close()
        let newest = try #require(disk.snapshots.last)
        // Both deletions, and the line of the third user.
        disk.content[newest]?[disk.lines(of: newest)[1].lowerBound + 30] ^= 1
        let segment = disk.segments[disk.segments.count - 2]
        for line in disk.lines(of: segment)[1...2] { disk.content[segment]?[line.lowerBound + 30] ^= 1 }
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(try Set(content(disk).keys) == [users[3].id.text], "\(report.findings)")
        #expect(report.findings.contains { $0.reason.contains("some have been deleted") }, "\(report.findings)")
    }

    @Test(
        "a snapshot of another store, or one of which nothing can be read, gives nothing: that is said, and no empty store is made"
    )
    func nothing() async throws {
        for isForeign in [false, true] {
            let disk = try await imported(), other = try await imported()
            let path = try #require(disk.snapshots.last)
            disk.content[path] = isForeign ? other.content[path] : [UInt8](repeating: 0, count: 2_000)
            let error = #expect(throws: JSONFileStoreError.self) {
                try maintenance(on: disk).repair(applying: true, .none)
            }
            #expect(error?.exitCode == 65 && error?.reason.contains("roster backup restore") == true)
            #expect(error?.reason.contains(StoreFolder.name(in: path)) == true, "\(error?.reason ?? "")")
            #expect(disk.snapshots == [path])
        }
    }

    @Test("where only the end of a snapshot can be read, nothing takes its place")
    func nothingButTheEnd() async throws {
        let disk = try await imported()
        let path = try #require(disk.snapshots.last)
        for line in disk.lines(of: path)[1...6] { disk.content[path]?[line.lowerBound + 30] ^= 1 }
        let before = disk.content
        let error = #expect(throws: JSONFileStoreError.self) {
            try maintenance(on: disk).repair(applying: true, .none)
        }
        #expect(error?.exitCode == 65 && error?.reason.contains("roster backup restore") == true)
        #expect(disk.content.filter { !$0.key.hasSuffix("LOCK") } == before.filter { !$0.key.hasSuffix("LOCK") })
    }

    @Test("where nothing of the only segment can be read, nothing takes its place", arguments: 0..<3)
    func nothingOfTheJournal(kind: Int) async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("ann"))
        _ = try await store.create(.user("bob"))
        await store.close()
        let path = try #require(disk.segments.last), lines = disk.lines(of: path)
        switch kind {
        case 0: disk.content[path] = [UInt8](repeating: 0, count: 1_000)
        case 1: disk.content[path] = []
        default: for line in lines { disk.content[path]?[line.lowerBound + 30] ^= 1 }
        }
        let before = disk.content[path]
        let error = #expect(throws: JSONFileStoreError.self) {
            try maintenance(on: disk).repair(applying: true, .none)
        }
        #expect(error?.exitCode == 65 && error?.reason.contains("roster backup restore") == true)
        #expect(disk.content[path] == before)
    }

    @Test("a number that leaves no room for another is refused, before anything is changed")
    func noNumberLeft() async throws {
        let disk = try await imported()
        let path = try #require(disk.snapshots.last)
        disk.content[path]?[disk.lines(of: path)[1].lowerBound + 30] ^= 1
        disk.close(try disk.open("\(folder)/\(FileName.segment(StoreLimits.number - 1))", .creating))
        #expect(throws: JSONFileStoreError.self) { try maintenance(on: disk).repair(applying: true, .none) }
        #expect(!disk.content.keys.contains { $0.hasSuffix(FileName.replacement) })
    }

    @Test("a store that holds nothing and has lost STORE.json is put right all the same")
    func empty() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        await store.close()
        try disk.remove("\(folder)/STORE.json")
        #expect(try maintenance(on: disk).repair(applying: true, .none).isApplied)
        try await expectOpens(disk, "empty")
    }

    @Test("every byte of a snapshot that is changed is told, and costs one resource at most, with its memberships")
    func everyByte() async throws {
        let disk = try await imported()
        let path = try #require(disk.snapshots.last)
        let whole = try content(disk)
        for byte in stride(from: 0, to: disk.content[path]?.count ?? 0, by: 7) {
            let damaged = disk.copy()
            damaged.content[path]?[byte] ^= 4
            let report = try maintenance(on: damaged).repair(applying: true, .none)
            #expect(report.isNeeded && !report.findings.isEmpty)
            let found = try content(damaged)
            #expect(losses(found, of: whole).count <= 1, "byte \(byte)")
        }
    }
}
