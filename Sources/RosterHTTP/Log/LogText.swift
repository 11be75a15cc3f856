public import HTTPTypes
import RosterCore

extension HTTPRequest {
    /// The path without the query, whose filters hold personal data, in a form that cannot break a line of a log.
    public var loggedPath: String { (path ?? "/").loggedPath }
}

extension String {
    /// The path before the query, cut after 200 characters, with `…` for an id that may be an e-mail address.
    var loggedPath: String {
        let path = prefix { $0 != "?" }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        let shown = segments.map { $0.contains("@") || $0.contains("%40") ? "…" : $0 }.joined(separator: "/")
        return String(shown.prefix(200)).replacing(" ", with: "%20").printable
    }

    /// The text in double quotes, without what cannot be seen and cut after 400 characters.
    var quotedForLog: String {
        let escaped = prefix(400).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(String(escaped).printable)\""
    }
}

extension HTTPRequest {
    /// What the client calls itself, in quotes.
    var loggedClient: String { String((headerFields[.userAgent] ?? "").prefix(64)).quotedForDisplay }
}

extension Peer {
    /// The address, or of an IPv6 address the first half, since a single customer has as many of the others as it likes.
    var network: String {
        guard let address, address.contains(":") else { return address ?? "unknown" }
        let bare = address.prefix { $0 != "%" }
        if bare.contains("."), let colon = bare.lastIndex(of: ":") { return String(bare[bare.index(after: colon)...]) }
        var groups = bare.split(separator: ":", omittingEmptySubsequences: true)
        if let gap = bare.firstRange(of: "::") {
            let before = bare[..<gap.lowerBound].split(separator: ":").count
            groups.insert(contentsOf: repeatElement("0", count: max(0, 8 - groups.count)), at: before)
        }
        return groups.prefix(4).joined(separator: ":") + "::/64"
    }
}
