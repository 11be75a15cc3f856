/// The file that service accounts are kept in.
///
/// Calls block and belong on a queue of their own. The file is only ever replaced as a whole, so that a reader needs no
/// lock.
struct AccountFile: Sendable {
    /// What stood in the file, and what the file system knew of it; no status where there is no file.
    struct Contents: Sendable {
        let accounts: [Account]
        let status: FileStatus?
    }

    let path: String

    /// More than 50,000 accounts: what is longer is some other file.
    static let maximumSize = 16 << 20

    /// By what the file would be recognized now; `nil` if there is none.
    func fingerprint() throws(AccountFileError) -> FileStatus.Fingerprint? {
        do throws(SystemError) {
            return try FileStatus.at(path)?.fingerprint
        } catch {
            throw .unreadable(path, error)
        }
    }

    /// Reads the file; where there is none there are no accounts.
    func load() throws(AccountFileError) -> Contents {
        guard let (status, bytes) = try read() else { return Contents(accounts: [], status: nil) }
        guard status.isRegularFile else { throw .damaged(path, "it is not a regular file") }
        guard !status.isOpenToOthers else { throw .openToOthers(path, mode: status.mode) }
        guard bytes.count <= Self.maximumSize else {
            throw .damaged(path, "it is longer than \(Self.maximumSize) bytes")
        }
        do throws(AccountDocument.Refusal) {
            return Contents(accounts: try AccountDocument.accounts(in: bytes), status: status)
        } catch {
            throw .damaged(path, error.reason)
        }
    }

    private func read() throws(AccountFileError) -> (FileStatus, [UInt8])? {
        do throws(SystemError) {
            while true {
                let file = try OpenFile(path, for: .reading)
                // The fingerprint is that of this very file, even if the path is given to another one meanwhile.
                let status = try file.status()
                let isFit = status.isRegularFile && !status.isOpenToOthers
                let bytes = isFit ? try file.contents(limit: Self.maximumSize + 1) : []
                // If it is the spare by now, the next content may have been written over it while it was being read.
                if try FileStatus.at(path)?.fingerprint == status.fingerprint { return (status, bytes) }
            }
        } catch {
            if error.isAbsence { return nil }
            throw .unreadable(path, error)
        }
    }
}
