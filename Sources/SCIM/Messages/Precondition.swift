/// What a client demands of the current version before a request is carried out (RFC 7644 §3.14, RFC 9110 §13).
///
/// Tags compare weakly, also in `If-Match`, where RFC 9110 wants strong comparison: versions are given out as weak tags,
/// and RFC 7644 §3.14 sends them back. A tag without `W/` is accepted too.
public struct Precondition: Sendable, Hashable {
    /// What `If-Match` demands.
    public var ifMatch: EntityTags?
    /// What `If-None-Match` demands.
    public var ifNoneMatch: EntityTags?

    /// The value of a header that holds entity tags.
    public enum EntityTags: Sendable, Hashable {
        /// `*`: any version.
        case any
        /// One of these versions.
        case versions([Version])
    }

    /// Nothing is demanded.
    public static let none = Precondition()

    /// Demands that the current version be among those of `ifMatch` and not among those of `ifNoneMatch`.
    public init(ifMatch: EntityTags? = nil, ifNoneMatch: EntityTags? = nil) {
        self.ifMatch = ifMatch
        self.ifNoneMatch = ifNoneMatch
    }

    /// Demands that a resource still be in a state.
    public init(version: Version) {
        self.init(ifMatch: .versions([version]))
    }

    /// Holds the demand against the current version of a resource that exists.
    ///
    /// - Throws: ``SCIMError/Code/preconditionFailed`` (status 412).
    public func check(_ version: Version) throws(SCIMError) {
        if let ifMatch, !ifMatch.contains(version) {
            throw SCIMError(.preconditionFailed, "the resource has changed: its version is \(version.entityTag)")
        }
        if let ifNoneMatch, ifNoneMatch.contains(version) {
            throw SCIMError(.preconditionFailed, "the resource is in the state that If-None-Match rules out")
        }
    }

    /// Whether a reader has the current version already, so that 304 is the answer.
    public func isNotModified(_ version: Version) -> Bool {
        ifNoneMatch?.contains(version) ?? false
    }
}

extension Precondition.EntityTags {
    /// Reads the value of an `If-Match` or `If-None-Match` header.
    public init(header: String) {
        if header.utf8.elementsEqual("*".utf8) {
            self = .any
            return
        }
        self = .versions(
            header.split(separator: ",").map { tag in
                var tag = tag.drop { $0 == " " || $0 == "\t" }
                while tag.last == " " || tag.last == "\t" { tag = tag.dropLast() }
                if tag.hasPrefix("W/") || tag.hasPrefix("w/") { tag = tag.dropFirst(2) }
                if tag.count >= 2, tag.first == "\"", tag.last == "\"" { tag = tag.dropFirst().dropLast() }
                return Version(String(tag))
            })
    }

    /// Whether a version is meant.
    public func contains(_ version: Version) -> Bool {
        switch self {
        case .any: true
        case .versions(let versions): versions.contains(version)
        }
    }
}
