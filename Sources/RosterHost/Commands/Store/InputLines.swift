import Foundation
import RosterCore

/// Reads a file or standard input line by line.
struct InputLines {
    private static let block = 1 << 20
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: ``Failure`` with status 66 if it cannot be read.
    init(_ path: String) throws {
        if path == "-" {
            file = .standardInput
            return
        }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Failure(exitCode: 66, reason: "\(path): the file cannot be read")
        }
        self.file = file
    }

    /// The next line without its line feed; `nil` at the end.
    mutating func next() throws -> [UInt8]? {
        var searched = start
        while true {
            if let feed = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = feed + 1 }
                return Array(buffer[start..<feed])
            }
            if isAtEnd {
                defer { start = buffer.count }
                return start < buffer.count ? Array(buffer[start...]) : nil
            }
            buffer.removeSubrange(..<start)
            start = 0
            searched = buffer.count
            let block = try file.read(upToCount: Self.block) ?? Data()
            isAtEnd = block.isEmpty
            buffer += block
        }
    }
}
