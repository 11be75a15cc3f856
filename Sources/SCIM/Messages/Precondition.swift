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
        try checkMatch(version)
        if let ifNoneMatch, ifNoneMatch.contains(version) {
            throw SCIMError(.preconditionFailed, "the resource is in the state that If-None-Match rules out")
        }
    }

    /// Holds what `If-Match` demands against the current version: all of the demand that can refuse a reader, and the part
    /// that comes first (RFC 9110 §13.2.2).
    ///
    /// - Throws: ``SCIMError/Code/preconditionFailed`` (status 412).
    public func checkMatch(_ version: Version) throws(SCIMError) {
        guard let ifMatch, !ifMatch.contains(version) else { return }
        throw SCIMError(.preconditionFailed, "the resource has changed: its version is \(version.entityTag)")
    }

    /// Whether a reader has the current version already, so that 304 is the answer.
    public func isNotModified(_ version: Version) -> Bool {
        ifNoneMatch?.contains(version) ?? false
    }
}

extension Precondition.EntityTags {
    /// Reads the value of an `If-Match` or `If-None-Match` header.
    ///
    /// A tag that breaks the grammar stands for no version.
    public init(header: String) {
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
        var rest = header.drop(while: isBlank)
        if rest.first == "*", rest.dropFirst().allSatisfy(isBlank) {
            self = .any
            return
        }
        var versions: [Version] = []
        while let start = rest.firstIndex(where: { !isBlank($0) && $0 != "," }) {
            rest = rest[start...]
            let isWeak = rest.hasPrefix("W/") || rest.hasPrefix("w/")
            let tag = isWeak ? rest.dropFirst(2) : rest
            if tag.first == "\"", let end = tag.dropFirst().firstIndex(of: "\"") {
                versions.append(Version(String(tag[..<end].dropFirst())))
                rest = tag[tag.index(after: end)...]
            } else {
                let end = tag.firstIndex { isBlank($0) || $0 == "," } ?? tag.endIndex
                rest = tag[end...]
            }
        }
        self = .versions(versions)
    }

    /// Whether a version is meant.
    public func contains(_ version: Version) -> Bool {
        switch self {
        case .any: true
        case .versions(let versions): versions.contains(version)
        }
    }
}
