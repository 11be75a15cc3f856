import SCIM

/// The path below which something is served.
struct BasePath: Sendable, CustomStringConvertible {
    private let segments: [String]

    init(_ path: String) {
        segments = path.split(separator: "/").map(String.init)
    }

    /// The path with a slash before each segment; empty for the root.
    var description: String { segments.map { "/\($0)" }.joined() }

    /// The segments of a path behind this one, not yet decoded; `nil` if it does not lie below.
    ///
    /// Doubled slashes do no harm, nor does it matter which characters are percent-encoded (RFC 3986 §6.2.2.2). The path is
    /// split before anything is decoded, so that an encoded slash cannot make two segments of one.
    ///
    /// - Parameter path: A path without its query.
    func segments(below path: Substring) -> ArraySlice<Substring.UTF8View>? {
        let all = path.utf8.split(separator: UInt8(ascii: "/"))
        guard all.count >= segments.count,
            zip(all, segments).allSatisfy({ PercentEncoding.decode($0, plusIsBlank: false) == $1 })
        else { return nil }
        return all.dropFirst(segments.count)
    }

    /// The decoded names of segments; `nil` if an escape is broken.
    static func names(_ segments: ArraySlice<Substring.UTF8View>) -> [String]? {
        let names = segments.compactMap { PercentEncoding.decode($0, plusIsBlank: false) }
        return names.count == segments.count ? names : nil
    }
}
