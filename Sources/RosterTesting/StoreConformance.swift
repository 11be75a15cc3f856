public import RosterCore

/// Holds a store against every line of the contract of ``RosterCore/IdentityStore``.
///
/// ```swift
/// try await StoreConformance { AcmeStore() }.run()
/// ```
///
/// Or one test for each rule, with Swift Testing:
///
/// ```swift
/// @Test(arguments: StoreConformance.rules)
/// func contract(_ rule: StoreConformance.Rule) async throws {
///     try await rule.check { AcmeStore() }
/// }
/// ```
public struct StoreConformance: Sendable {
    /// Makes a store without resources.
    public typealias Maker = @Sendable () async throws -> any IdentityStore

    /// All rules, in the order in which they are played.
    public static let rules: [Rule] =
        CreationRules.all + UniquenessRules.all + PreconditionRules.all + ModificationRules.all + MembershipRules.all
        + DeletionRules.all + QueryRules.all + RelationRules.all + SnapshotRules.all + SelectionRules.all
        + ConcurrencyRules.all

    private let make: Maker

    /// Checks stores of one kind.
    ///
    /// - Parameter make: Makes a store that holds nothing; each rule asks for one of its own.
    public init(_ make: @escaping Maker) {
        self.make = make
    }

    /// Plays every rule, each against a fresh store.
    ///
    /// - Throws: One ``ConformanceFailure`` that lists every broken rule.
    public func run() async throws {
        var violations: [ConformanceFailure.Violation] = []
        for rule in Self.rules {
            if let violation = try await rule.violation(by: make) { violations.append(violation) }
        }
        guard violations.isEmpty else { throw ConformanceFailure(violations: violations) }
    }
}
