import Foundation
import RosterCore
import SCIM
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

/// Opens the stores that programs of each version of the format have written.
///
/// `Golden` holds a folder for each version, written once and never changed: the store, and what is in it. A new one is written by `ROSTER_WRITE_GOLDEN=1 swift test --filter GoldenStoreTests`.
@Suite("Stores of every version of the format")
struct GoldenStoreTests {
    private static let all = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    private static let versions = (1...Manifest.version).map { String($0) }

    private func disk(_ version: String) throws -> SimulatedDisk {
        let store = Self.all.appending(path: "\(version)/store")
        var content: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: store.path()) {
            content["\(folder)/\(name)"] = [UInt8](try Data(contentsOf: store.appending(path: name)))
        }
        return SimulatedDisk(content)
    }

    @Test("open, hold what they held, and can be written to", arguments: versions)
    func open(version: String) async throws {
        if ProcessInfo.processInfo.environment["ROSTER_WRITE_GOLDEN"] != nil, version == String(Manifest.version) {
            try await write(to: Self.all.appending(path: version))
        }
        let disk = try disk(version)
        #expect(disk.content.keys.count { $0.contains("snapshot-") } == 1)
        #expect(disk.content.keys.count { $0.contains("journal-") } >= 3)
        let expected = try String(contentsOf: Self.all.appending(path: "\(version)/content.txt"), encoding: .utf8)
        let store = try await JSONFileStorageTests.open(disk)
        #expect(try await store.dump() == expected.split(separator: "\n").map(String.init))
        _ = try await store.create(.user("one more"))
        await store.compact()
        let before = try await store.dump()
        await store.close()
        let again = try await JSONFileStorageTests.open(disk)
        #expect(try await again.dump() == before)
        await again.close()
    }

    @Test("are sound, and are exported and told of as they were written", arguments: versions)
    func maintain(version: String) throws {
        let disk = try disk(version)
        let maintenance = maintenance(on: disk)
        #expect(try maintenance.verify(.none).findings.isEmpty)
        var lines: [String] = []
        try maintenance.export(.none) { record in
            let head =
                "\(record.type) \(record.id) \(record.version.text) \(record.created) \(record.lastModified) "
            lines.append(head + AttributeValue.complex(record.attributes).json)
        }
        let expected = try String(contentsOf: Self.all.appending(path: "\(version)/content.txt"), encoding: .utf8)
        #expect(lines == expected.split(separator: "\n").map(String.init))
        let history = try maintenance.history(of: "Ölmühle", limit: 100, .none)
        #expect(history.subjects.map(\.type) == ["Group"])
        #expect(history.entries.count { $0.membersAdded.count == 1 } == 12)
    }

    @Test(
        "that are newer are refused, and nothing is changed",
        arguments: [
            (#""version":1,"#, #""version":2,"#, "version 2"), (#""features":[]"#, #""features":["deltas"]"#, "deltas"),
        ])
    func newer(_ text: String, _ replacement: String, _ reason: String) async throws {
        let disk = try disk("1")
        let path = "\(folder)/STORE.json"
        let manifest = String(decoding: disk.content[path] ?? [], as: UTF8.self).replacing(text, with: replacement)
        var bytes = Array(manifest.utf8.dropLast(Frame.tailLength + 1))
        _ = Frame.end(&bytes)
        disk.content[path] = bytes
        let before = disk.content
        let error = await #expect(throws: JSONFileStoreError.self) { try await JSONFileStorageTests.open(disk) }
        #expect(error?.exitCode == 78 && error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
        #expect(disk.content.filter { !$0.key.hasSuffix("LOCK") } == before)
    }

    @Test("are told from one whose version is a digit that has changed")
    func spoiltVersion() async throws {
        let disk = try disk("1")
        let path = "\(folder)/STORE.json"
        let manifest = String(decoding: disk.content[path] ?? [], as: UTF8.self)
        disk.content[path] = Array(manifest.replacing(#""version":1,"#, with: #""version":3,"#).utf8)
        let error = await #expect(throws: JSONFileStoreError.self) { try await JSONFileStorageTests.open(disk) }
        #expect(error?.exitCode == 65 && error?.reason.contains("checksum mismatch") == true, "\(error?.reason ?? "")")
    }

    /// Writes a store that has everything that a store can have.
    private func write(to golden: URL) async throws {
        let disk = SimulatedDisk(), ids = Counter(), times = Counter()
        let store = try await JSONFileStorageTests.open(disk) { options in
            options.makeID = { _, _ in "id-\(ids.next())" }
            options.clock = { DateTime(millisecondsSinceEpoch: 1_700_000_000_000 + 1_001 * Int64(times.next())) }
            options.segmentBytes = 2_500
        }
        var users: [Resource] = []
        for name in ["björn", "ΣΊΣΥΦΟΣ", "李雷", "👩🏽‍🚀", "e\u{301}\u{0}\u{2028}", "plain"] {
            users.append(try await store.create(.user(name, ["title": .string("\(name) \"\\/\u{7F}")])))
        }
        let group = try await store.create(.group("Ölmühle", users.map(\.id.text)))
        let doomed = try await store.create(.group("doomed", [users[0].id.text]))
        await store.compact()
        users[1].attributes["nickName"] = "Σίσυφος"
        users[1] = try await store.update(users[1], if: .none)
        try await store.delete(users[2].key, if: .none)
        try await store.delete(doomed.key, if: .none)
        for number in 0..<12 {
            let user = try await store.create(.user("more\(number)"))
            _ = try await store.modify(group.key, by: .adding(user.id.text), if: .none, selecting: .minimum)
        }
        let content = try await store.dump()
        await store.close()
        let folder = golden.appending(path: "store")
        try? FileManager.default.removeItem(at: golden)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (path, bytes) in disk.content where !path.hasSuffix("LOCK") {
            try Data(bytes).write(to: folder.appending(path: URL(filePath: path).lastPathComponent))
        }
        try (content.joined(separator: "\n") + "\n")
            .write(to: golden.appending(path: "content.txt"), atomically: true, encoding: .utf8)
    }
}
