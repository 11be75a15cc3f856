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
            (.refusesWrites, "what was written is what is read"),
            (.ignoresParts, "what was written is what is read"),
            (.wrongExplanation, "an explanation has the values of the record"),
            (.refusesInSecret, "only a mapper that can refuse does"),
        ])
    func finds(_ flaw: Flaw, _ rule: String) async {
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await MapperConformance(FlawedMapper(flaw: flaw)).run()
        }
        #expect(failure?.violations.map(\.rule).contains(rule) == true)
    }

    @Test("are kept by one whose fields go to the application only")
    func computes() async throws {
        try await MapperConformance(ComputingMapper()).run()
    }

    enum Flaw {
        case losesAttributes, ignoresWrites, wrongPath, refusesAll, refusesWrites, ignoresParts, wrongExplanation,
            refusesInSecret
    }

    /// Counts the attributes; the number cannot be written.
    private struct ComputingMapper: AttributeMapper {
        func record(from attributes: Attributes, of type: ResourceType) -> Attributes {
            ["count": .number(Number(attributes.count)), "title": attributes["title"] ?? "none"]
        }

        func attributes(
            _ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType
        ) throws -> Attributes {
            var changed = attributes
            if record["title"] != self.record(from: attributes, of: type)["title"] {
                changed["title"] = record["title"] == "none" ? nil : record["title"]
            }
            let count = self.record(from: changed, of: type)["count"]
            guard record["count"] == nil || record["count"] == count else { throw SCIMError(.mutability, "count") }
            return changed
        }

        func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? { nil }
    }

    private struct FlawedMapper: AttributeMapper {
        let flaw: Flaw
        private let mapper = RenamingMapper()

        func record(from attributes: Attributes, of type: ResourceType) throws -> Attributes {
            if flaw == .refusesInSecret, attributes["title"] != nil { throw SCIMError(.invalidValue, "no titles") }
            if flaw == .refusesAll { throw SCIMError(.invalidValue, "never") }
            var record = mapper.record(from: attributes, of: type)
            if flaw == .losesAttributes { record["mails"] = nil }
            return record
        }

        func attributes(
            _ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType
        ) throws -> Attributes {
            if flaw == .ignoresWrites { return attributes }
            if flaw == .refusesWrites, record != mapper.record(from: attributes, of: type) {
                throw SCIMError(.invalidValue, "never")
            }
            var changed = mapper.attributes(attributes, updatedFrom: record, of: type)
            if flaw == .ignoresParts, case .array(let values)? = changed["emails"] {
                changed["emails"] = .array(
                    values.map { value in
                        var parts = value.attributes ?? [:]
                        parts[.display] =
                            parts[.display] ?? (record == mapper.record(from: attributes, of: type) ? nil : "x")
                        return .complex(parts)
                    })
            }
            return changed
        }

        func explanation(of attributes: Attributes, of type: ResourceType) -> [FieldExplanation] {
            let record = mapper.record(from: attributes, of: type)
            let first = flaw == .wrongExplanation ? 1 : 0
            return record.dropFirst(first).map { FieldExplanation(field: $0.name, value: $0.value) }
        }

        func canRefuse(_ type: ResourceType) -> Bool { flaw == .refusesAll }

        func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? {
            flaw == .wrongPath ? path : mapper.recordPath(for: path, of: type)
        }
    }
}
