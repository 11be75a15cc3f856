import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

@Suite("Where backups may be made")
struct BackupPlaceTests {
    private func served() async throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("ann"))
        await store.close()
        return disk
    }

    @Test(
        "not in the data folder, however it is spelled",
        arguments: [folder, "\(folder)/", "\(folder)/mine", "/./data/x/../y", "/backups/../data", "//data"])
    func inside(place: String) async throws {
        let disk = try await served()
        let content = disk.content
        let error = #expect(throws: JSONFileStoreError.self) {
            try maintenance(on: disk).createBackup(in: place, .none)
        }
        #expect(error?.exitCode == 64 && error?.reason.contains("--to") == true, "\(error?.reason ?? "")")
        #expect(disk.content == content)
    }

    @Test("elsewhere, also where the name begins in the same way", arguments: ["/data2", "/dat"])
    func outside(place: String) async throws {
        #expect(
            try maintenance(on: try await served()).createBackup(in: place, .none).path.hasPrefix("\(place)/backup-"))
    }

    @Test("the folder of the configuration is looked at as well, once links have been followed")
    func links() throws {
        var template = Array("/tmp/roster-test-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer {
            $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        let path = try #require(made)
        defer {
            unlink("\(path)/link")
            rmdir("\(path)/data/in")
            rmdir("\(path)/data")
            rmdir(path)
        }
        let disk = SystemFileSystem()
        try disk.makeFolder("\(path)/data")
        try disk.makeFolder("\(path)/data/in")
        try #require(symlink("\(path)/data/in", "\(path)/link") == 0)
        let data = StoreFolder(path: "\(path)/data", disk: disk)
        for place in ["link", "link/new", "link/new/../er", "data/in/new"] {
            #expect(data.holds("\(path)/\(place)"), "\(place)")
        }
        for place in ["", "link2", "data2/new", "data/../new"] { #expect(!data.holds("\(path)/\(place)"), "\(place)") }
        var options = StoreOptions.test(disk)
        options.backup = BackupPlan(folder: "\(path)/link/new")
        let keeper = JSONFileMaintenance(path: "\(path)/data", types: servedTypes, options: options, logger: quiet)
        let error = #expect(throws: JSONFileStoreError.self) { try keeper.createBackup(in: nil, .none) }
        #expect(error?.exitCode == 78, "\(error?.reason ?? "")")
    }
}
