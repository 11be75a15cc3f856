public import RosterCore
public import SCIM

/// Holds a mapper against the two laws of ``RosterCore/AttributeMapper``, and its paths against its records.
///
/// ```swift
/// try await MapperConformance(AcmeMapper()).run()
/// ```
public struct MapperConformance: Sendable {
    private let mapper: any AttributeMapper

    /// Checks a mapper.
    public init(_ mapper: any AttributeMapper) {
        self.mapper = mapper
    }

    /// Plays every rule with random users and groups.
    ///
    /// - Throws: One ``ConformanceFailure`` that lists every broken rule.
    public func run() async throws {
        var directory = RandomDirectory(seed: 9)
        let users = (0..<60).map { _ in directory.user() }
        let now = DateTime.now
        let members = users.enumerated().map { number, user in
            Resource(
                type: .user, id: ResourceID("\(number)"), version: Version("1"), created: now, lastModified: now,
                attributes: user.attributes)
        }
        try await run(with: users + (0..<20).map { _ in directory.group(of: members) })
    }

    /// Plays every rule.
    ///
    /// - Parameter samples: Resources to make records of; those that the mapper refuses as `invalidValue` are passed over.
    /// - Throws: One ``ConformanceFailure`` that lists every broken rule.
    public func run(with samples: [Draft]) async throws {
        let rules: [(String, ([Sample]) throws -> Void)] = [
            ("writing an unchanged record back changes nothing", writeBack),
            ("what was written is what is read", readBack),
            ("a path of the record leads to what the path of the resource leads to", paths),
        ]
        let records = try samples.compactMap { try Sample($0, mapper) }
        var violations: [ConformanceFailure.Violation] = []
        for (name, rule) in rules {
            let violation = try await ConformanceFailure.Violation.found(by: name) {
                try expect(!records.isEmpty, "a record of one sample at least", seen: "refusals alone")
                try rule(records)
            }
            if let violation { violations.append(violation) }
        }
        guard violations.isEmpty else { throw ConformanceFailure(violations: violations) }
    }

    private struct Sample {
        let type: ResourceType
        let attributes: Attributes
        let record: Attributes

        init?(_ draft: Draft, _ mapper: any AttributeMapper) throws {
            type = draft.type
            attributes = draft.attributes
            do {
                record = try mapper.record(from: draft.attributes, of: draft.type)
            } catch let error as SCIMError where error.code == .invalidValue {
                return nil
            }
        }

        func asResource(_ attributes: Attributes) -> Resource {
            let epoch = DateTime(secondsSinceEpoch: 0)
            return Resource(
                type: type, id: ResourceID(""), version: Version(""), created: epoch, lastModified: epoch,
                attributes: attributes)
        }
    }

    private func writeBack(_ samples: [Sample]) throws {
        for sample in samples {
            let after = try mapper.attributes(sample.attributes, updatedFrom: sample.record, of: sample.type)
            try expect(after == sample.attributes, "the resource to be \(json(sample.attributes))", seen: json(after))
        }
    }

    private func readBack(_ samples: [Sample]) throws {
        for sample in samples {
            for other in samples where other.type == sample.type {
                let written = try mapper.attributes(sample.attributes, updatedFrom: other.record, of: sample.type)
                let read = try mapper.record(from: written, of: sample.type)
                try expect(read == other.record, "the record to be \(json(other.record))", seen: json(read))
            }
        }
    }

    private func paths(_ samples: [Sample]) throws {
        for sample in samples {
            for path in sample.type.comparablePaths where ![.id, .meta, .schemas].contains(path.path.attribute) {
                guard let recordPath = mapper.recordPath(for: path.path, of: sample.type) else { continue }
                var mapped = path
                mapped.path = recordPath
                let own = sample.asResource(sample.attributes).values(at: path)
                let values = sample.asResource(sample.record).values(at: mapped)
                // The parts of a complex value may have other names; whoever compares them asks for their paths too.
                let isKept = path.definition.type == .complex ? own.count == values.count : own == values
                let wanted = "'\(recordPath)' of the record to be as '\(path.path)': \(AttributeValue.array(own).json)"
                try expect(isKept, wanted, seen: AttributeValue.array(values).json)
            }
        }
    }

    private func json(_ attributes: Attributes) -> String { AttributeValue.complex(attributes).json }
}
