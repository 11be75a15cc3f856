package import SCIM

/// Puts another content in the place of everything that a folder holds: wholly or not at all, whatever happens.
///
/// The new files lie ready under other names before one small file decides. From then on whoever opens the folder
/// completes what is left to do, which is nothing but to give files other names.
package struct Replacement: Sendable {
    /// The folder; somebody has claimed it.
    package let folder: StoreFolder
    /// The identity that the store has afterwards.
    package let store: String
    /// The types of the store.
    package let layouts: [TypeLayout]
    /// The time, from which on the new content is what the store held.
    let now: DateTime

    /// Prepares to replace the content of a store.
    package init(folder: StoreFolder, store: String, layouts: [TypeLayout], now: DateTime) {
        self.folder = folder
        self.store = store
        self.layouts = layouts
        self.now = now
    }

    /// Numbers begin anew at a multiple of this, so that nobody who follows the store takes new changes for those that
    /// an earlier number stood for.
    package static let step = 1_000_000_000

    /// Replaces the content.
    ///
    /// - Parameters:
    ///   - state: The new content.
    ///   - highest: The highest number that was ever used, as far as anybody knows.
    /// - Returns: The number of the new snapshot.
    /// - Throws: ``JSONFileStoreError`` that says what has become of it: before the decision the folder holds what it held and
    ///   nothing else; if it fails later, opening it completes it.
    @discardableResult
    package func run(_ state: StoreState, above highest: Int) throws -> Int {
        let number = (max(0, min(highest, StoreLimits.number)) / Self.step + 1) * Self.step
        guard number < StoreLimits.number else {
            throw JSONFileStoreError.corrupt(
                FileName.segment(highest),
                "no number is left behind that of a file; put a name aside that is no store's")
        }
        let mark = ReplacementMark(store: store, number: number)
        var isDecided = false, old: String?
        do {
            try prepare(state, at: JournalPosition(number: number, checksum: Checksum.zero.text))
            old = try keepOldMark()
            try folder.make(FileName.replacement, naming: { isDecided = true }, mark.bytes)
        } catch {
            // Of a name that was just being given nobody knows whether it is on the disk.
            if isDecided, let error = error as? FileSystemError { throw JSONFileStoreError(deciding: error) }
            // What lies ready for nothing takes room on a disk that may be full.
            let ready = mark.files.map { folder.path(of: FileName.upcoming($0)) }
            for path in ready + [old].compactMap({ $0 }) { try? folder.disk.remove(path) }
            throw (error as? FileSystemError).map { JSONFileStoreError(refusing: $0) } ?? error
        }
        do {
            // What was just written and read back is not looked at once more.
            try Self.complete(mark, in: folder, holding: folder.disk.names(in: folder.path))
        } catch let error as FileSystemError {
            throw JSONFileStoreError(completing: error)
        }
        return number
    }

    /// Puts the new files beside the old ones.
    private func prepare(_ state: StoreState, at position: JournalPosition) throws {
        let name = FileName.upcoming(FileName.snapshot(position.number))
        var writer = SnapshotWriter(of: store, at: position, layouts: layouts) { false }
        let (file, _) = try folder.make(name) { try writer.write(state, to: &$0) }
        folder.disk.close(file)
        try verify(name, position, state)
        let header = FileHeader(
            .segment, store: store, number: position.number + 1, previous: position.checksum)
        // A line that tells the time, and no change.
        let seal = Journal.seal(after: position, at: now)
        try folder.make(FileName.upcoming(FileName.segment(position.number + 1)), header.line().bytes + seal.bytes)
    }

    /// Keeps a mark that nobody could complete, like everything else, if it can be read.
    ///
    /// - Returns: The path of the copy.
    private func keepOldMark() throws -> String? {
        guard try folder.disk.names(in: folder.path).contains(FileName.replacement) else { return nil }
        do {
            return try folder.keepCopy(of: FileName.replacement)
        } catch let error as FileSystemError where error.isUnreadable {
            // A folder or a link keeps a file from having this name.
            if error.isNoFile { _ = try folder.setAside(FileName.replacement) }
            return nil
        }
    }

    private func verify(_ name: String, _ position: JournalPosition, _ state: StoreState) throws {
        var found = StoreState(layouts)
        let reader = SnapshotReader(folder: folder, store: store, types: TypePlaces(layouts))
        do {
            let end = try reader.read(position.number, named: name) { found.apply($0) }.position
            let difference = end == position ? state.difference(from: found) : "another position"
            if let difference { throw SnapshotReader.Broken(place: "byte 0", reason: difference) }
        } catch let problem as SnapshotReader.Broken {
            throw JSONFileStoreError(
                .inputOutput,
                "\(name): \(problem.place): \(problem.reason), though it has just been written. Nothing was changed.")
        }
    }

    /// Completes a replacement that has been decided on.
    ///
    /// - Returns: Whether there was one.
    package static func complete(in folder: StoreFolder) throws -> Bool {
        let names = try folder.disk.names(in: folder.path)
        guard names.contains(FileName.replacement) else { return false }
        let mark = try ReplacementMark(in: folder)
        if let problem = try folder.problem(of: mark, holding: names) {
            throw JSONFileStoreError.corrupt(FileName.replacement, problem)
        }
        do {
            try complete(mark, in: folder, holding: names)
        } catch let error as FileSystemError {
            throw JSONFileStoreError(completing: error)
        }
        return true
    }

    private static func complete(_ mark: ReplacementMark, in folder: StoreFolder, holding names: [String]) throws {
        let disk = folder.disk, new = mark.files
        let isForeign = try names.contains(FileName.manifest) && !folder.isStore(mark.store)
        let old = names.filter { name in
            FileName.isNumbered(name) && !new.contains(name) || name == FileName.manifest && isForeign
        }
        if !old.isEmpty {
            let quarantine = try folder.makeQuarantine()
            for name in old {
                try disk.rename(folder.path(of: name), to: quarantine.path(of: try quarantine.unusedName(name)))
            }
            try disk.synchronizeFolder(quarantine.path)
        }
        for name in new where names.contains(FileName.upcoming(name)) {
            try disk.rename(folder.path(of: FileName.upcoming(name)), to: folder.path(of: name))
        }
        try disk.synchronizeFolder(folder.path)
        let isNamed = try disk.names(in: folder.path).contains(FileName.manifest)
        if !isNamed { try folder.make(FileName.manifest, Manifest(store: mark.store).bytes) }
        try disk.remove(folder.path(of: FileName.replacement))
        // Before this is durable nothing may be written: whoever completes it again would put that aside.
        try disk.synchronizeFolder(folder.path)
    }
}

