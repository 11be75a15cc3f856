import Foundation
import RosterComposition
import RosterCore

/// Reads a file or standard input line by line.
struct InputLines {
    private static let block = 1 << 20
    private let path: String
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: ``Failure`` with status 66 if it cannot be read.
    init(_ path: String) throws {
        self.path = path
        if path == "-" {
            file = .standardInput
            return
        }
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw Self.failure(path, errno) }
        file = FileHandle(fileDescriptor: number, closeOnDealloc: true)
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
            let end = buffer.count
            try fill()
            isAtEnd = buffer.count == end
        }
    }

    /// Reads on; nothing comes at the end.
    private mutating func fill() throws {
        let number = file.fileDescriptor
        let block = try [UInt8](unsafeUninitializedCapacity: Self.block) { bytes, count in
            var result = -1
            repeat { result = read(number, bytes.baseAddress, bytes.count) } while result < 0 && errno == EINTR
            guard result >= 0 else { throw Self.failure(path, errno) }
            count = result
        }
        buffer += block
    }

    private static func failure(_ path: String, _ code: Int32) -> Failure {
        let name = path == "-" ? "standard input" : path
        return Failure(exitCode: 66, reason: "\(name): it cannot be read: \(String(cString: strerror(code)))")
    }
}
