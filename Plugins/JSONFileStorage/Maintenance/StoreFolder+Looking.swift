extension StoreFolder {
    /// The first line of a segment or a snapshot; `nil` if it is broken.
    func header(of name: String) throws -> FileHeader? {
        try reading(name) { reader in try reader.next { FileHeader($0) } ?? nil }
    }

    /// Looks at the folder of a store that may be in use, and again for as long as files go away or change meanwhile.
    ///
    /// - Throws: ``JSONFileStoreError``, whatever happens.
    func looking<Result>(_ body: () throws -> Result) throws -> Result {
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
    init(looking error: FileSystemError) {
        self.init(error.isMissing ? .missing : error.isForbidden ? .notWritable : .inputOutput, "data folder: \(error)")
    }
}
