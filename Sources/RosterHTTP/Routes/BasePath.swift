import SCIM

/// The path below which something is served.
struct BasePath: Sendable, CustomStringConvertible {
    private let segments: [String]
    /// The path with a slash before each segment; empty for the root.
    let description: String

    init(_ path: String) {
        segments = path.split(separator: "/").map(String.init)
        description = segments.map { "/\($0)" }.joined()
    }

    /// The segments of a path behind this one, not yet decoded; `nil` if it does not lie below.
    ///
    /// Doubled slashes do no harm, nor does it matter which characters are percent-encoded (RFC 3986 §6.2.2.2). The path is
    /// split before anything is decoded, so that an encoded slash cannot make two segments of one.
    ///
    /// - Parameter path: A path without its query.
    func segments(below path: Substring) -> [Substring.UTF8View]? {
        let slash = UInt8(ascii: "/")
        var rest = path.utf8
        for segment in segments {
            rest = rest.drop { $0 == slash }
            let first = rest.prefix { $0 != slash }
            guard PercentEncoding.decode(first, plusIsBlank: false) == segment else { return nil }
            rest = rest[first.endIndex...]
        }
        return rest.split(separator: slash)
    }

    /// The decoded names of segments; `nil` if an escape is broken.
    static func names(_ segments: [Substring.UTF8View]) -> [String]? {
        let names = segments.compactMap { PercentEncoding.decode($0, plusIsBlank: false) }
        return names.count == segments.count ? names : nil
    }
}