extension StoreFolder {
    /// Why no start can complete the replacement of the content that has been decided on; `nil` if one can.
    package func problemOfReplacement() throws -> String? {
        do {
            return try problem(of: ReplacementMark(in: self), holding: disk.names(in: path))
        } catch let error as JSONFileStoreError where error.kind == .corrupt {
            return "it is not what was written"
        } catch let error as FileSystemError where error.isUnreadable {
            return error.unreadableReason
        }
    }

    /// Why what a mark says must not be done: files that would be put aside are newer, or those that would take their place
    /// are not sound.
    fileprivate func problem(of mark: ReplacementMark, holding names: [String]) throws -> String? {
        let last = mark.number + 1
        let newer = names.first { max(FileName.segmentNumber($0) ?? 0, FileName.snapshotNumber($0) ?? 0) > last }
        if let newer { return "it is of an earlier time than \(newer), which it would put aside" }
        func name(_ file: String) -> String? {
            [file, FileName.upcoming(file)].first { names.contains($0) }
        }
        for file in mark.files where name(file) == nil {
            return "the content was to be replaced, and \(file), which was to take its place, is missing"
        }
        let snapshot = FileName.snapshot(mark.number), segment = FileName.segment(last)
        do {
            _ = try SnapshotReader(folder: self, store: mark.store, types: TypePlaces([]))
                .read(mark.number, named: name(snapshot)) { _ in true }
        } catch let broken as SnapshotReader.Broken {
            return
                "the content was to be replaced by \(name(snapshot) ?? snapshot), which is broken at \(broken.place): "
                + broken.reason
        }
        let header = try header(of: name(segment) ?? segment)
        guard header?.kind == .segment, header?.number == last, header?.store == mark.store else {
            return "the content was to be replaced, and \(name(segment) ?? segment) is not what was to take its place"
        }
        return nil
    }

    /// Whether the folder says in a sound way that it is the one of a store.
    fileprivate func isStore(_ store: String) throws -> Bool {
        do {
            return try Manifest(in: self).store == store
        } catch is JSONFileStoreError {
            return false
        } catch let error as FileSystemError where error.isUnreadable {
            return false
        }
    }
}
