#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A folder and what is done to the names in it.
///
/// Calls block and belong on a queue of their own.
struct Folder: Sendable {
    let path: String

    /// The folder that a path lies in.
    init(of path: String) {
        guard let slash = path.lastIndex(of: "/") else {
            self.path = "."
            return
        }
        self.path = slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes the folder, and those it lies in, for the owner alone if it is missing.
    func create() throws(SystemError) {
        do {
            try make()
        } catch {
            let parent = Folder(of: path)
            guard error.isAbsence, parent.path != path, parent.path != "." else { throw error }
            try parent.create()
            try make()
        }
    }

    private func make() throws(SystemError) {
        let heir = try Folder(of: path).heir(of: path)
        guard mkdir(path, 0o700) == 0 else {
            if errno == EEXIST { return }
            throw .last
        }
        if let heir, lchown(path, heir.user, heir.group) != 0 { throw .last }
    }

    /// Puts a file in the place of another one, and waits until the names are on the disk.
    func replace(_ target: String, with source: String) throws(SystemError) {
        guard rename(source, target) == 0 else { throw .last }
        try OpenFile(path, for: .folder).synchronize()
    }

    /// Removes a file if it is there.
    func remove(_ file: String) throws(SystemError) {
        guard unlink(file) == 0 || errno == ENOENT else { throw .last }
    }

    /// Whom a file in the folder should belong to, if not to the user of this process.
    ///
    /// An operator who runs a command as root must not leave behind a file that the server's own user cannot read.
    func heir(of file: String) throws(SystemError) -> FileStatus.Owner? {
        guard geteuid() == 0 else { return nil }
        let owner = if let file = try FileStatus.at(file) { file.owner } else { try FileStatus.at(path)?.owner }
        return owner?.user == 0 ? nil : owner
    }
}
