import RosterCore

/// `server: public-url:`, under which clients reach the base path.
struct PublicURL {
    /// The URL without a slash at its end.
    let text: String

    /// Reads the URL; what is likely to be a mistake, and may be right behind some proxies, is warned of.
    ///
    /// - Returns: `nil` if there is none, or if it is wrong, which the report then has.
    init?(reading section: ConfigurationSection, basePath: String) {
        let key = "public-url"
        guard let url: String = section.value(key) else { return nil }
        let rest = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
        let authority = rest.prefix { $0 != "/" }
        let host = Self.host(of: authority)
        guard url.hasPrefix("https://") || url.hasPrefix("http://"), !host.isEmpty,
            !url.contains(where: { $0.isWhitespace || "?#".contains($0) })
        else {
            section.refuse(key, "must be a URL such as 'https://id.example.com/scim'")
            return nil
        }
        text = String(url.reversed().drop { $0 == "/" }.reversed())
        if url.hasPrefix("http://"), !ServerSettings.isLoopback(host) {
            section.warn(
                key, "clients that call 'http:' send their tokens unencrypted", suggestion: "https://\(rest)")
        }
        let path = text.dropFirst(url.count - rest.count + authority.count)
        // A base path begins with a slash, so that only whole segments fit; that of the root fits everywhere.
        guard !path.hasSuffix(basePath), !path.hasSuffix("\(basePath)/v2") else { return }
        section.warn(
            key,
            "'public-url' does not end with the base path '\(basePath)': the links that clients get lead nowhere, unless a proxy "
                + "puts it in", suggestion: path.isEmpty ? text + basePath : nil)
    }

    /// The host without a port, and without the brackets of an address of version 6.
    private static func host(of authority: Substring) -> String {
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }
}
