#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A folder for one test, removed with everything in it when nobody refers to it any more.
final class Scratch: Sendable {
    let folder: String

    init() {
        var template = Array("/tmp/service-accounts.XXXXXX".utf8CString)
        folder = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
    }

    deinit {
        remove(recursively: folder)
    }

    /// Where the accounts are kept.
    var file: String { "\(folder)/data/service-accounts.json" }

    /// The names in a folder, by default the one that the accounts are kept in.
    func names(in folder: String? = nil) -> [String] {
        guard let stream = opendir(folder ?? "\(self.folder)/data") else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The content of a file.
    func read(_ path: String) -> String {
        guard let stream = fopen(path, "r") else { return "" }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a file in place.
    func write(_ text: String, mode: UInt32 = 0o600) {
        mkdir("\(folder)/data", 0o700)
        guard let stream = fopen(file, "w") else { return }
        fputs(text, stream)
        fclose(stream)
        chmod(file, mode_t(mode))
    }

    /// The rights and the owner of a file.
    func status(_ path: String) -> (mode: UInt32, user: UInt32) {
        var status = stat()
        guard stat(path, &status) == 0 else { return (0, 0) }
        return (UInt32(status.st_mode & 0o7777), status.st_uid)
    }

    /// The group of a file.
    func group(of path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_gid : .max
    }

    private func remove(recursively path: String) {
        for name in names(in: path) { remove(recursively: "\(path)/\(name)") }
        if rmdir(path) != 0 { unlink(path) }
    }
}
