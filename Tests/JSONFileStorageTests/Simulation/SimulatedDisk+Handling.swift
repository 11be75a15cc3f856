import RosterTesting
import Synchronization

@testable import JSONFileEngine
@testable import JSONFileStorage

extension SimulatedDisk {
    /// What was asked of a disk.
    struct Tally {
        /// How often each call was made.
        var calls: [String: Int] = [:]
        /// How often each file was opened.
        var opened: [String: Int] = [:]

        mutating func count(_ call: String, _ path: String) {
            calls[call, default: 0] += 1
            if call == "open" { opened[path, default: 0] += 1 }
        }
    }

    /// What a power cut leaves beyond what was synchronised.
    enum Luck: CaseIterable {
        case none
        /// The beginning of the bytes, and no name.
        case beginningOfBytes
        /// All names, and no bytes.
        case names
        case everything
    }

    /// A disk whose power goes after so many changes.
    convenience init(failingAfter changes: Int) {
        var state = State()
        state.lastChange = changes
        self.init(state)
    }

    /// A disk with files, each in a folder.
    convenience init(_ content: [String: [UInt8]]) {
        var state = State()
        for (path, bytes) in content {
            var folder = Self.folder(of: path)
            while state.folders.insert(folder).inserted { folder = Self.folder(of: folder) }
            state.names[path] = state.nextFile
            state.files[state.nextFile] = File(current: bytes, durable: bytes)
            state.nextFile += 1
        }
        state.durableFolders = state.folders
        state.durableNames = state.names
        self.init(state)
    }

    /// Lets the power go some changes from now on.
    func fail(after changes: Int) { state.withLock { $0.lastChange = $0.changes + changes } }

    /// Has a file read no further than to a byte, as on a disk with a sector that is corrupt.
    func spoil(_ path: String, from byte: Int) {
        state.withLock { state in
            if let number = state.names[path] { state.unreadable[number] = byte }
        }
    }

    /// Lets every call of a name fail, or none any more.
    func fail(_ call: String, with code: Int32?) { state.withLock { $0.failures[call] = code } }

    /// The disk after the power came back.
    func afterPowerCut(_ luck: Luck = .none) -> SimulatedDisk {
        var generator = SeededGenerator(seed: 0)
        let (bytes, names): (Bytes, Names) =
            switch luck {
            case .none: (.none, .none)
            case .beginningOfBytes: (.beginning, .none)
            case .names: (.none, .all)
            case .everything: (.all, .all)
            }
        return SimulatedDisk(state.withLock { $0 }.afterPowerCut(&generator, bytes: bytes, names: names))
    }

    /// A disk with the same content and no fault.
    func copy() -> SimulatedDisk { afterPowerCut(.everything) }

    /// How many changes were made.
    var changes: Int { state.withLock { $0.changes } }

    /// How many bytes fit.
    var space: Int {
        get { state.withLock { $0.space } }
        set { state.withLock { $0.space = newValue } }
    }

    /// How many bytes there are.
    var used: Int { state.withLock { state in state.files.values.reduce(0) { $0 + $1.current.count } } }

    /// The files by path.
    var content: [String: [UInt8]] {
        get { state.withLock { state in state.names.mapValues { state.files[$0]?.current ?? [] } } }
        set {
            state.withLock { state in
                for (path, bytes) in newValue {
                    guard let number = state.names[path] else { continue }
                    state.files[number] = File(current: bytes, durable: bytes)
                }
            }
        }
    }

    /// The folders by path.
    var folders: Set<String> { state.withLock { $0.folders } }

    /// Puts the disk into another machine.
    func move() { state.withLock { $0.isRemote = true } }

    func isRemote(_ path: String) throws(FileSystemError) -> Bool { state.withLock { $0.isRemote } }

    /// How often a call was made.
    func count(of call: String) -> Int { tally.withLock { $0.calls[call] ?? 0 } }

    /// How often each file was opened.
    var opened: [String: Int] { tally.withLock { $0.opened } }
}
