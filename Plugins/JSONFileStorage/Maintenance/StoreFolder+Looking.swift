extension StoreFolder {
    /// The first line of a segment or a snapshot; `nil` if it is broken.
    func header(of name: String) throws -> FileHeader? {
        try reading(name) { reader in try reader.next { FileHeader($0) } ?? nil }
    }

    /// Looks at the folder of a store that may be in use, and again for as long as files go away meanwhile.
    ///
    /// - Throws: ``JSONFileStoreError``, whatever happens.
    func looking<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            var attempts = 0
            while true {
                do {
                    return try body()
                } catch let error as FileSystemError where error.isMissing && attempts < 20 {
                    attempts += 1
                }
            }
        } catch let error as FileSystemError {
            throw JSONFileStoreError(looking: error)
        }
    }
}

extension JSONFileStoreError {
    /// A disk call that failed while the data was looked at.
    init(looking error: FileSystemError) {
        self.init(error.isMissing ? .missing : error.isForbidden ? .notWritable : .inputOutput, "data folder: \(error)")
    }
}
