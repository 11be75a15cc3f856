import Synchronization

@testable import JSONFileEngine
@testable import JSONFileStorage

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A disk in memory that does what disks may do: what was not synchronised survives a power cut in part, in any order, torn,
/// or not at all, and calls fail when they are told to.
///
/// Everything that it knows is one value, so that a test can keep the disk as it was before every call and cut the power at
/// each of these moments.
final class SimulatedDisk: FileSystem {
    /// The most bytes that reach the disk as one.
    static let piece = 512
    /// The most bytes that one call reads or writes.
    static let most = 5_000

    /// What happened to a file since it was synchronised.
    enum Change {
        case write(at: Int, [UInt8])
        case truncate(Int)
    }

    /// What happened to the names in a folder since it was synchronised.
    enum Naming {
        case link(String, Int)
        case unlink(String)
        case rename(String, String, Int)
        case folder(String)
        case renameFolder(String, String)
        case removeFolder(String)
    }

    struct File {
        /// What programs read.
        var current: [UInt8] = []
        /// What is on the disk.
        var durable: [UInt8] = []
        /// What leads from one to the other.
        var pending: [Change] = []
    }

    /// A call that fails.
    struct Fault {
        /// The number of the call, from 0.
        var call: Int
        var code: Int32
        /// Whether all calls behind it fail as well.
        var isLasting = false
    }

    struct State {
        var files: [Int: File] = [:]
        var names: [String: Int] = [:]
        var durableNames: [String: Int] = [:]
        var folders: Set<String> = ["/"]
        var durableFolders: Set<String> = ["/"]
        /// By folder.
        var pendingNames: [String: [Naming]] = [:]
        var openings: [Int32: (file: Int, position: Int)] = [:]
        var openFolders: [Int32: String] = [:]
        var locks: [Int: Int32] = [:]
        var nextOpening: Int32 = 3
        var nextFile = 1
        /// How many calls were made, and how many of them that change something.
        var calls = 0
        var changes = 0
        /// The number of the change at which the power goes.
        var lastChange = Int.max
        var fault: Fault?
        var space = Int.max
        /// Calls that fail whenever they are made, by name.
        var failures: [String: Int32] = [:]
        /// From which byte on files cannot be read, by number.
        var unreadable: [Int: Int] = [:]
        var isRemote = false
        /// How many more times something can be opened.
        var descriptorsLeft = Int.max
        /// How many changes the store has answered, and how many it was asked for, at this moment.
        var answered = 0, asked = 0
        /// Whether a call that makes something durable has failed since the start.
        var hasLostSync = false
    }

    let state: Mutex<State>
    /// What was asked of the disk, which no power cut takes back.
    let tally = Mutex(Tally())
    /// Where calls that make something durable are held up.
    let stall = Stall()
    private let trail = Mutex<[State]?>(nil)

    init(_ state: State = State()) {
        self.state = Mutex(state)
    }

    /// Keeps the disk as it is before each change from now on.
    func record() { trail.withLock { $0 = [] } }

    /// The disk as it was before each change, and as it is now.
    func moments() -> [State] { trail.withLock { ($0 ?? []) + [state.withLock { $0 }] } }

    /// Notes how far the store has come.
    func note(answered: Int, asked: Int) {
        state.withLock {
            $0.answered = answered
            $0.asked = asked
        }
    }
}

extension SimulatedDisk {
    func open(_ path: String, _ mode: OpenMode) throws(FileSystemError) -> FileDescriptor {
        let creates = mode == .creating || mode == .updating
        return try call("open", path, changes: creates) { state throws(FileSystemError) in
            var number = state.names[path]
            switch (mode, number) {
            case (.creating, _?): throw FileSystemError(EEXIST, "open", path)
            case (.reading, nil), (.appending, nil): throw FileSystemError(ENOENT, "open", path)
            case (_, nil):
                guard state.folders.contains(Self.folder(of: path)) else { throw FileSystemError(ENOENT, "open", path) }
                number = state.nextFile
                state.nextFile += 1
                state.files[number ?? 0] = File()
                state.names[path] = number
                state.pendingNames[Self.folder(of: path), default: []].append(.link(path, number ?? 0))
            default: break
            }
            state.nextOpening += 1
            state.openings[state.nextOpening] = (number ?? 0, 0)
            return FileDescriptor(state.nextOpening, of: path)
        }
    }

    func close(_ file: FileDescriptor) {
        state.withLock { state in
            state.openFolders[file.number] = nil
            guard let opening = state.openings.removeValue(forKey: file.number) else { return }
            if state.locks[opening.file] == file.number { state.locks[opening.file] = nil }
        }
    }

    func read(_ file: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer) throws(FileSystemError) -> Int {
        let chunk = try call("read", file.path, changes: false) { state throws(FileSystemError) -> [UInt8] in
            guard let opening = state.openings[file.number] else { throw FileSystemError(EBADF, "read", file.path) }
            let bytes = state.files[opening.file]?.current ?? []
            // Short reads happen.
            var count = min(buffer.count, Self.most, bytes.count - opening.position)
            if let end = state.unreadable[opening.file] {
                count = min(count, end - opening.position)
                if count <= 0, bytes.count > opening.position {
                    throw FileSystemError(EIO, "read", file.path)
                }
            }
            let chunk = bytes[opening.position..<(opening.position + max(0, count))]
            state.openings[file.number]?.position += chunk.count
            return Array(chunk)
        }
        buffer.copyBytes(from: chunk)
        return chunk.count
    }

