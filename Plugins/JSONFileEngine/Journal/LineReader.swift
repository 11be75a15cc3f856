#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Reads a file line by line, without ever holding more of it than one line and one block.
package struct LineReader {
    /// One line of a file.
    package struct Line {
        /// Where it begins, in bytes from the beginning of the file.
        package let offset: Int
        /// Its number, from 1.
        package let number: Int
        /// The bytes, without the line feed.
        package let bytes: UnsafeRawBufferPointer
        /// Whether a line feed follows.
        let isTerminated: Bool
        /// Whether it is longer than a line may be; the bytes are its beginning then.
        package let isTooLong: Bool

        /// The checksum; `nil` if the line is not what was written.
        package var checksum: Checksum? { isTerminated && !isTooLong ? Frame.verify(bytes) : nil }
    }

    private static let block = 128 << 10
    private let disk: any FileSystem
    private let file: FileDescriptor
    private var buffer = [UInt8](repeating: 0, count: LineReader.block)
    /// The part of the buffer that has been read and not handed out.
    private var start = 0
    private var end = 0
    /// Where to look on for a line feed.
    private var searched = 0
    private var isAtEnd = false
    private var number = 0
    /// The offset of the next line, in bytes from the beginning of the file.
    package private(set) var offset = 0

    /// Reads a file that has just been opened.
    init(_ file: FileDescriptor, on disk: any FileSystem) {
        self.file = file
        self.disk = disk
    }

    /// Hands out the next line.
    ///
    /// - Returns: What the body returns; `nil` at the end of the file.
    package mutating func next<Result>(_ body: (Line) throws -> Result) throws -> Result? {
        while true {
            if let lineFeed = lineFeed() {
                return try deliver(upTo: lineFeed, isTerminated: true, isTooLong: false, body)
            }
            searched = end
            if end - start > StoreLimits.lineRead {
                return try deliver(upTo: end, isTerminated: false, isTooLong: true, body)
            }
            if isAtEnd {
                guard end > start else { return nil }
                return try deliver(upTo: end, isTerminated: false, isTooLong: false, body)
            }
            try fill()
        }
    }

    private func lineFeed() -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            return memchr(base + searched, 10, end - searched).map { UnsafeRawPointer($0) - base }
        }
    }

    private mutating func deliver<Result>(
        upTo stop: Int, isTerminated: Bool, isTooLong: Bool, _ body: (Line) throws -> Result
    ) throws -> Result {
        number += 1
        defer {
            let next = stop + (isTerminated ? 1 : 0)
            offset += next - start
            start = next
            searched = next
        }
        return try buffer.withUnsafeBytes { bytes in
            try body(
                Line(
                    offset: offset, number: number, bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<stop]),
                    isTerminated: isTerminated, isTooLong: isTooLong))
        }
    }

    private mutating func fill() throws(FileSystemError) {
        if start > 0 {
            let rest = end - start
            buffer.withUnsafeMutableBytes { bytes in
                bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            }
            start = 0
            end = rest
            searched = rest
        }
        if end == buffer.count { buffer.append(contentsOf: repeatElement(0, count: buffer.count)) }
        let (disk, file, free) = (disk, file, end)
        let count = try buffer.withUnsafeMutableBufferPointer { bytes throws(FileSystemError) in
            try disk.read(
                file, into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: bytes[free...])))
        }
        isAtEnd = count == 0
        end += count
    }
}
