#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The disk of the machine, by the calls of the operating system.
package struct SystemFileSystem: FileSystem {
    /// Names the disk of the machine.
    package init() {}

    package func open(_ path: String, _ mode: OpenMode) throws(FileSystemError) -> FileDescriptor {
        let flags: Int32 =
            switch mode {
            case .reading: O_RDONLY
            case .creating: O_WRONLY | O_CREAT | O_EXCL | O_APPEND
            case .appending: O_WRONLY | O_APPEND
            case .updating: O_RDWR | O_CREAT | O_APPEND
            }
        // A link in the place of a file would have another file written to.
        let link = mode == .reading ? 0 : O_NOFOLLOW
        // A pipe in the place of a file would keep whoever opens it waiting.
        let file = try Self.opened(path, flags | link | O_NONBLOCK | O_CLOEXEC)
        var status = stat()
        guard fstat(file.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(file)
            throw .noFile(path)
        }
        return file
    }

    /// Opens a file; one that root makes is handed over.
    private static func opened(_ path: String, _ flags: Int32) throws(FileSystemError) -> FileDescriptor {
        func open(_ flags: Int32) throws(FileSystemError) -> FileDescriptor {
            FileDescriptor(try finding("open", path) { openFile(path, flags, 0o600) }, of: path)
        }
        guard flags & O_CREAT != 0, geteuid() == 0 else { return try open(flags) }
        let file: FileDescriptor
        do {
            file = try open(flags | O_EXCL)
        } catch {
            // What was there already is left to whom it belongs.
            guard error.isPresent, flags & O_EXCL == 0 else { throw error }
            return try open(flags)
        }
        do {
            try handOver(file.number, at: path)
        } catch {
            _ = closeFile(file.number)
            _ = unlink(path)
            throw error
        }
        return file
    }

    package func close(_ file: FileDescriptor) {
        // Whatever has to be on the disk has been synchronised; an error of `close` has nothing left to say.
        _ = closeFile(file.number)
    }

    package func read(
        _ file: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer
    ) throws(FileSystemError) -> Int {
        try Self.repeating("read", file) { readFile(file.number, buffer.baseAddress, buffer.count) }
    }

    package func write(_ file: FileDescriptor, _ bytes: UnsafeRawBufferPointer) throws(FileSystemError) -> Int {
        try Self.repeating("write", file) { writeFile(file.number, bytes.baseAddress, bytes.count) }
    }

    package func synchronizeData(_ file: FileDescriptor) throws(FileSystemError) {
        #if canImport(Darwin)
        // `fsync` of Darwin leaves the data in the cache of the drive.
        _ = try Self.repeating("fcntl", file) { fcntl(file.number, F_FULLFSYNC) }
        #else
        _ = try Self.repeating("fdatasync", file) { fdatasync(file.number) }
        #endif
    }

    package func synchronize(_ file: FileDescriptor) throws(FileSystemError) {
        #if canImport(Darwin)
        _ = try Self.repeating("fcntl", file) { fcntl(file.number, F_FULLFSYNC) }
        #else
        _ = try Self.repeating("fsync", file) { fsync(file.number) }
        #endif
    }

    package func openFolder(_ path: String) throws(FileSystemError) -> FileDescriptor {
        FileDescriptor(
            try Self.repeating("open", path) { openFile(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0) }, of: path)
    }

    package func synchronizeFolder(_ folder: FileDescriptor) throws(FileSystemError) {
        _ = try Self.repeating("fsync", folder) { fsync(folder.number) }
    }

    package func length(of file: FileDescriptor, at path: String) throws(FileSystemError) -> Int? {
        var opened = stat(), named = stat()
        _ = try Self.repeating("fstat", file) { fstat(file.number, &opened) }
        do {
            _ = try Self.repeating("stat", path) { stat(path, &named) }
        } catch {
            if error.isMissing { return nil }
            throw error
        }
        return opened.st_dev == named.st_dev && opened.st_ino == named.st_ino ? Int(opened.st_size) : nil
    }

    package func truncate(_ file: FileDescriptor, to length: Int) throws(FileSystemError) {
        _ = try Self.repeating("ftruncate", file) { ftruncate(file.number, off_t(length)) }
    }

    package func rename(_ path: String, to newPath: String) throws(FileSystemError) {
        _ = try Self.repeating("rename", newPath) { renameFile(path, newPath) }
    }

    package func remove(_ path: String) throws(FileSystemError) {
        _ = try Self.repeating("unlink", path) { unlink(path) }
    }

    package func names(in path: String) throws(FileSystemError) -> [String] {
        guard let folder = opendir(path) else { throw Self.failure(errno, "opendir", path) }
        defer { closedir(folder) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(folder) {
            // The entry is as long as its name: a copy of the whole structure would read beyond its end.
            let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
            let name = String(cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw FileSystemError(errno, "readdir", path) }
        return names
    }

    package func makeFolder(_ path: String) throws(FileSystemError) {
        _ = try Self.repeating("mkdir", path) { mkdir(path, 0o700) }
        guard geteuid() == 0 else { return }
        let folder = try openFolder(path)
        defer { close(folder) }
        try Self.handOver(folder.number, at: path)
    }

    package func removeFolder(_ path: String) throws(FileSystemError) {
        _ = try Self.repeating("rmdir", path) { rmdir(path) }
    }

    package func length(of path: String) throws(FileSystemError) -> Int {
        var status = stat()
        _ = try Self.finding("stat", path) { stat(path, &status) }
        return Int(status.st_size)
    }

    package func lock(_ file: FileDescriptor) throws(FileSystemError) {
        _ = try Self.repeating("flock", file) { flock(file.number, LOCK_EX | LOCK_NB) }
    }

    package func mode(of path: String) throws(FileSystemError) -> FileMode {
        var status = stat()
        _ = try Self.finding("stat", path) { stat(path, &status) }
        return FileMode(bits: UInt32(status.st_mode))
    }

    package func setMode(_ mode: FileMode, of path: String) throws(FileSystemError) {
        _ = try Self.finding("chmod", path) { chmod(path, mode_t(mode.bits)) }
    }

    package func realPath(of path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}

extension SystemFileSystem {
    /// Drops the pages of the file that are on the disk already; only Linux has a call for that.
    package func letCacheGo(of file: FileDescriptor) {
        #if os(Linux)
        _ = posix_fadvise(file.number, 0, 0, POSIX_FADV_DONTNEED)
        #endif
    }

    /// Looks at the mounts of this process; where there is no such list, every folder counts as one of this machine.
    package func isRemote(_ path: String) throws(FileSystemError) -> Bool {
        guard let real = realPath(of: path) else { throw Self.failure(errno, "realpath", path) }
        return try mounts().isRemote(real)
    }

    /// What is mounted for this process; empty where there is no such list.
    func mounts() throws(FileSystemError) -> MountTable {
        guard let file = try? open("/proc/self/mountinfo", .reading) else { return MountTable("") }
        defer { close(file) }
        var text: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = try block.withUnsafeMutableBufferPointer { block throws(FileSystemError) in
                try read(file, into: UnsafeMutableRawBufferPointer(block))
            }
            if count == 0 { break }
            text += block[..<count]
        }
        return MountTable(String(decoding: text, as: UTF8.self))
    }

    /// Makes a call on what has a name: a link to nothing is there, and no file.
    private static func finding(
        _ call: String, _ path: String, _ body: () -> Int32
    ) throws(FileSystemError) -> Int32 {
        do {
            return try repeating(call, path, body)
        } catch {
            var status = stat()
            let isLink = lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
            throw isLink && (error.isMissing || error.code == ELOOP) ? .noFile(path) : error
        }
    }

    /// Repeats a call for as long as signals interrupt it.
    static func repeating<Result: FixedWidthInteger>(
        _ call: String, _ path: String, _ body: () -> Result
    ) throws(FileSystemError) -> Result {
        while true {
            let result = body()
            if result >= 0 { return result }
            let code = errno
            if code != EINTR { throw failure(code, call, path) }
        }
    }

    private static func repeating<Result: FixedWidthInteger>(
        _ call: String, _ file: FileDescriptor, _ body: () -> Result
    ) throws(FileSystemError) -> Result {
        try repeating(call, file.path, body)
    }
}

// The names of these calls are those of methods above, which would hide them.
private let openFile: @Sendable (String, Int32, mode_t) -> Int32 = { open($0, $1, $2) }
private let closeFile: @Sendable (Int32) -> Int32 = { close($0) }
private let readFile: @Sendable (Int32, UnsafeMutableRawPointer?, Int) -> Int = { read($0, $1, $2) }
private let writeFile: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = { write($0, $1, $2) }
private let renameFile: @Sendable (String, String) -> Int32 = { rename($0, $1) }
