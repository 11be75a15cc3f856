import Logging
import RosterCore
import SCIM
import Synchronization
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

@Suite("The data folder")
struct FolderTests {
    /// A folder on the real disk that is gone afterwards.
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        var template = Array("/tmp/roster-test-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer {
            $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        let path = try #require(made)
        let result: Result<Void, any Error>
        do { result = .success(try await body(path)) } catch { result = .failure(error) }
        let disk = SystemFileSystem()
        for folder in ["/a/data/quarantine", "/a/data", "/a", ""].map({ path + $0 }) {
            for name in (try? disk.names(in: folder)) ?? [] { try? disk.remove("\(folder)/\(name)") }
            rmdir(folder)
        }
        try result.get()
    }

    @Test("a call that fails on an open file names the file, by the name that it has by then")
    func namedFailures() async throws {
        try await withFolder { path in
            let folder = StoreFolder(path: path, disk: SystemFileSystem())
            let (file, _) = try folder.make("x") { try $0.append([1]) }
            defer { folder.disk.close(file) }
            var byte: UInt8 = 0
            let error = withUnsafeMutableBytes(of: &byte) { bytes in
                #expect(throws: FileSystemError.self) { try folder.disk.read(file, into: bytes) }
            }
            #expect(error?.description.hasPrefix("read \(path)/x: ") == true, "\(error?.description ?? "")")
        }
    }

    private func openReal(_ path: String) async throws -> JSONFileStore {
        var options = StoreOptions()
        options.sealDelay = .milliseconds(20)
        return try await JSONFileStore.open(path: path, types: servedTypes, options: options, logger: quiet)
    }

    @Test("is made, for its owner alone, and keeps what is written")
    func realDisk() async throws {
        try await withFolder { path in
            let folder = "\(path)/a/data"
            let store = try await openReal(folder)
            let user = try await store.create(.user("ann"))
            var group = try await store.create(.group("staff", [user.id.text]))
            for number in 0..<50 {
                group = try await store.modify(group.key, by: .adding("m\(number)"), if: .none, selecting: .byDefault)
            }
            await store.compact()
            _ = try await store.create(.user("late"))
            // The seal has a timer of its own, which nothing but time can set off; so this looks again and again.
            let isSealed = { store.engine.writer.withLock { $0.journal.isSealed } }
            for _ in 0..<500 where !isSealed() { try await Task.sleep(for: .milliseconds(20)) }
            #expect(isSealed())
            let before = try await store.dump()
            await store.close()
            let again = try await openReal(folder)
            #expect(try await again.dump() == before)
            await again.close()
            for name in ["", "/LOCK", "/STORE.json"] + (try SystemFileSystem().names(in: folder).map { "/\($0)" }) {
                var status = stat()
                #expect(stat(folder + name, &status) == 0)
                #expect(status.st_mode & 0o777 == (name.isEmpty ? 0o700 : 0o600), "\(name)")
            }
        }
    }

    @Test("belongs to one store at a time")
    func lock() async throws {
        try await withFolder { path in
            let store = try await openReal(path)
            let error = await #expect(throws: JSONFileStoreError.self) { try await openReal(path) }
            #expect(error?.exitCode == 75)
            let expected = "data folder \(path) is in use by process \(getpid()) (since 20"
            #expect(error?.reason.hasPrefix(expected) == true, "\(error?.reason ?? "")")
            await store.close()
            await (try await openReal(path)).close()
        }
    }

    @Test("is refused on a network file system, unless that is wanted")
    func network() async throws {
        let disk = SimulatedDisk()
        disk.move()
        let refusal = await #expect(throws: JSONFileStoreError.self) { try await open(disk) }
        #expect(refusal?.exitCode == 78 && refusal?.reason.contains("network file system") == true)
        #expect(disk.content.isEmpty)
        let store = try await open(disk) { $0.allowsRemoteFolder = true }
        await store.close()
        #expect(try !SystemFileSystem().isRemote("/tmp"))
    }

    @Test(
        "is on the file system that is mounted nearest above it",
        arguments: [
            ("/srv/data", true), ("/srv", true), ("/srv2", false), ("/srv/local/x", false), ("/a b/c", true),
            ("/", false),
        ])
    func mounts(_ path: String, _ isRemote: Bool) {
        let table = MountTable(
            """
            22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            40 22 0:35 / /srv rw,relatime shared:2 - nfs4 host:/srv rw,vers=4.2
            41 40 254:1 / /srv/local rw - ext4 /dev/vdb rw
            42 22 0:36 / /a\\040b rw - cifs //host/b rw
            """)
        #expect(table.isRemote(path) == isRemote)
    }

    @Test("must be a folder")
    func noFolder() async throws {
        for path in ["/dev/null", "/dev/null/data", "/proc/nothing/data"] {
            let error = await #expect(throws: JSONFileStoreError.self) { try await openReal(path) }
            #expect([73, 74].contains(error?.exitCode), "\(error?.reason ?? "")")
        }
    }

    @Test("stays sound when snapshots are made while others write")
    func compactionUnderLoad() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk) {
            $0.compactionBytes = 4_000
            $0.segmentBytes = 3_000
        }
        let group = try await store.create(.group("staff"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for writer in 0..<8 {
                tasks.addTask {
                    for number in 0..<40 {
                        let user = try await store.create(.user("u\(writer)-\(number)"))
                        _ = try await store.modify(group.key, by: .adding(user.id.text), if: .none, selecting: .minimum)
                        if number % 5 == 0 { try await store.delete(user.key, if: .none) }
                    }
                }
            }
            try await tasks.waitForAll()
        }
        let before = try await store.dump()
        let crashed = try await open(disk.afterPowerCut())
        #expect(try await crashed.dump() == before)
        await crashed.close()
        await store.close()
        #expect(store.failure == nil)
        #expect(disk.content.keys.count { $0.contains("snapshot-") } == 2)
        let again = try await open(disk)
        #expect(try await again.dump() == before)
        await again.close()
    }

    @Test("a link in the place of a file is not followed to write elsewhere")
    func link() async throws {
        try await withFolder { path in
            let folder = "\(path)/a/data"
            await (try openReal(folder)).close()
            let disk = SystemFileSystem(), precious = "\(path)/precious"
            let file = try disk.open(precious, .creating)
            try disk.writeAll(Array("precious".utf8), to: file)
            disk.close(file)
            try disk.remove("\(folder)/LOCK")
            #expect(symlink(precious, "\(folder)/LOCK") == 0)
            await #expect(throws: JSONFileStoreError.self) { try await openReal(folder) }
            let found = try StoreFolder(path: path, disk: disk).reading("precious") { reader in
                try reader.next { String(decoding: $0.bytes, as: UTF8.self) }
            }
            #expect(found == "precious")
        }
    }

    @Test("whose start was cut short at any step starts again")
    func firstStart() async throws {
        for steps in 0..<100 {
            let disk = SimulatedDisk(failingAfter: steps)
            let isOpen = (try? await open(disk)) != nil
            for luck in SimulatedDisk.Luck.allCases {
                let store = try await open(disk.afterPowerCut(luck))
                _ = try await store.create(.user("a"))
                await store.close()
            }
            if isOpen { return }
        }
        Issue.record("the store never started")
    }
}
