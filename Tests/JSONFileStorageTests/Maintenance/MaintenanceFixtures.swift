import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

/// What looks after the folder of the tests.
func maintenance(
    on disk: any FileSystem, types: [ResourceType] = servedTypes, keepsRecords: Bool = false
) -> JSONFileMaintenance {
    var options = StoreOptions.test(disk)
    options.keepsRecords = keepsRecords
    options.requiresMembers = !keepsRecords
    return JSONFileMaintenance(path: folder, types: types, options: options, logger: quiet)
}

/// What a store holds, by id, as lines of an export.
func content(_ disk: SimulatedDisk) throws -> [String: [UInt8]] {
    var content: [String: [UInt8]] = [:]
    try maintenance(on: disk).export(.none) { content[$0.id.text] = $0.line }
    return content
}

/// The ids of what is not as it was, but for groups that have lost nothing but a member which is lost itself.
func losses(_ found: [String: [UInt8]], of whole: [String: [UInt8]]) -> [String] {
    let gone = whole.keys.filter { found[$0] == nil }
    return Set(whole.keys).union(found.keys).filter { id in
        let before = String(decoding: whole[id] ?? [], as: UTF8.self)
        return found[id] != whole[id] && (found[id] == nil || !gone.contains { before.contains($0) })
    }
}

/// Expects a store that is sound, opens and takes changes.
func expectOpens(_ disk: SimulatedDisk, _ comment: Comment) async throws {
    #expect(try maintenance(on: disk).verify(.none).findings.isEmpty, comment)
    let store = try await open(disk)
    _ = try await store.create(.user("after the repair"))
    await store.close()
    #expect(try maintenance(on: disk).verify(.none).findings.isEmpty, comment)
}

extension SimulatedDisk {
    /// The paths of the segments, the oldest first.
    var segments: [String] { content.keys.filter { $0.contains("\(JSONFileStorageTests.folder)/journal-") }.sorted() }

    /// The paths of the snapshots, the oldest first.
    var snapshots: [String] { content.keys.filter { $0.contains("\(JSONFileStorageTests.folder)/snapshot-") }.sorted() }

    /// Where each line of a file begins.
    func lines(of path: String) -> [Range<Int>] {
        let bytes = content[path] ?? []
        let feeds = bytes.indices.filter { bytes[$0] == 10 }
        return zip([0] + feeds.map { $0 + 1 }, feeds).map { $0..<$1 }
    }
}
