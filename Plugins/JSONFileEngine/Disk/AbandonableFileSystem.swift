#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A disk from which nothing is read any more once what is done with it is given up.
///
/// Long work that reads ends between two pieces in this way, however deep inside it the reading is.
package struct AbandonableFileSystem: FileSystemWrapper {
    /// The disk.
    package let base: any FileSystem
    /// Asked before each read whether the work is given up.
    let isAbandoned: @Sendable () -> Bool

    /// Wraps a disk.
    package init(base: any FileSystem, isAbandoned: @escaping @Sendable () -> Bool) {
        self.base = base
        self.isAbandoned = isAbandoned
    }

    package func read(_ file: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer) throws(FileSystemError) -> Int
    {
        if isAbandoned() { throw FileSystemError(ECANCELED, "read", file.path) }
        return try base.read(file, into: buffer)
    }
}
