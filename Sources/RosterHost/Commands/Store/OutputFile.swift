import Foundation
import RosterCore

/// Writes a file that only its owner may read, or standard output.
struct OutputFile {
    private static let block = 1 << 20
    private let path: String?
    private let file: FileHandle
    private var buffer: [UInt8] = []

    /// Begins a file; without a path it is standard output.
    ///
    /// A file has its name only when it is complete.
    ///
    /// - Throws: ``Failure`` with status 73 if it cannot be made.
    init(_ path: String?) throws {
        self.path = path
        guard let path else {
            file = .standardOutput
            return
        }
        let isMade = FileManager.default.createFile(
            atPath: path + ".tmp", contents: nil, attributes: [.posixPermissions: 0o600])
        guard isMade, let file = FileHandle(forWritingAtPath: path + ".tmp") else {
            throw Failure(exitCode: 73, reason: "\(path): the file cannot be made")
        }
        self.file = file
    }

    /// Adds a line.
    mutating func append(_ line: [UInt8]) throws {
        buffer += line
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.block { try flush() }
    }

    /// Ends the file.
    mutating func finish() throws {
        try flush()
        guard let path else { return }
        try file.synchronize()
        try file.close()
        guard rename(path + ".tmp", path) == 0 else {
            throw Failure(exitCode: 73, reason: "\(path): the file cannot be made")
        }
    }

    private mutating func flush() throws {
        defer { buffer.removeAll(keepingCapacity: true) }
        do {
            try file.write(contentsOf: buffer)
        } catch {
            throw Failure(exitCode: 74, reason: "\(path ?? "standard output"): it cannot be written")
        }
    }
}