    func write(_ file: FileDescriptor, _ bytes: UnsafeRawBufferPointer) throws(FileSystemError) -> Int {
        let bytes = Array(bytes)
        return try call("write", file.path, changes: true) { state throws(FileSystemError) in
            guard let opening = state.openings[file.number] else { throw FileSystemError(EBADF, "write", file.path) }
            // Short writes happen.
            var room = min(bytes.count, Self.most)
            var failure: FileSystemError?
            if let fault = state.fault, fault.call == state.calls - 1 {
                // Some of it may be there all the same.
                room = bytes.count / 2
                failure = FileSystemError(fault.code, "write", file.path)
            } else if state.space < .max {
                let used = state.files.values.reduce(0) { $0 + $1.current.count }
                room = min(room, max(0, state.space - used))
                if room == 0, !bytes.isEmpty { failure = FileSystemError(ENOSPC, "write", file.path) }
            }
            state.append(bytes[..<room], to: opening.file)
            if let failure { throw failure }
            return room
        }
    }

    func synchronizeData(_ file: FileDescriptor) throws(FileSystemError) { try synchronize(file, "fdatasync") }

    func synchronize(_ file: FileDescriptor) throws(FileSystemError) { try synchronize(file, "fsync") }

    private func synchronize(_ file: FileDescriptor, _ name: String) throws(FileSystemError) {
        stall.pass()
        try call(name, file.path, changes: true) { state throws(FileSystemError) in
            guard let number = state.openings[file.number]?.file else { throw FileSystemError(EBADF, name, file.path) }
            if let fault = state.fault, fault.call == state.calls - 1 {
                // The cache keeps the new bytes and believes that they are on the disk: the next call will say so.
                state.hasLostSync = true
                state.files[number]?.pending = []
                throw FileSystemError(fault.code, name, file.path)
            }
            guard var content = state.files[number] else { return }
            // What the kernel believes to be clean it does not write again.
            for change in content.pending { content.durable.apply(change) }
            content.pending = []
            state.files[number] = content
        }
    }

    func truncate(_ file: FileDescriptor, to length: Int) throws(FileSystemError) {
        try call("ftruncate", file.path, changes: true) { state throws(FileSystemError) in
            try state.failIfDue("ftruncate", file.path)
            guard let number = state.openings[file.number]?.file else {
                throw FileSystemError(EBADF, "ftruncate", file.path)
            }
            state.files[number]?.current.apply(.truncate(length))
            state.files[number]?.pending.append(.truncate(length))
        }
    }

    func lock(_ file: FileDescriptor) throws(FileSystemError) {
        try call("flock", file.path, changes: false) { state throws(FileSystemError) in
            guard let number = state.openings[file.number]?.file else {
                throw FileSystemError(EBADF, "flock", file.path)
            }
            guard state.locks[number, default: file.number] == file.number else {
                throw FileSystemError(EWOULDBLOCK, "flock", file.path)
            }
            state.locks[number] = file.number
        }
    }

    /// Makes a call, unless the power is gone or the call is to fail.
    func call<Result: Sendable>(
        _ name: String, _ path: String, changes: Bool, _ body: (inout State) throws(FileSystemError) -> Result
    ) throws(FileSystemError) -> Result {
        try state.withLock { state throws(FileSystemError) in
            if let code = state.failures[name] { throw FileSystemError(code, name, path) }
            guard state.changes < state.lastChange else { throw FileSystemError(EIO, name, path) }
            tally.withLock { $0.count(name, path) }
            if changes {
                trail.withLock { $0?.append(state) }
                state.changes += 1
            }
            state.calls += 1
            // Calls that leave something behind when they fail do so themselves.
            if name == "open" || name == "read" || name == "flock" { try state.failIfDue(name, path) }
            if name == "open" {
                guard state.descriptorsLeft > 0 else { throw FileSystemError(EMFILE, name, path) }
                state.descriptorsLeft -= 1
            }
            return try body(&state)
        }
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}

extension SimulatedDisk.State {
    func failIfDue(_ name: String, _ path: String) throws(FileSystemError) {
        if let fault, fault.call == calls - 1 || fault.isLasting && fault.call < calls {
            throw FileSystemError(fault.code, name, path)
        }
    }

    fileprivate mutating func append(_ bytes: ArraySlice<UInt8>, to number: Int) {
        guard var file = files.removeValue(forKey: number) else { return }
        var rest = bytes
        while !rest.isEmpty {
            let offset = file.current.count
            let piece = rest.prefix(SimulatedDisk.piece - offset % SimulatedDisk.piece)
            file.pending.append(.write(at: offset, Array(piece)))
            file.current += piece
            rest = rest.dropFirst(piece.count)
        }
        files[number] = file
    }

    /// Makes a change of names durable.
    mutating func settle(_ naming: SimulatedDisk.Naming) {
        switch naming {
        case .link(let path, let file): durableNames[path] = file
        case .unlink(let path): durableNames[path] = nil
        case .rename(let path, let newPath, let file):
            durableNames[path] = nil
            durableNames[newPath] = file
        case .folder(let path): durableFolders.insert(path)
        case .renameFolder(let path, let newPath):
            durableFolders = SimulatedDisk.moving(durableFolders, from: path, to: newPath)
            durableNames = SimulatedDisk.moving(durableNames, from: path, to: newPath)
        case .removeFolder(let path):
            durableFolders.remove(path)
            durableNames = durableNames.filter { SimulatedDisk.folder(of: $0.key) != path }
        }
    }
}

extension [UInt8] {
    /// Carries a change out; what was never written reads as zeros.
    mutating func apply(_ change: SimulatedDisk.Change) {
        switch change {
        case .truncate(let length): removeSubrange(Swift.min(length, count)...)
        case .write(let offset, let bytes):
            if count < offset { self += [UInt8](repeating: 0, count: offset - count) }
            replaceSubrange(offset..<Swift.min(count, offset + bytes.count), with: bytes)
        }
    }
}
