extension StoreFolder {
    /// Which store it is, by `STORE.json` or, where that cannot be read, by what most of the other files say; `nil` if none tells.
    var identity: String? {
        if let store = try? Manifest(in: self).store { return store }
        let files = (try? StoreListing(self).files) ?? []
        let stores = files.compactMap { file in try? header(of: file.name)?.store }
        return Dictionary(grouping: stores) { $0 }.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.key
    }
}
