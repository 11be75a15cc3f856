/// Which requirement is shown by which tests.
public struct Ledger: Sendable {
    /// The list that tests name from.
    public let requirements: Requirements
    /// What tests name, by the path of their file from the root of the project, in order.
    public let claims: [(file: String, claim: Claim)]

    /// Makes the ledger of given claims.
    public init(requirements: Requirements, claims: [(file: String, claim: Claim)]) {
        self.requirements = requirements
        self.claims = claims
    }

    /// Reads the ledger of this project out of its sources.
    ///
    /// - Throws: ``Requirements/MalformedLine``, or what reading a file throws.
    public static func project() throws -> Ledger {
        var claims: [(file: String, claim: Claim)] = []
        for file in try Project.testSources() {
            claims += TestScanner.claims(in: try Project.read(file)).map { (file, $0) }
        }
        return Ledger(requirements: try Requirements.project.get(), claims: claims)
    }

    /// The ids that tests name and the list does not have, with the name of the test.
    public var unknown: [String] {
        claims.flatMap { file, claim in
            claim.requirements.filter { requirements[$0] == nil }.map { "\($0) in \(file), \(claim.name)" }
        }
    }

    /// The requirements that need a test and have none.
    public var missing: [Requirement] {
        let shown = Set(claims.flatMap(\.claim.requirements))
        return requirements.all.filter { $0.needsTest && !shown.contains($0.id) }
    }
}
