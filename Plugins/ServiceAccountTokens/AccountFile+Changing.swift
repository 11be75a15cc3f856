extension AccountFile {
    private static let lockAttempts = 2_000
    private static let millisecondsBetweenAttempts = 5

    /// Reads the accounts, lets `body` change them and writes them back, while no other process does the same.
    ///
    /// - Returns: What the file holds now, and what `body` returned.
    func change<Result>(_ body: (inout [Account]) throws -> Result) throws -> (Contents, Result) {
        // A new file takes the place of what a link leads to; the link stays.
        let file = try followingLinks()
        let lock = try file.lock()
        defer { lock.unlock() }
        var accounts = try file.load().accounts
        let count = accounts.count
        let result = try body(&accounts)
        // Room that the others need for their revocation is not given to one more.
        let status = try file.write(accounts, isGrowing: accounts.count > count)
        return (Contents(accounts: accounts, status: status), result)
    }

    /// Makes room for later changes, so that tokens can be revoked on a full disk; where there is no file, none is needed.
    func prepareSpare() throws(AccountFileError) {
        guard try fingerprint() != nil else { return }
        let file = try followingLinks()
        let lock = try file.lock()
        defer { lock.unlock() }
        let room = AccountDocument.room(for: try file.load().accounts)
        do throws(SystemError) {
            try SpareFile(beside: file.path).prepare(room: room, heir: try Folder(of: file.path).heir(of: file.path))
        } catch {
            throw .unwritable(file.path, error)
        }
    }

    private func followingLinks() throws(AccountFileError) -> AccountFile {
        do throws(SystemError) {
            return AccountFile(path: try SymbolicLink.end(of: path))
        } catch {
            throw .unwritable(path, error)
        }
    }

    /// Takes the lock on the file beside this one, which is never removed: another process may be waiting for it.
    private func lock() throws(AccountFileError) -> OpenFile {
        let path = "\(path).lock"
        let folder = Folder(of: path)
        do throws(SystemError) {
            try folder.create()
            let heir = try folder.heir(of: path)
            let file = try OpenFile(path, for: .locking)
            if let heir { try file.give(to: heir) }
            for _ in 0..<Self.lockAttempts {
                if try file.tryLock() { return file }
                pause(milliseconds: Self.millisecondsBetweenAttempts)
            }
        } catch {
            throw .unwritable(path, error)
        }
        // A process that was stopped with the lock in its hands must not stop this one, too.
        throw .locked(self.path)
    }

    /// Puts a new file in the place of the old one: whoever reads finds either, and never a part of one.
    private func write(_ accounts: [Account], isGrowing: Bool) throws(AccountFileError) -> FileStatus? {
        let bytes = AccountDocument.bytes(of: accounts)
        let room = AccountDocument.room(for: accounts)
        guard room <= Self.maximumSize else {
            throw .malformed(path, "it would be longer than \(Self.maximumSize) bytes")
        }
        // One account that nobody can read would lock all the others out.
        do throws(AccountDocument.Refusal) {
            _ = try AccountDocument.accounts(in: bytes)
        } catch {
            throw .malformed(path, "it stays as it is, as nobody could read it any more: \(error.reason)")
        }
        do throws(SystemError) {
            let heir = try Folder(of: path).heir(of: path)
            try SpareFile(beside: path).replaceTarget(
                by: bytes, room: room, isGrowing: isGrowing, heir: heir)
            return try FileStatus.at(path)
        } catch {
            throw .unwritable(path, error)
        }
    }
}
