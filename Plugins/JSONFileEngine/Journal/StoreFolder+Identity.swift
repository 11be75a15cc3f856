extension StoreFolder {
    /// Which store it is, by `STORE.json` or, where that cannot be read, by what most of the other files say; `nil` if none tells.
    package var identity: String? {
        if let store = try? Manifest(in: self).store { return store }
        return (try? votes(StoreListing(self)))?.winner
    }

    /// How many files say of each store that they are its.
    package func votes(_ listing: StoreListing) throws -> [String: Int] {
        var votes: [String: Int] = [:]
        for file in listing.files {
            if let header = try header(of: file.name) { votes[header.store, default: 0] += 1 }
        }
        return votes
    }
}

extension [String: Int] {
    /// Who has most votes; of several always the same one.
    package var winner: String? { self.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key }
}
