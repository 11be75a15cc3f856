/// A test names requirements that are not in `requirements.tsv`.
public struct UnknownRequirements: Error, CustomStringConvertible {
    /// The ids that nothing is known of.
    public let ids: [String]

    /// The ids and the remedy.
    public var description: String {
        "requirements.tsv has no \(ids.joined(separator: ", ")); correct the id or add the requirement"
    }
}
