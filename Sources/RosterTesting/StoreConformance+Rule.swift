extension StoreConformance {
    /// One rule of the contract of a store.
    public struct Rule: Sendable, CustomStringConvertible {
        /// The rule in a few words.
        public let name: String
        private let body: @Sendable (StoreTrial) async throws -> Void

        init(_ name: String, _ body: @escaping @Sendable (StoreTrial) async throws -> Void) {
            self.name = name
            self.body = body
        }

        /// The rule in a few words.
        public var description: String { name }

        /// Plays the rule.
        ///
        /// - Parameter make: Makes a store that holds nothing.
        /// - Throws: ``ConformanceFailure`` if the store breaks the rule.
        public func check(_ make: Maker) async throws {
            if let violation = try await violation(by: make) { throw ConformanceFailure(violations: [violation]) }
        }

        func violation(by make: Maker) async throws -> ConformanceFailure.Violation? {
            let trial = StoreTrial(store: try await make())
            return try await .found(by: name) { try await body(trial) }
        }
    }
}
