public import Testing

/// Names the requirements that a test shows to be met, by their ids in `requirements.tsv`.
///
/// The coverage ledger, `docs/conformance.md`, is made from these.
public struct Shows: TestTrait, SuiteTrait {
    /// The ids, such as `7644-3.3-c`.
    public let requirements: [String]
}

extension Trait where Self == Shows {
    /// Names the requirements that a test, or every test of a suite, shows to be met.
    public static func shows(_ requirements: String...) -> Self { Shows(requirements: requirements) }
}
