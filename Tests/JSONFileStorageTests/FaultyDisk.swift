import JSONFileStorage
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A disk in memory that loses its power at a step, runs full at a size, and fails calls as it is told.
///
/// It is as forgetful as a disk may be: what was not synchronised is gone after a power failure, names included.
final class FaultyDisk: FileSystem {
    /// What survives a power failure beyond what was synchronised.
    enum Luck: CaseIterable {
        /// Nothing.
        case none
        /// Half of the bytes, no name.
        case halfTheBytes
        /// All names, and no bytes.
        case names
        /// Everything.
        case everything
    }

    struct File {
        var bytes: [UInt8] = []
        var synced: [UInt8] = []
    }

    private struct Opening {
        var file: Int
        var position = 0
    }

    private struct State {
        var files: [Int: File] = [:]
        var names: [String: Int] = [:]
        var syncedNames: [String: Int] = [:]
        var folders: Set<String> = ["/"]
        var openings: [Int32: Opening] = [:]
        var locks: [Int: Int32] = [:]
        var next: Int32 = 3
        var nextFile = 1
        var steps = 0
        var stepsLeft = Int.max
        var space = Int.max
        var ignoresSync = false
        var failures: [String: Int32] = [:]
        var calls: [String] = []
        var opened: [String: Int] = [:]
        var isRemote = false
    }

    private let state: Mutex<State>

    init(failingAfter steps: Int = .max) {
        var state = State()
        state.stepsLeft = steps
        self.state = Mutex(state)
    }

    private init(_ state: State) {
        self.state = Mutex(state)
    }

    /// The disk after the power came back.
    func afterPowerLoss(_ luck: Luck = .none) -> FaultyDisk {
        let old = state.withLock { $0 }
        var new = State()
        new.folders = old.folders
        new.next = old.next
        new.nextFile = old.nextFile
        new.names = luck == .names || luck == .everything ? old.names : old.syncedNames
        new.syncedNames = new.names
        for (number, file) in old.files {
            var kept = luck == .everything ? file.bytes : file.synced
            if luck == .halfTheBytes, file.bytes.starts(with: file.synced) {
                kept = Array(file.bytes[..<(file.synced.count + (file.bytes.count - file.synced.count) / 2)])
            }
            new.files[number] = File(bytes: kept, synced: kept)
        }
        return FaultyDisk(new)
    }

    /// How many steps were made that change the disk.
    var steps: Int { state.withLock(\.steps) }

    /// The calls that change the disk.
    var calls: [String] { state.withLock(\.calls) }

    /// How many bytes fit.
    var space: Int {
        get { state.withLock(\.space) }
        set { state.withLock { $0.space = newValue } }
    }

    /// How many bytes there are.
    var used: Int { state.withLock { state in state.files.values.reduce(0) { $0 + $1.bytes.count } } }

    /// Lets the power fail some steps from now on.
    func fail(after steps: Int) { state.withLock { $0.stepsLeft = steps } }

    /// Lets every call of a name fail.
    func fail(_ call: String, with code: Int32?) { state.withLock { $0.failures[call] = code } }

    /// Answers calls to synchronise without doing so, as a store must never do.
    func ignoreSync() { state.withLock { $0.ignoresSync = true } }

    /// The files by path.
    var content: [String: [UInt8]] {
        get { state.withLock { state in state.names.mapValues { state.files[$0]?.bytes ?? [] } } }
        set {
            state.withLock { state in
                for (path, bytes) in newValue {
                    guard let number = state.names[path] else { continue }
                    state.files[number] = File(bytes: bytes, synced: bytes)
                }
            }
        }
    }

    /// Puts the disk into another machine.
    func move() { state.withLock { $0.isRemote = true } }

    func isRemote(_ path: String) throws(FileSystemError) -> Bool { state.withLock(\.isRemote) }

    /// How often each file was opened.
    var opened: [String: Int] { state.withLock { $0.opened } }

    /// A disk with the same content and no fault.
    func copy() -> FaultyDisk { afterPowerLoss(.everything) }
}

extension FaultyDisk {
    func open(_ path: String, _ mode: OpenMode) throws(FileSystemError) -> FileDescriptor {
        try step("open", path, changes: mode == .creating) { state throws(FileSystemError) in
            var number = state.names[path]
            switch (mode, number) {
            case (.creating, _?): throw FileSystemError(EEXIST, "open", path)
            case (.reading, nil), (.appending, nil): throw FileSystemError(ENOENT, "open", path)
            case (_, nil):
                number = state.nextFile
                state.names[path] = number
                state.files[state.nextFile] = File()
                state.nextFile += 1
            default: break
            }
            state.opened[path, default: 0] += 1
            state.next += 1
            state.openings[state.next] = Opening(file: number ?? 0)
            return FileDescriptor(state.next)
        }
    }

    func close(_ file: FileDescriptor) {
        state.withLock { state in
            guard let opening = state.openings.removeValue(forKey: file.number) else { return }
            if state.locks[opening.file] == file.number { state.locks[opening.file] = nil }
        }
    }

