import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("The history of a store that is damaged")
struct DamagedHistoryTests {
    /// A user who is renamed in each of three generations, all of which are kept.
    private func generations() async throws -> (SimulatedDisk, user: Resource) {
        let disk = SimulatedDisk()
        let store = try await open(disk) { $0.history = .seconds(7 * 86_400) }
        var user = try await store.create(.user("ada"))
        for round in 0..<3 {
            for step in 0..<2 {
                user.attributes["title"] = .string("t\(round)\(step)")
                user = try await store.update(user, if: .none)
            }
            if round < 2 { await store.compact() }
        }
        await store.close()
        return (disk.copy(), user)
    }

    private func history(_ disk: SimulatedDisk, of name: String = "ada") throws -> StoreHistory {
        try maintenance(on: disk).history(of: name, limit: 100, .none)
    }

    @Test("shows what can be read on both sides of a line that is broken, and names file and numbers")
    func oldJournal() async throws {
        let (disk, _) = try await generations()
        #expect(disk.segments.count == 3 && disk.snapshots.count == 2)
        let whole = try history(disk)
        #expect(whole.entries.map(\.position) == [1, 2, 3, 4, 5, 6, 7] && whole.findings.isEmpty && whole.lost.isEmpty)
        let path = try #require(disk.segments.first), name = StoreFolder.name(in: path)
        disk.content[path]?[disk.lines(of: path)[2].lowerBound + 30] ^= 1
        let found = try history(disk)
        #expect(found.entries.map(\.position) == [1, 3, 4, 5, 6, 7])
        #expect(found.subjects.map(\.names) == [["ada"]] && found.subjects.map(\.isDeleted) == [false])
        #expect(found.earliestPosition == 0 && found.lost == [2...2])
        #expect(found.findings.allSatisfy { $0.file == name })
        #expect(found.findings.contains { $0.reason == "n=2 cannot be read and is lost" }, "\(found.findings)")
    }

    @Test("goes on with a later snapshot when a file is missing, corrupt or cannot be read", arguments: 0..<4)
    func lostFile(kind: Int) async throws {
        let (disk, _) = try await generations()
        let path = disk.segments[1], name = StoreFolder.name(in: path), lines = disk.lines(of: path)
        switch kind {
        case 0: try disk.remove(path)
        case 1: disk.spoil(path, from: lines[1].lowerBound)
        case 2: disk.content[path] = []
        default: disk.content[path]?.replaceSubrange(lines[1].lowerBound..., with: [UInt8](repeating: 0, count: 900))
        }
        let found = try history(disk)
        #expect(found.entries.map(\.position) == [1, 2, 3, 6, 7], "\(kind): \(found.findings)")
        #expect(found.lost == [4...5], "\(kind): \(found.lost)")
        #expect(
            found.findings.contains { $0.reason.contains("n=4 to n=5 cannot be read") }, "\(kind): \(found.findings)")
        if kind > 0 { #expect(found.findings.contains { $0.file == name }, "\(found.findings)") }
    }

    @Test("finds by its name who came in a part that is lost and is there in the next snapshot")
    func cameInTheGap() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk) { $0.history = .seconds(7 * 86_400) }
        _ = try await store.create(.user("ada"))
        await store.compact()
        let bob = try await store.create(.user("bob"))
        await store.compact()
        _ = try await store.create(.user("cyd"))
        await store.close()
        try disk.remove(disk.segments[1])
        let found = try history(disk, of: "bob")
        #expect(found.subjects.map(\.id) == [bob.id] && found.subjects.map(\.names) == [["bob"]])
        #expect(found.entries.isEmpty && !found.findings.isEmpty)
    }

    @Test("tells which numbers are lost at the beginning and at the end, where nothing stands beside them")
    func lostEnds() async throws {
        let (disk, _) = try await generations()
        let first = disk.copy(), last = disk.copy()
        try first.remove(first.segments[0])
        // Without the first segment it begins with the oldest snapshot, as it does where that segment is not kept any more.
        #expect(try history(first).earliestPosition == 3)
        first.content[first.snapshots[0]]?[200] ^= 1
        let later = try history(first)
        #expect(later.earliestPosition == 5 && later.lost.isEmpty && later.entries.map(\.position) == [6, 7])
        #expect(later.findings.map(\.file) == [StoreFolder.name(in: first.snapshots[0])])
        last.content[last.segments[0]] = [0] + (last.content[last.segments[0]] ?? []).dropFirst(900)
        try last.remove(last.segments[1])
        try last.remove(last.segments[1])
        let found = try history(last)
        #expect(found.earliestPosition == 0 && found.lost.last?.upperBound == 5, "\(found.lost)")
        let told = found.entries.map(\.position)
        #expect(told.allSatisfy { position in !found.lost.contains { $0.contains(position) } }, "\(told) \(found.lost)")
    }

    @Test("a newest segment that is missing is named by history, numbers, repair and backup")
    func missingEnd() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("ada"))
        await store.compact()
        _ = try await store.create(.user("bob"))
        await store.close()
        let path = try #require(disk.segments.last), name = StoreFolder.name(in: path)
        try disk.remove(path)
        #expect(disk.segments.count == 1)
        let found = try history(disk, of: "bob")
        #expect(found.subjects.isEmpty && found.findings.contains { $0.file == name && $0.reason.contains("missing") })
        let plan = try maintenance(on: disk).repair(applying: false, .none)
        #expect(plan.isNeeded && plan.findings.contains { $0.file == name && $0.reason.contains("missing") })
        for look in [
            { _ = try maintenance(on: disk).statistics(.none) }, { _ = try backUp(disk) },
        ] as [() throws -> Void] {
            let error = #expect(throws: JSONFileStoreError.self) { try look() }
            #expect(error?.exitCode == 65 && error?.reason.contains("\(name): the file is missing") == true)
        }
    }

    @Test("a stray journal without content is the reason that a repair gives")
    func stray() async throws {
        let (disk, _) = try await generations()
        let name = FileName.segment(99)
        try StoreFolder(path: folder, disk: disk).make(name, [])
        await #expect(throws: JSONFileStoreError.self) { try await open(disk.copy()) }
        let plan = try maintenance(on: disk).repair(applying: false, .none)
        #expect(
            plan.findings.map(\.description) == [
                "\(name): byte 0 (line 1, after n=8): the file is empty; it is left out"
            ])
        #expect(try history(disk).findings.map(\.file) == [name])
    }

    @Test("snapshots that are corrupt say nothing against a journal that is whole from the beginning")
    func spoiltSnapshot() async throws {
        let (disk, _) = try await generations()
        // Neither is needed for the history from the beginning.
        for path in disk.snapshots { disk.content[path]?[200] ^= 1 }
        let found = try history(disk)
        #expect(found.entries.map(\.position) == [1, 2, 3, 4, 5, 6, 7] && found.findings.isEmpty)
    }
}
