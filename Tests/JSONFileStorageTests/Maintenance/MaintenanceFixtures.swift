import RosterCore
import SCIM

@testable import JSONFileStorage

/// What looks after the folder of the tests.
func maintenance(
    on disk: any FileSystem, types: [ResourceType] = servedTypes, keepsRecords: Bool = false
) -> JSONFileMaintenance {
    var options = StoreOptions.test(disk)
    options.keepsRecords = keepsRecords
    return JSONFileMaintenance(path: folder, types: types, options: options, logger: quiet)
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
