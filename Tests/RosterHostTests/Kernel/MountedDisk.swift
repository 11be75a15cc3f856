import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file system of a test's own, which is unmounted and gone at its end.
class MountedDisk {
    let folder: URL
    private(set) var isMounted = false

    init() throws {
        folder = URL.temporaryDirectory.appending(path: "roster-disk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? unmount()
        try? FileManager.default.removeItem(at: folder)
    }

    func mount(_ arguments: [String]) throws {
        try Self.require(["mount"] + arguments + [folder.path()])
        isMounted = true
    }

    func unmount() throws {
        guard isMounted else { return }
        try Self.require(["umount", folder.path()])
        isMounted = false
    }

    static func require(_ command: [String]) throws {
        let (status, output) = try Kernel.run(command)
        guard status == 0 else { throw Kernel.Failed(command: command.joined(separator: " "), output: output) }
    }
}

/// A disk in memory, of a few blocks or files.
final class MemoryDisk: MountedDisk {
    init(options: String) throws {
        try super.init()
        try mount(["-t", "tmpfs", "-o", options, "tmpfs"])
    }

    /// Gives the disk other limits.
    func resize(_ options: String) throws { try Self.require(["mount", "-o", "remount,\(options)", folder.path()]) }
}

/// An ext4 file system in a file, whose power can be cut.
final class LoopDisk: MountedDisk {
    private let image: URL

    override init() throws {
        image = URL.temporaryDirectory.appending(path: "roster-disk-\(UUID().uuidString).img")
        try super.init()
        try Self.require(["truncate", "-s", "64M", image.path()])
        try Self.require(["mkfs.ext4", "-q", "-F", image.path()])
        try mount()
    }

    deinit {
        try? FileManager.default.removeItem(at: image)
    }

    func mount() throws { try mount(["-o", "loop", image.path()]) }

    /// Loses everything that is not on the disk, journal included (`FS_IOC_SHUTDOWN`, `NOLOGFLUSH`).
    func cutPower() throws {
        let file = open(folder.path(), O_RDONLY | O_DIRECTORY)
        defer { close(file) }
        var flag: UInt32 = 2
        guard file >= 0, ioctl(file, 0x8004_587D, &flag) == 0 else {
            throw Kernel.Failed(command: "FS_IOC_SHUTDOWN", output: String(cString: strerror(errno)))
        }
    }
}
