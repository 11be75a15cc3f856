import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("The laws of a mapper")
struct MapperConformanceTests {
    @Test("are kept by a mapper that renames")
    func keeps() async throws {
        try await MapperConformance(RenamingMapper()).run()
    }

    @Test(
        "are each found broken",
        arguments: [
            (Flaw.losesAttributes, "writing an unchanged record back changes nothing"),
            (.ignoresWrites, "what was written is what is read"),
            (.wrongPath, "a path of the record leads to what the path of the resource leads to"),
            (.refusesAll, "what was written is what is read"),
        ])
    func finds(_ flaw: Flaw, _ rule: String) async {
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await MapperConformance(FlawedMapper(flaw: flaw)).run()
        }
        #expect(failure?.violations.map(\.rule).contains(rule) == true)
    }

    enum Flaw { case losesAttributes, ignoresWrites, wrongPath, refusesAll }

    private struct FlawedMapper: AttributeMapper {
        let flaw: Flaw
        private let mapper = RenamingMapper()

        func record(from attributes: Attributes, of type: ResourceType) throws -> Attributes {
            if flaw == .refusesAll { throw SCIMError(.invalidValue, "never") }
            var record = mapper.record(from: attributes, of: type)
            if flaw == .losesAttributes { record["mails"] = nil }
            return record
        }

        func attributes(_ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType) -> Attributes {
            flaw == .ignoresWrites ? attributes : mapper.attributes(attributes, updatedFrom: record, of: type)
        }

        func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? {
            flaw == .wrongPath ? path : mapper.recordPath(for: path, of: type)
        }
    }
}
