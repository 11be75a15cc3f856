import Foundation

/// A folder for the files of one input, empty again with each.
enum ScratchFolder {
    /// The path; `scripts/fuzz.sh` takes it away when the run ends.
    static let path = FileManager.default.temporaryDirectory
        .appending(path: "roster-fuzz-\(ProcessInfo.processInfo.processIdentifier)").path

    /// Takes away what the last input left.
    static func clear() {
        let files = FileManager.default
        try? files.removeItem(atPath: path)
        do {
            try files.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            violation("there is room for files", "\(error)")
        }
    }

    /// Writes a file that only its owner can read.
    static func write(_ name: String, _ bytes: [UInt8]) -> String {
        let file = "\(path)/\(name)"
        if !FileManager.default.createFile(atPath: file, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        {
            violation("there is room for files", file)
        }
        return file
    }
}
