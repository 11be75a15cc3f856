/// Writes a new file block by block.
package struct FileOutput {
    private static let block = 1 << 20
    /// The bytes after which the disk is waited for.
    ///
    /// A large file that were synchronised at once would hold up whoever else waits for the disk.
    private static let part = 4 << 20
    private let disk: any FileSystem
    private let file: FileDescriptor
    private var pending: [UInt8] = []
    private var unsynchronized = 0
    /// The number of bytes so far.
    package private(set) var length = 0

    /// Writes to a file that is open.
    init(_ file: FileDescriptor, on disk: any FileSystem) {
        self.file = file
        self.disk = disk
    }

    /// Adds bytes.
    mutating func append(_ bytes: some Collection<UInt8>) throws(FileSystemError) {
        pending.append(contentsOf: bytes)
        length += bytes.count
        if pending.count >= Self.block { try flush() }
    }

    /// Hands everything that is pending to the operating system.
    mutating func flush() throws(FileSystemError) {
        defer { pending.removeAll(keepingCapacity: true) }
        try disk.writeAll(pending, to: file)
        unsynchronized += pending.count
        guard unsynchronized >= Self.part else { return }
        try disk.synchronizeData(file)
        unsynchronized = 0
    }
}

extension FileSystem {
    /// Writes all bytes, however many the operating system takes at a time.
    func writeAll(_ bytes: [UInt8], to file: FileDescriptor) throws(FileSystemError) {
        try bytes.withUnsafeBufferPointer { bytes throws(FileSystemError) in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = try write(file, rest)
                // A file system that takes nothing without an error would keep this loop going for ever.
                guard count > 0 else { throw FileSystemError.nothingWritten(file.path) }
                rest = UnsafeRawBufferPointer(rebasing: rest[min(count, rest.count)...])
            }
        }
    }
}
