public import Testing

/// Names the requirements that a test shows to be met, by their ids in `requirements.tsv`.
///
/// The coverage ledger, `docs/conformance.md`, is made from these.
public struct Shows: TestTrait, SuiteTrait {
    /// The ids, such as `7644-3.3-c`.
    public let requirements: [String]

    /// Refuses ids that no requirement has, so that a slip of the pen fails the test that has it.
    ///
    /// - Throws: ``UnknownRequirements``, or whatever reading `requirements.tsv` throws.
    public func prepare(for test: Test) throws {
        let known = try Requirements.project.get()
        let unknown = requirements.filter { known[$0] == nil }
        guard unknown.isEmpty else { throw UnknownRequirements(ids: unknown) }
    }
}

extension Trait where Self == Shows {
    /// Names the requirements that a test, or every test of a suite, shows to be met.
    public static func shows(_ requirements: String...) -> Self { Shows(requirements: requirements) }
}