    func read(_ file: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer) throws(FileSystemError) -> Int {
        let chunk = try step("read", "", changes: false) { state throws(FileSystemError) in
            guard var opening = state.openings[file.number] else { throw FileSystemError(EBADF, "read", "") }
            let bytes = state.files[opening.file]?.bytes ?? []
            // Short reads happen.
            let chunk = Array(bytes[opening.position..<min(bytes.count, opening.position + min(buffer.count, 777))])
            opening.position += chunk.count
            state.openings[file.number] = opening
            return chunk
        }
        buffer.copyBytes(from: chunk)
        return chunk.count
    }

    func write(_ file: FileDescriptor, _ bytes: UnsafeRawBufferPointer) throws(FileSystemError) -> Int {
        let bytes = Array(bytes)
        return try step("write", "", changes: true) { state throws(FileSystemError) in
            guard let opening = state.openings[file.number] else { throw FileSystemError(EBADF, "write", "") }
            let used = state.files.values.reduce(0) { $0 + $1.bytes.count }
            // Short writes happen.
            let count = min(bytes.count, max(0, state.space - used), 5_000)
            guard count > 0 || bytes.isEmpty else { throw FileSystemError(ENOSPC, "write", "") }
            state.files[opening.file]?.bytes.append(contentsOf: bytes[..<count])
            return count
        }
    }

    func synchronizeData(_ file: FileDescriptor) throws(FileSystemError) { try sync(file, "fdatasync") }

    func synchronize(_ file: FileDescriptor) throws(FileSystemError) { try sync(file, "fsync") }

    private func sync(_ file: FileDescriptor, _ call: String) throws(FileSystemError) {
        try step(call, "", changes: true) { state throws(FileSystemError) in
            guard let opening = state.openings[file.number] else { throw FileSystemError(EBADF, call, "") }
            let bytes = state.files[opening.file]?.bytes ?? []
            if !state.ignoresSync { state.files[opening.file]?.synced = bytes }
        }
    }

    func synchronizeFolder(_ path: String) throws(FileSystemError) {
        try step("fsyncdir", path, changes: true) { state throws(FileSystemError) in
            func isInside(_ name: String) -> Bool {
                name.hasPrefix(path + "/") && !name.dropFirst(path.count + 1).contains("/")
            }
            state.syncedNames = state.syncedNames.filter { !isInside($0.key) }
            for (name, file) in state.names where isInside(name) { state.syncedNames[name] = file }
        }
    }

    func truncate(_ file: FileDescriptor, to length: Int) throws(FileSystemError) {
        try step("ftruncate", "", changes: true) { state throws(FileSystemError) in
            guard let opening = state.openings[file.number] else { throw FileSystemError(EBADF, "ftruncate", "") }
            state.files[opening.file]?.bytes.removeSubrange(length...)
        }
    }

    func rename(_ path: String, to newPath: String) throws(FileSystemError) {
        try step("rename", newPath, changes: true) { state throws(FileSystemError) in
            guard let file = state.names.removeValue(forKey: path) else {
                throw FileSystemError(ENOENT, "rename", path)
            }
            state.names[newPath] = file
        }
    }

    func remove(_ path: String) throws(FileSystemError) {
        try step("unlink", path, changes: true) { state throws(FileSystemError) in
            guard state.names.removeValue(forKey: path) != nil else { throw FileSystemError(ENOENT, "unlink", path) }
        }
    }

    func names(in path: String) throws(FileSystemError) -> [String] {
        try step("names", path, changes: false) { state throws(FileSystemError) in
            state.names.keys.filter { $0.hasPrefix(path + "/") }.map { String($0.dropFirst(path.count + 1)) }
        }
    }

    func makeFolder(_ path: String) throws(FileSystemError) {
        try step("mkdir", path, changes: true) { state throws(FileSystemError) in
            guard state.folders.insert(path).inserted else { throw FileSystemError(EEXIST, "mkdir", path) }
        }
    }

    func lock(_ file: FileDescriptor) throws(FileSystemError) {
        try step("flock", "", changes: false) { state throws(FileSystemError) in
            guard let opening = state.openings[file.number] else { throw FileSystemError(EBADF, "flock", "") }
            guard state.locks[opening.file, default: file.number] == file.number else {
                throw FileSystemError(EWOULDBLOCK, "flock", "")
            }
            state.locks[opening.file] = file.number
        }
    }

    private func step<Result: Sendable>(
        _ call: String, _ path: String, changes: Bool, _ body: (inout State) throws(FileSystemError) -> Result
    ) throws(FileSystemError) -> Result {
        try state.withLock { state throws(FileSystemError) in
            if let code = state.failures[call] { throw FileSystemError(code, call, path) }
            guard state.stepsLeft > 0 else { throw FileSystemError(EIO, call, path) }
            if changes {
                state.stepsLeft -= 1
                state.steps += 1
                state.calls.append(call)
            }
            return try body(&state)
        }
    }
}
