/// Every rule of a contract that a component breaks.
public struct ConformanceFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The broken rules, in the order in which they were checked.
    public var violations: [Violation]

    /// One broken rule.
    public struct Violation: Sendable, Hashable, CustomStringConvertible {
        /// The name of the rule.
        public var rule: String
        /// What the contract demands.
        public var expected: String
        /// What the component did.
        public var seen: String

        /// The violation in one line.
        public var description: String { "\(rule): expected \(expected), but saw \(seen)" }
    }

    /// The violations, one a line.
    public var description: String {
        (["\(violations.count) of the rules are broken:"] + violations.map { "- \($0)" }).joined(separator: "\n")
    }
}

extension ConformanceFailure.Violation {
    /// Plays a rule.
    ///
    /// - Returns: How it was broken, `nil` if it was kept.
    static func found(by rule: String, _ body: () async throws -> Void) async throws -> Self? {
        do {
            try await body()
            return nil
        } catch let error as BrokenExpectation {
            return Self(rule: rule, expected: error.expected, seen: error.seen)
        } catch let error as CancellationError {
            throw error
        } catch {
            return Self(rule: rule, expected: "no error", seen: "the error \(text(of: error))")
        }
    }
}
