#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file beside another one, with as much room as the other's next content needs, so that a full disk is no obstacle.
///
/// The next content is written over what the spare holds, and then the two files change places. So a reader finds a
/// whole content at any time, also after a power failure, and the disk is never asked for more room. Nobody ever reads the
/// spare. On a file system that copies what is written over, such as btrfs and ZFS, a full disk is an obstacle all the same.
///
/// Calls block and belong on a queue of their own; one process at a time may make them.
struct SpareFile {
    private let target: String
    private let folder: Folder
    private let path: String
    /// The second name of the target while the two change places.
    private let passage: String

    init(beside target: String) {
        self.target = target
        folder = Folder(of: target)
        path = "\(target).spare"
        passage = "\(target).old"
    }

    /// Puts a content in the place of the target's, whole or not at all.
    ///
    /// - Parameters:
    ///   - room: How many bytes a later content may need; both files are made as long with blanks.
    ///   - isGrowing: Whether the content needs more room than before, so that nothing is changed if there is none.
    ///   - heir: Whom both files are to belong to, if not to the user of this process.
    func replaceTarget(
        by content: [UInt8], room: Int, isGrowing: Bool, heir: FileStatus.Owner?
    ) throws(SystemError) {
        // The target is the next spare. Blanks at its end change nothing for those who read it.
        if isGrowing { try extendTarget(to: room) }
        try write(content, room: room, isRoomNeeded: isGrowing, heir: heir)
        let isKept = link(target, passage) == 0
        try folder.replace(target, with: path)
        if isKept { _ = rename(passage, path) }
        // The target is what it has to be: without a spare, only a later change needs room on the disk.
        try? prepare(room: room, heir: heir)
    }

    /// Makes the spare, and fills it with blanks.
    func prepare(room: Int, heir: FileStatus.Owner?) throws(SystemError) {
        try write([], room: room, isRoomNeeded: true, heir: heir)
    }

    private func extendTarget(to room: Int) throws(SystemError) {
        guard let status = try FileStatus.at(target), status.size < room else { return }
        let file = try OpenFile(target, for: .appending)
        try file.write(Self.blanks(room - Int(status.size)))
        try file.synchronize()
    }

    /// Writes a content over what the spare holds, and blanks behind it, and waits for the disk.
    private func write(
        _ content: [UInt8], room: Int, isRoomNeeded: Bool, heir: FileStatus.Owner?
    ) throws(SystemError) {
        let file = try open()
        if let heir { try file.give(to: heir) }
        if let target = try FileStatus.at(target) { try file.admit(groupOf: target) }
        let length = Int(try file.status().size)
        try file.write(content + Self.blanks(max(0, length - content.count)))
        let rest = Self.blanks(room - max(length, content.count))
        if isRoomNeeded { try file.write(rest) } else { try? file.write(rest) }
        try file.synchronize()
    }

    /// Opens the spare, or a new one if what has its name is not fit to be written over.
    private func open() throws(SystemError) -> OpenFile {
        // Left by a process that ended while the files were changing places.
        if try FileStatus.at(path) == nil { _ = rename(passage, path) } else { try folder.remove(passage) }
        do throws(SystemError) {
            let file = try OpenFile(path, for: .rewriting)
            if try file.status().isSpare { return file }
        } catch {
            // None is there, or one that this process may not touch: the folder says whether there can be another.
        }
        try folder.remove(path)
        return try OpenFile(path, for: .creation)
    }

    private static func blanks(_ count: Int) -> [UInt8] { Array(repeating: UInt8(ascii: " "), count: max(0, count)) }
}

extension FileStatus {
    /// Whether this is a file of one name that nobody else can have opened.
    fileprivate var isSpare: Bool { isRegularFile && !isOpenToOthers && links == 1 && size <= AccountFile.maximumSize }
}
