extension StoreFolder {
    /// Whether a folder is this one or lies in it, however it is spelled and whatever links lead there; it need not exist.
    package func holds(_ other: String) -> Bool { place(of: other).starts(with: place(of: path)) }

    /// The names on the way from the root to a folder: without links as far as it exists, without `.` and `..` behind that.
    private func place(of path: String) -> [Substring] {
        var existing = Self.parts(of: path), rest: [Substring] = []
        let root = path.hasPrefix("/") ? "/" : ""
        while true {
            let start = existing.isEmpty && root.isEmpty ? "." : root + existing.joined(separator: "/")
            if let real = disk.realPath(of: start) { return Self.parts(of: real) + rest }
            guard let last = existing.popLast() else { return rest }
            rest.insert(last, at: 0)
        }
    }

    /// A path in one spelling: `data/` and `./data` are `data`.
    package static func parts(of path: String) -> [Substring] {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
        }
        return parts
    }
}
