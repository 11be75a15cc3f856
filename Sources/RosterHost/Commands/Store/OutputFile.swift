import Foundation
import RosterComposition
import RosterCore

/// Writes a file that only its owner may read, or standard output.
struct OutputFile {
    private static let block = 1 << 20
    private let path: String?
    private let file: FileHandle
    private var buffer: [UInt8] = []

    /// Begins a file; without a path it is standard output.
    ///
    /// A file has its name only when it is complete, and takes no other's place: a slip would cost a configuration, or a journal.
    ///
    /// - Throws: ``Failure`` with status 73 if it cannot be made, or there is one.
    init(_ path: String?) throws {
        self.path = path
        guard let path else {
            file = .standardOutput
            return
        }
        var status = stat()
        guard lstat(path, &status) != 0 else {
            throw Failure(
                exitCode: 73, reason: "\(path): there is such a file already; name another, or delete it first")
        }
        let number = open(path + ".tmp", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw StandardStreams.failure(path, errno) }
        file = FileHandle(fileDescriptor: number, closeOnDealloc: true)
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
        guard fsync(file.fileDescriptor) == 0, rename(path + ".tmp", path) == 0 else {
            throw StandardStreams.failure(path, errno)
        }
    }

    /// Deletes what there is of a file that cannot be completed.
    func discard() {
        if let path { unlink(path + ".tmp") }
    }

    /// Makes a small file.
    ///
    /// - Throws: ``Failure`` with status 73 or 74; there is no part of the file then.
    static func make(_ path: String, _ content: [UInt8]) throws {
        let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw StandardStreams.failure(path, errno) }
        do {
            defer { close(number) }
            try StandardStreams.write(content, to: number, called: path)
        } catch {
            unlink(path)
            throw error
        }
    }

    private mutating func flush() throws {
        defer { buffer.removeAll(keepingCapacity: true) }
        try StandardStreams.write(buffer, to: file.fileDescriptor, called: path ?? "standard output")
    }
}
