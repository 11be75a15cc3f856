import RosterCore
import SCIM
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("RFC 7644 §3.3, §3.5 — what is accepted was applied, was true already, or is ignored on purpose")
struct WritingLawTests {
    /// `WRITING_CASES` tries more, `WRITING_SEED` others.
    private static let environment = ProcessInfo.processInfo.environment
    private static let cases = environment["WRITING_CASES"].flatMap { Int($0) } ?? 10_000
    private static let seed = environment["WRITING_SEED"].flatMap { UInt64($0) } ?? 1

    @Test("for every attribute, shape and verb", arguments: 0..<4)
    func law(part: UInt64) async throws {
        let findings = try await WritingTrial().findings(
            by: { ServiceReader(fixture: $0) }, cases: Self.cases / 4, seed: Self.seed &* 100 &+ part, atMost: 20)
        #expect(findings == [])
    }

    @Test("finds each of the faults that servers are known for", arguments: WritingFault.allCases)
    func sensitivity(_ fault: WritingFault) async throws {
        let findings = try await WritingTrial().findings(
            by: { FaultyReader(fault: fault, reader: ServiceReader(fixture: $0)) }, cases: 10_000, seed: Self.seed,
            atMost: 1)
        #expect(findings.count == 1)
    }
}
