extension StoreFolder {
    /// What is in the folder of a store that exists.
    ///
    /// - Throws: ``JSONFileStoreError`` of kind `missing` if there is no store.
    package func storeListing() throws -> StoreListing {
        do {
            let listing = try StoreListing(self)
            if !listing.isEmpty { return listing }
        } catch {
            guard error.isMissing else { throw JSONFileStoreError(looking: error) }
        }
        throw JSONFileStoreError(.missing, "there is no store in the data folder \(path)")
    }

    /// The first line of a segment or a snapshot; `nil` if it is broken.
    package func header(of name: String) throws -> FileHeader? {
        do {
            return try reading(name) { reader in try reader.next { FileHeader($0) } ?? nil }
        } catch let error as FileSystemError where error.isUnreadable {
            return nil
        }
    }

    /// The length of a file in bytes, to tell how far a reading is; 0 if it cannot be read, which its reader will say.
    package func expectedLength(of name: String) throws(FileSystemError) -> Int {
        do {
            return try disk.length(of: path(of: name))
        } catch {
            guard error.isUnreadable else { throw error }
            return 0
        }
    }

    /// The name of a file, without the folders.
    package static func name(in path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? path }

    /// Looks at the folder of a store that may be in use, and again for as long as files go away or change meanwhile.
    ///
    /// - Throws: ``JSONFileStoreError``, whatever happens.
    package func looking<Result>(_ body: () throws -> Result) throws -> Result {
        var attempts = 0
        var last: JSONFileStoreError?
        while true {
            do {
                return try body()
            } catch let error as FileSystemError {
                guard error.isMissing, attempts < Self.attempts else { throw JSONFileStoreError(looking: error) }
            } catch let error as JSONFileStoreError {
                // A line that was half written at the first look is whole at the second; damage stays where it is.
                guard error.kind == .corrupt, error != last, attempts < Self.attempts else { throw error }
                last = error
            }
            attempts += 1
        }
    }

    /// How often a folder is looked at before its changes count as damage.
    private static let attempts = 20
}

extension JSONFileStoreError {
    /// A disk call that failed while the data was looked at.
    package init(looking error: FileSystemError) {
        if error.isNoFile {
            self = .corrupt(StoreFolder.name(in: error.path), error.reason)
            return
        }
        self.init(
            error.isMissing ? .missing : error.isForbidden ? .notWritable : .inputOutput,
            "\(error). Nothing was changed.")
    }

    /// The reason without what to do about it, which concerns the data folder only.
    package var finding: String { reason.hasSuffix(Self.advice) ? String(reason.dropLast(Self.advice.count)) : reason }
}
