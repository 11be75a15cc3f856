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

extension SimulatedDisk {
    func openFolder(_ path: String) throws(FileSystemError) -> FileDescriptor {
        try call("open", path, changes: false) { state throws(FileSystemError) in
            guard state.folders.contains(path) else { throw FileSystemError(ENOENT, "open", path) }
            state.nextOpening += 1
            state.openFolders[state.nextOpening] = path
            return FileDescriptor(state.nextOpening, of: path)
        }
    }

    func length(of file: FileDescriptor, at path: String) throws(FileSystemError) -> Int? {
        try call("stat", path, changes: false) { state throws(FileSystemError) in
            try state.failIfDue("stat", path)
            guard let opening = state.openings[file.number] else { throw FileSystemError(EBADF, "fstat", path) }
            return state.names[path] == opening.file ? state.files[opening.file]?.current.count : nil
        }
    }

    func length(of path: String) throws(FileSystemError) -> Int {
        try call("stat", path, changes: false) { state throws(FileSystemError) in
            try state.failIfDue("stat", path)
            guard let file = state.names[path] else { throw FileSystemError(ENOENT, "stat", path) }
            return state.files[file]?.current.count ?? 0
        }
    }

    func synchronizeFolder(_ folder: FileDescriptor) throws(FileSystemError) {
        try call("fsync", folder.path, changes: true) { state throws(FileSystemError) in
            guard let path = state.openFolders[folder.number] else {
                throw FileSystemError(EBADF, "fsync", folder.path)
            }
            if let fault = state.fault, fault.call == state.calls - 1 {
                state.hasLostSync = true
                throw FileSystemError(fault.code, "fsync", path)
            }
            for naming in state.pendingNames[path] ?? [] { state.settle(naming) }
            state.pendingNames[path] = nil
        }
    }

    func rename(_ path: String, to newPath: String) throws(FileSystemError) {
        try call("rename", newPath, changes: true) { state throws(FileSystemError) in
            try state.failIfDue("rename", newPath)
            if state.folders.contains(path) { return try state.renameFolder(path, to: newPath) }
            guard let file = state.names.removeValue(forKey: path) else {
                throw FileSystemError(ENOENT, "rename", path)
            }
            state.names[newPath] = file
            state.pendingNames[Self.folder(of: newPath), default: []].append(.rename(path, newPath, file))
        }
    }

    func remove(_ path: String) throws(FileSystemError) {
        try call("unlink", path, changes: true) { state throws(FileSystemError) in
            try state.failIfDue("unlink", path)
            guard state.names.removeValue(forKey: path) != nil else { throw FileSystemError(ENOENT, "unlink", path) }
            state.pendingNames[Self.folder(of: path), default: []].append(.unlink(path))
        }
    }

    func names(in path: String) throws(FileSystemError) -> [String] {
        try call("opendir", path, changes: false) { state throws(FileSystemError) in
            try state.failIfDue("opendir", path)
            guard state.folders.contains(path) else { throw FileSystemError(ENOENT, "opendir", path) }
            return (Array(state.names.keys) + state.folders).filter { Self.folder(of: $0) == path && $0 != "/" }
                .map { String($0.dropFirst(path == "/" ? 1 : path.utf8.count + 1)) }
        }
    }

    func makeFolder(_ path: String) throws(FileSystemError) {
        try call("mkdir", path, changes: true) { state throws(FileSystemError) in
            try state.failIfDue("mkdir", path)
            guard state.folders.insert(path).inserted else { throw FileSystemError(EEXIST, "mkdir", path) }
            state.pendingNames[Self.folder(of: path), default: []].append(.folder(path))
        }
    }

    func removeFolder(_ path: String) throws(FileSystemError) {
        try call("rmdir", path, changes: true) { state throws(FileSystemError) in
            try state.failIfDue("rmdir", path)
            let isEmpty = !(Array(state.names.keys) + state.folders).contains { Self.folder(of: $0) == path }
            guard isEmpty else { throw FileSystemError(ENOTEMPTY, "rmdir", path) }
            guard state.folders.remove(path) != nil else { throw FileSystemError(ENOENT, "rmdir", path) }
            state.pendingNames[path] = nil
            state.pendingNames[Self.folder(of: path), default: []].append(.removeFolder(path))
        }
    }

    /// A path that lies in a folder, after that has another name.
    private static func moved(_ path: String, from old: String, to new: String) -> String {
        path == old || path.hasPrefix(old + "/") ? new + path.dropFirst(old.utf8.count) : path
    }

    /// Folders after one of them has another name.
    static func moving(_ folders: Set<String>, from old: String, to new: String) -> Set<String> {
        Set(folders.map { moved($0, from: old, to: new) })
    }

    /// What lies in folders after one of them has another name.
    static func moving<Value>(_ names: [String: Value], from old: String, to new: String) -> [String: Value] {
        Dictionary(names.map { (moved($0, from: old, to: new), $1) }) { first, _ in first }
    }
}

extension SimulatedDisk.State {
    fileprivate mutating func renameFolder(_ path: String, to newPath: String) throws(FileSystemError) {
        guard !folders.contains(newPath) else { throw FileSystemError(ENOTEMPTY, "rename", newPath) }
        // What was not synchronised in it stays so; stores rename only folders where everything was.
        guard pendingNames[path] == nil else { throw FileSystemError(EBUSY, "rename", newPath) }
        folders = SimulatedDisk.moving(folders, from: path, to: newPath)
        names = SimulatedDisk.moving(names, from: path, to: newPath)
        pendingNames[SimulatedDisk.folder(of: newPath), default: []].append(.renameFolder(path, newPath))
    }
}
