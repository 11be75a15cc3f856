import RosterCore
import SCIM
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

/// A bug that a store might have; the simulation has to find each of them, or it shows nothing.
enum StoreMutant: CaseIterable {
    case skipsDataSync
    case answersBeforeSync
    case skipsFolderSync
    case renamesBeforeSync
    case deletesBeforeSnapshotIsDurable
    case ignoresShortWrites
    case retriesFailedSync
    case cutsAtFirstBadLine
    case readsChecksumsLeniently
}

/// A disk between a store and its own that makes the calls a store with a bug would make.
final class MutantDisk: FileSystemWrapper {
    private struct State {
        var paths: [FileDescriptor: String] = [:]
        /// A sync that was promised and not made.
        var owed: FileDescriptor?
        /// The content of files that a store reads with other eyes.
        var views: [FileDescriptor: (bytes: [UInt8], position: Int)] = [:]
        /// Files whose names were changed before they were synchronised.
        var hasRenamed: Set<String> = []
    }

    let base: any FileSystem
    private let mutant: StoreMutant
    private let state = Mutex(State())

    init(_ base: any FileSystem, with mutant: StoreMutant) {
        self.base = base
        self.mutant = mutant
    }

    func open(_ path: String, _ mode: OpenMode) throws(FileSystemError) -> FileDescriptor {
        let file = try base.open(path, mode)
        state.withLock { $0.paths[file] = path }
        if mode == .reading, path.contains("journal-"), let view = try view(of: file) {
            state.withLock { $0.views[file] = (view, 0) }
        }
        return file
    }

    func close(_ file: FileDescriptor) {
        base.close(file)
        state.withLock { state in
            state.paths[file] = nil
            state.views[file] = nil
        }
    }

    func read(_ file: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer) throws(FileSystemError) -> Int {
        let chunk = state.withLock { state -> [UInt8]? in
            guard let (bytes, position) = state.views[file] else { return nil }
            let chunk = Array(bytes[position..<min(bytes.count, position + buffer.count)])
            state.views[file]?.position += chunk.count
            return chunk
        }
        guard let chunk else { return try base.read(file, into: buffer) }
        buffer.copyBytes(from: chunk)
        return chunk.count
    }

    func write(_ file: FileDescriptor, _ bytes: UnsafeRawBufferPointer) throws(FileSystemError) -> Int {
        try payOwed()
        guard mutant == .ignoresShortWrites else { return try base.write(file, bytes) }
        // The operating system takes a part, and the store believes that it has taken everything.
        let part = max(1, bytes.count * 3 / 4)
        _ = try base.write(file, UnsafeRawBufferPointer(rebasing: bytes[..<min(part, bytes.count)]))
        return bytes.count
    }

    func synchronizeData(_ file: FileDescriptor) throws(FileSystemError) {
        switch mutant {
        case .skipsDataSync: break
        case .answersBeforeSync: state.withLock { $0.owed = file }
        case .retriesFailedSync:
            do { try base.synchronizeData(file) } catch { try base.synchronizeData(file) }
        default: try base.synchronizeData(file)
        }
    }

    func synchronize(_ file: FileDescriptor) throws(FileSystemError) {
        let path = state.withLock { $0.paths[file] ?? "" }
        switch mutant {
        case .renamesBeforeSync: break
        case .deletesBeforeSnapshotIsDurable where path.contains("snapshot-"): break
        case .retriesFailedSync:
            do { try base.synchronize(file) } catch { try base.synchronize(file) }
        default: try base.synchronize(file)
        }
    }

    func synchronizeFolder(_ folder: FileDescriptor) throws(FileSystemError) {
        if mutant != .skipsFolderSync { try base.synchronizeFolder(folder) }
    }

    private func payOwed() throws(FileSystemError) {
        let owed = state.withLock { state in
            defer { state.owed = nil }
            return state.owed
        }
        if let owed { try base.synchronizeData(owed) }
    }

    /// What a store with a bug takes a segment for; `nil` if it reads it as it is.
    private func view(of file: FileDescriptor) throws(FileSystemError) -> [UInt8]? {
        guard mutant == .cutsAtFirstBadLine || mutant == .readsChecksumsLeniently else { return nil }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let base = base
            let count = try block.withUnsafeMutableBufferPointer { buffer throws(FileSystemError) in
                try base.read(file, into: UnsafeMutableRawBufferPointer(buffer))
            }
            if count == 0 { break }
            bytes += block[..<count]
        }
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        let isSound = { (line: ArraySlice<UInt8>) in Array(line).withUnsafeBytes { Frame.verify($0) != nil } }
        if mutant == .cutsAtFirstBadLine { return Array(lines.prefix(while: isSound).joined(separator: [10])) + [10] }
        return Array(lines.map { isSound($0) ? $0 : Self.mended($0) }.joined(separator: [10]))
    }

    /// A line whose checksum is right except for the letter case of its digits, or what follows them.
    private static func mended(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard line.count > Frame.tailLength else { return line }
        let end = line.endIndex - Frame.tailLength
        var whole = Array(line[..<end])
        let digits = line[(end + 6)..<(end + 38)].map { 65...70 ~= $0 ? $0 + 32 : $0 }
        _ = Frame.end(&whole)
        whole.removeLast()
        return whole[(whole.count - 34)..<(whole.count - 2)].elementsEqual(digits) ? whole[...] : line
    }
}
