package import RosterCore
package import SCIM

/// The segment of the journal that is written to, and the end of the chain of lines.
package struct Journal {
    /// The folder of the store.
    package let folder: StoreFolder
    /// The identity of the store.
    package let store: String
    /// The types of the store.
    package let layouts: [TypeLayout]
    /// The end of the chain.
    package private(set) var position: JournalPosition
    /// Whether the last line says that everything before it is on the disk.
    private(set) var isSealed: Bool
    /// The bytes of the segment.
    package private(set) var length: Int
    /// The number of the first line of the segment.
    package private(set) var first: Int
    /// Whether lines have been written since the disk was last waited for.
    private(set) var isAhead = false
    /// The number of the first line since the disk was last waited for.
    private var batch: Int
    private var file: FileDescriptor
    private let types: [String]

    /// Goes on with a segment that is open at its end.
    init(
        folder: StoreFolder, store: String, file: FileDescriptor, first: Int, length: Int, position: JournalPosition,
        isSealed: Bool, layouts: [TypeLayout]
    ) {
        self.folder = folder
        self.store = store
        self.file = file
        self.first = first
        self.length = length
        self.position = position
        self.isSealed = isSealed
        self.layouts = layouts
        types = layouts.map(\.type.name)
        batch = position.number + 1
    }

    /// The path of the segment.
    package var path: String { folder.path(of: FileName.segment(first)) }

    /// Lines that are ready to be written.
    package struct Lines {
        /// The bytes.
        package var bytes: [UInt8] = []
        /// The end of the chain behind them.
        package var position: JournalPosition
    }

    /// Begins to collect lines.
    func lines() -> Lines { Lines(position: position) }

    /// Adds a transaction to lines that are being collected.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/payloadTooLarge`` if it is too long for a line; ``LineProblem`` if what was written
    ///   could not be read again, which would keep the store from opening.
    package func add(
        _ operations: [Operation], at time: DateTime, from provenance: Provenance?, to lines: inout Lines,
        places: TypePlaces
    ) throws {
        let link = JournalRecord.Link(
            number: lines.position.number + 1, previous: lines.position.checksum, batch: batch, time: time,
            provenance: provenance)
        let start = lines.bytes.count
        let checksum = JournalRecord.write(.transaction(operations), to: &lines.bytes, at: link, types: types)
        do {
            guard lines.bytes.count - start <= StoreLimits.line else {
                throw SCIMError(.payloadTooLarge, "the change is larger than the store can keep in one piece")
            }
            try lines.bytes.withUnsafeBytes { bytes in
                let line = UnsafeRawBufferPointer(rebasing: bytes[start..<(bytes.count - 1)])
                // A record is not read as closely as this before somebody asks for its attributes.
                _ = try LineProblem.members(of: line)
                _ = try JournalRecord(reading: line, types: places)
            }
        } catch {
            lines.bytes.removeSubrange(start...)
            throw error
        }
        lines.position = JournalPosition(number: link.number, checksum: checksum.text)
    }

    /// Hands lines to the operating system.
    ///
    /// - Throws: ``FileSystemError``, ``JSONFileStoreError``. If the disk is full nothing has changed, provided that
    ///   ``takeBack()`` succeeds.
    mutating func write(_ lines: Lines) throws {
        // Behind a file that somebody has cut off, nothing could be read again.
        try check()
        isAhead = true
        try folder.disk.writeAll(lines.bytes, to: file)
        length += lines.bytes.count
        position = lines.position
        isSealed = false
    }

    /// Takes away what a write left behind that failed half-way.
    mutating func takeBack() throws {
        try folder.disk.truncate(file, to: length)
        try synchronize()
    }

    /// Waits until all lines are on the disk.
    mutating func synchronize() throws {
        try folder.disk.synchronizeData(file)
        try check()
        isAhead = false
        batch = position.number + 1
    }

    /// Makes sure that the segment has its name and is as long as what was written.
    private func check() throws {
        let found = try folder.checkPresence(of: file, as: FileName.segment(first))
        guard found == length else { throw JSONFileStoreError(changed: path, length: found, insteadOf: length) }
    }

    /// Says that everything is on the disk, unless the last line says so already.
    mutating func seal(at time: DateTime) throws {
        guard !isSealed else { return }
        if isAhead { try synchronize() }
        let seal = Self.seal(after: position, at: time)
        try write(Lines(bytes: seal.bytes, position: seal.position))
        try synchronize()
        isSealed = true
    }

    /// Begins the next segment.
    ///
    /// - Parameter isBroken: Whether the current one is not what was written any more.
    package mutating func rotate(renewing isBroken: Bool = false) throws {
        if isAhead { try synchronize() }
        // A segment without lines is the next one already.
        guard first <= position.number || isBroken else { return }
        if isBroken {
            try folder.checkPresence(of: file, as: FileName.segment(first))
            _ = try? folder.keepCopy(of: FileName.segment(first))
        } else {
            try check()
        }
        let (newFile, newLength) = try Self.makeSegment(after: position, of: store, in: folder)
        folder.disk.close(file)
        file = newFile
        length = newLength
        first = position.number + 1
    }

    /// Lets go of the file.
    package func close() {
        folder.disk.close(file)
    }

    /// Makes a segment without lines and leaves it open.
    static func makeSegment(
        after position: JournalPosition, of store: String, in folder: StoreFolder
    ) throws -> (file: FileDescriptor, length: Int) {
        let first = position.number + 1
        let header = FileHeader(.segment, store: store, number: first, previous: position.checksum)
        return try folder.make(FileName.segment(first)) { try $0.append(header.line().bytes) }
    }

    /// The line that says that everything before it is on the disk.
    static func seal(
        after position: JournalPosition, at time: DateTime
    ) -> (bytes: [UInt8], position: JournalPosition) {
        let number = position.number + 1
        var bytes: [UInt8] = []
        let link = JournalRecord.Link(number: number, previous: position.checksum, batch: number, time: time)
        let checksum = JournalRecord.write(.seal, to: &bytes, at: link, types: [])
        return (bytes, JournalPosition(number: number, checksum: checksum.text))
    }
}
