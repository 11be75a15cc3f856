package import SCIM

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The claim of this process on a folder.
///
/// The operating system lets go of it when the process ends, however it ends.
package struct FolderLock: Sendable {
    /// The locked file.
    package let file: FileDescriptor
    private let folder: StoreFolder

    /// Claims a folder.
    ///
    /// - Throws: ``JSONFileStoreError`` of kind `inUse` at once if another process has it.
    package init(_ folder: StoreFolder, at now: DateTime) throws {
        let path = folder.path(of: FileName.lock), file: FileDescriptor
        do {
            file = try folder.disk.open(path, .updating)
        } catch {
            guard error.isNoFile else { throw error }
            throw JSONFileStoreError(
                .corrupt,
                "\(FileName.lock): \(error.reason). Nothing was changed. It holds nothing of the data; put it away: "
                    + "mv \(path) \(path).old")
        }
        do {
            try folder.disk.lock(file)
        } catch {
            defer { folder.disk.close(file) }
            guard error.isLocked else { throw error }
            throw JSONFileStoreError(
                .inUse, "data folder \(folder.path) is in use by \(Self.holder(in: folder))")
        }
        do {
            try folder.disk.truncate(file, to: 0)
            try folder.disk.writeAll(Self.text(now), to: file)
        } catch {
            // The text is for people; the lock holds without it.
            guard error.isLackOfSpace else {
                folder.disk.close(file)
                throw error
            }
        }
        self.file = file
        self.folder = folder
    }

    /// Makes sure that the claim still keeps others out: one on a file that nobody finds does not.
    func check() throws(FileSystemError) { try folder.checkPresence(of: file, as: FileName.lock) }

    private static func text(_ now: DateTime) -> [UInt8] {
        let attributes: Attributes = [
            "pid": .number(Number(Int(getpid()))), "host": .string(host), "startedAt": .string(now.description),
        ]
        return attributes.jsonBytes + [UInt8(ascii: "\n")]
    }

    private static var host: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress, gethostname(start, 255) == 0 else { return "" }
            buffer[255] = 0
            return String(cString: start)
        }
    }

    /// Who has the folder, as far as the file tells.
    ///
    /// Whoever has just taken the lock writes down who it is a moment later, so that the file may still name one before.
    private static func holder(in folder: StoreFolder) -> String {
        var found: Claim?
        for _ in 0..<attempts {
            found = claim(in: folder)
            if let found, kill(pid_t(truncatingIfNeeded: found.pid), 0) == 0 || errno == EPERM { break }
            usleep(attemptInterval)
        }
        guard let found else { return "another process" }
        let details = [found.since.map { "since \($0)" }, found.host.map { "on \($0)" }].compactMap { $0 }
        return "process \(found.pid)" + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
    }

    private static let attempts = 20
    /// In microseconds.
    private static let attemptInterval: UInt32 = 10_000

    private typealias Claim = (pid: Int, since: String?, host: String?)

    private static func claim(in folder: StoreFolder) -> Claim? {
        guard let file = try? folder.disk.open(folder.path(of: FileName.lock), .reading) else { return nil }
        defer { folder.disk.close(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = bytes.withUnsafeMutableBytes { (try? folder.disk.read(file, into: $0)) ?? 0 }
        guard let value = try? JSONReader.read(bytes[..<count]), let pid = value["pid"]?.integer else { return nil }
        return (pid, value["startedAt"]?.string, value["host"]?.string)
    }
}
