/// Something that discovery says and the endpoint does not do.
public struct BrokenPromise: Error, Sendable, Hashable, CustomStringConvertible {
    /// What discovery says, such as `bulk.maxOperations is 1000`.
    public var claim: String
    /// What was found instead.
    public var finding: String

    /// The claim and what was found.
    public var description: String { "\(claim), but \(finding)" }
}
