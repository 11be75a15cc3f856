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

@Suite("Who may use the data folder is looked at when a store is opened")
struct AccessTests {
    /// A folder that held a store and was closed in order.
    private func closed() async throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("ann"))
        await store.close()
        return disk
    }

    private func open(_ disk: any FileSystem, _ log: RecordedLog = RecordedLog(from: .warning)) async throws
        -> JSONFileStore
    {
        try await JSONFileStore.open(path: folder, types: servedTypes, options: .test(disk), logger: log.logger)
    }

    @Test(
        "one in which no file can be made is refused with status 73, also after a clean end",
        arguments: [EACCES, EROFS])
    func unwritable(code: Int32) async throws {
        let disk = try await closed()
        let before = disk.content.filter { !$0.key.hasSuffix("/LOCK") }
        let guarded = GuardedDisk(base: disk, refusal: code)
        let error = await #expect(throws: JSONFileStoreError.self) { try await open(guarded) }
        #expect(error?.exitCode == 73, "\(error?.reason ?? "")")
        #expect(error?.reason.hasPrefix("the data folder \(folder) cannot be written: ") == true)
        let compaction = #expect(throws: JSONFileStoreError.self) { try maintenance(on: guarded).compact(.none) }
        #expect(compaction?.exitCode == 73)
        #expect(disk.content.filter { !$0.key.hasSuffix("/LOCK") } == before)
        // Nobody holds the folder any more.
        await (try await open(disk)).close()
    }

    @Test("one without room is served", arguments: [ENOSPC, EDQUOT, EMFILE])
    func full(code: Int32) async throws {
        let disk = try await closed()
        let store = try await open(GuardedDisk(base: disk, refusal: code))
        #expect(try await store.find(#"userName eq "ann""#).totalResults == 1)
        await store.close()
    }

    @Test("what a probe leaves when the power fails is in nobody's way")
    func leftProbe() async throws {
        let disk = try await closed()
        disk.content["\(folder)/STORE.json.tmp"] = []
        await (try await open(disk)).close()
        #expect(disk.content["\(folder)/STORE.json.tmp"] == nil)
    }

    @Test(
        "permissions of others are removed and told, those of the group are told and stay",
        arguments: [
            (0o700, 0o600, 0o700, 0o600, false, false), (0o777, 0o666, 0o770, 0o660, true, true),
            (0o755, 0o644, 0o750, 0o640, true, true), (0o701, 0o600, 0o700, 0o600, true, false),
            (0o2770, 0o660, 0o2770, 0o660, false, true), (0o700, 0o440, 0o700, 0o440, false, true),
        ] as [(UInt32, UInt32, UInt32, UInt32, Bool, Bool)])
    func modes(
        folderMode: UInt32, fileMode: UInt32, folderLater: UInt32, fileLater: UInt32, tellsOthers: Bool,
        tellsGroup: Bool
    ) async throws {
        let disk = GuardedDisk(base: try await closed(), folder: folderMode, files: fileMode)
        let log = RecordedLog(from: .warning)
        await (try await open(disk, log)).close()
        #expect(disk.modes == [folder: FileMode(bits: folderLater), "": FileMode(bits: fileLater)])
        #expect(log.lines.contains { $0.hasPrefix("files of the store were open to every user") } == tellsOthers)
        #expect(log.lines.contains { $0.hasPrefix("files of the store are open to their group") } == tellsGroup)
    }

    @Test(
        "what is open to others and cannot be closed is refused, unless they can only list the folder",
        arguments: [
            (0o700, 0o644, true), (0o700, 0o666, true), (0o777, 0o600, true), (0o773, 0o600, true),
            (0o755, 0o600, false), (0o2775, 0o660, false),
        ] as [(UInt32, UInt32, Bool)])
    func foreignModes(folderMode: UInt32, fileMode: UInt32, isRefused: Bool) async throws {
        let disk = GuardedDisk(base: try await closed(), folder: folderMode, files: fileMode, isForeign: true)
        let log = RecordedLog(from: .warning)
        guard isRefused else {
            await (try await open(disk, log)).close()
            #expect(log.lines.contains { $0.contains("can list the data folder") })
            return
        }
        let error = await #expect(throws: JSONFileStoreError.self) { try await open(disk, log) }
        #expect(
            error?.exitCode == 78 && error?.reason.contains("chmod o-rwx \(folder)") == true, "\(error?.reason ?? "")")
    }

    @Test("the modes are those of the disk")
    func realModes() throws {
        var template = Array("/tmp/roster-test-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer {
            $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        let path = try #require(made)
        defer { rmdir(path) }
        let disk = SystemFileSystem()
        try disk.setMode(FileMode(bits: 0o757), of: path)
        #expect(try disk.mode(of: path).description == "0757")
        #expect(try disk.mode(of: path).withoutOthers == FileMode(bits: 0o750))
        #expect(throws: FileSystemError.self) { try disk.mode(of: "\(path)/none") }
    }
}

/// A disk with modes, on which no file can be made or no mode changed.
private final class GuardedDisk: FileSystemWrapper {
    let base: any FileSystem
    private let refusal: Int32?
    private let isForeign: Bool
    /// The mode of the folder, and of all files under no name.
    private let kept: Mutex<[String: FileMode]>

    init(
        base: any FileSystem, refusal: Int32? = nil, folder mode: UInt32 = 0o700, files: UInt32 = 0o600,
        isForeign: Bool = false
    ) {
        self.base = base
        self.refusal = refusal
        self.isForeign = isForeign
        kept = Mutex([folder: FileMode(bits: mode), "": FileMode(bits: files)])
    }

    var modes: [String: FileMode] { kept.withLock { $0 } }

    func open(_ path: String, _ mode: OpenMode) throws(FileSystemError) -> FileDescriptor {
        if mode == .creating, let refusal { throw FileSystemError(refusal, "open", path) }
        return try base.open(path, mode)
    }

    func mode(of path: String) -> FileMode { modes[path] ?? modes[""] ?? FileMode(bits: 0) }

    func setMode(_ mode: FileMode, of path: String) throws(FileSystemError) {
        if isForeign { throw FileSystemError(EPERM, "chmod", path) }
        kept.withLock { $0[$0[path] == nil ? "" : path] = mode }
    }
}
