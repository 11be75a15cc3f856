import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Verifying a store")
struct VerifyTests {
    /// A store with three generations behind it, sealed.
    private func history() async throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        var users: [Resource] = []
        for round in 0..<3 {
            for number in 0..<4 { users.append(try await store.create(.user("u\(round)-\(number)"))) }
            let group = try await store.create(.group("g\(round)", users.map(\.id.text)))
            _ = try await store.modify(group.key, by: .adding("guest"), if: .none, selecting: .byDefault)
            try await store.delete(users.removeFirst().key, if: .none)
            if round < 2 { await store.compact() }
        }
        await store.close()
        return disk.copy()
    }

    @Test("finds nothing in a sound store, and tells what there is")
    func sound() async throws {
        let disk = try await history()
        let content = disk.content
        let report = try maintenance(on: disk).verify(.none)
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(report.notes.isEmpty)
        #expect(report.resources.map(\.count) == [9, 3])
        #expect(report.files == disk.segments.count + disk.snapshots.count + 1)
        #expect(report.position == 22 && report.time != nil)
        #expect(disk.content == content)
    }

    @Test("finds every bit that has changed, and names the file")
    func everyBit() async throws {
        let disk = try await history()
        for (path, bytes) in disk.content where !path.hasSuffix("LOCK") {
            for bit in stride(from: 0, to: bytes.count * 8, by: 233) {
                let damaged = disk.copy()
                damaged.content[path]?[bit / 8] ^= 1 << UInt8(bit % 8)
                do {
                    let report = try maintenance(on: damaged).verify(.none)
                    let file = path.split(separator: "/").last.map(String.init) ?? ""
                    // The seal at the very end can be told from an unfinished write by nobody.
                    let isEnd = path == disk.segments.last && bit / 8 >= (disk.lines(of: path).last?.lowerBound ?? 0)
                    #expect(
                        report.findings.contains { $0.file == file } || isEnd && !report.notes.isEmpty,
                        "bit \(bit) of \(path)")
                } catch let error as JSONFileStoreError {
                    #expect(error.kind == .newerFormat, "\(error)")
                }
            }
        }
    }

    @Test("names file, byte, line and number")
    func place() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        for number in 0..<3 { _ = try await store.create(.user("u\(number)")) }
        await store.close()
        let path = try #require(disk.segments.last)
        let start = disk.lines(of: path)[2].lowerBound
        disk.content[path]?[start + 20] ^= 1
        let report = try maintenance(on: disk).verify(.none)
        #expect(
            report.findings.map(\.description) == [
                "journal-00000000000000000001.jsonl: byte \(start) (line 3, after n=1): checksum mismatch"
            ])
    }

    @Test("a last segment without its first line is no unfinished write, and no start gets beyond it", arguments: 0..<3)
    func noHeader(kind: Int) async throws {
        let disk = try await history()
        let path = try #require(disk.segments.last)
        disk.content[path] = [[], [UInt8](repeating: 0, count: 1_150), [UInt8](repeating: 255, count: 400)][kind]
        await #expect(throws: JSONFileStoreError.self) { try await open(disk.copy()) }
        #expect(try !maintenance(on: disk).verify(.none).findings.isEmpty)
    }

    @Test("takes an unfinished last line for what it is")
    func unfinished() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        for number in 0..<3 { _ = try await store.create(.user("u\(number)")) }
        let path = try #require(disk.segments.last)
        for length in disk.lines(of: path)[3].dropFirst() {
            let torn = disk.copy()
            torn.content[path]?.removeSubrange(length...)
            let report = try maintenance(on: torn).verify(.none)
            #expect(report.findings.isEmpty && report.notes.count == 1)
            #expect(report.resources.map(\.count) == [2, 0])
        }
        await store.close()
    }

    @Test("finds a snapshot that says something else than the journal before it, and a file of another store")
    func contradictions() async throws {
        let disk = try await history(), other = try await history()
        let last = try #require(disk.snapshots.last)
        let forged = disk.copy()
        forged.content[last] = other.content[other.snapshots[other.snapshots.count - 1]]
        let report = try maintenance(on: forged).verify(.none)
        #expect(report.findings.contains { $0.reason.contains("of another store") }, "\(report.findings)")
        // The same store, another content under right checksums.
        let id = try Manifest(in: StoreFolder(path: folder, disk: disk)).store
        let number = try #require(FileName.snapshotNumber(String(last.split(separator: "/")[1])))
        let reader = SnapshotReader(
            folder: StoreFolder(path: folder, disk: disk), store: id,
            types: TypePlaces(servedTypes.map { TypeLayout($0) }))
        let position = try reader.read(number) { _ in true }.position
        disk.content[last] = []
        let storeFolder = StoreFolder(path: folder, disk: disk)
        var writer = SnapshotWriter(of: id, at: position, layouts: servedTypes.map { TypeLayout($0) }) { false }
        let (file, _) = try storeFolder.make(FileName.snapshot(number)) {
            try writer.write(StoreState(servedTypes.map { TypeLayout($0) }), to: &$0)
        }
        disk.close(file)
        let second = try maintenance(on: disk).verify(.none)
        #expect(second.findings.contains { $0.reason.contains("something else") }, "\(second.findings)")
    }

    @Test("works while changes are made and snapshots take the place of files")
    func whileServing() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let writing = Task {
            for round in 0..<60 {
                _ = try await store.create(.user("u\(round)"))
                if round % 7 == 0 { await store.compact() }
            }
        }
        for _ in 0..<20 {
            let report = try maintenance(on: disk).verify(.none)
            #expect(report.findings.isEmpty, "\(report.findings)")
        }
        try await writing.value
        await store.close()
    }

    @Test("a beginning that is missing is told, where no snapshot stands for it")
    func missingBeginning() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk) { $0.segmentBytes = 600 }
        for number in 0..<6 { _ = try await store.create(.user("u\(number)")) }
        await store.close()
        try disk.remove(try #require(disk.segments.first))
        let report = try maintenance(on: disk).verify(.none)
        #expect(report.findings.map(\.file) == [FileName.segment(1)])
    }

    @Test("resources of a type that the configuration does not have are noted, for no server starts then")
    func unservedType() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.group("staff"))
        await store.close()
        let report = try maintenance(on: disk, types: [.user]).verify(.none)
        #expect(report.findings.isEmpty)
        #expect(
            report.notes.count == 1 && report.notes.first?.contains("the type 'Group', of which there are 1") == true)
    }

    @Test("a folder without a store is told with status 66")
    func missing() throws {
        let error = #expect(throws: JSONFileStoreError.self) { try maintenance(on: SimulatedDisk()).verify(.none) }
        #expect(error?.exitCode == 66)
    }
}
