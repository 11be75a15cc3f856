public import RosterCore
public import SCIM

/// Holds a mapper against the two laws of ``RosterCore/AttributeMapper``, and against what else it says of its records.
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
        let rules: [(String, ([MapperSample]) throws -> Void)] = [
            ("writing an unchanged record back changes nothing", writeBack),
            ("what was written is what is read", readBack),
            ("a path of the record leads to what the path of the resource leads to", paths),
            ("an explanation has the values of the record", explanations),
        ]
        let records = try samples.compactMap { try MapperSample($0, mapper) }
        var violations: [ConformanceFailure.Violation] = []
        for (name, rule) in rules {
            let violation = try await ConformanceFailure.Violation.found(by: name) {
                try expect(!records.isEmpty, "a record of one sample at least", seen: "refusals alone")
                try rule(records)
            }
            if let violation { violations.append(violation) }
        }
        let refusals = try await ConformanceFailure.Violation.found(by: "only a mapper that can refuse does") {
            for sample in samples where !mapper.canRefuse(sample.type) {
                _ = try mapper.record(from: sample.attributes, of: sample.type)
            }
        }
        if let refusals { violations.append(refusals) }
        guard violations.isEmpty else { throw ConformanceFailure(violations: violations) }
    }

    private func writeBack(_ samples: [MapperSample]) throws {
        for sample in samples {
            let after = try mapper.attributes(sample.attributes, updatedFrom: sample.record, of: sample.type)
            try expect(after == sample.attributes, "the resource to be \(json(sample.attributes))", seen: json(after))
        }
    }

    /// Writes records of other resources, without what goes to the application only.
    ///
    /// What a mapper refuses as `invalidValue` is a record that it cannot keep; one that refuses all of them is broken.
    private func readBack(_ samples: [MapperSample]) throws {
        for type in Set(samples.map(\.type)) {
            let samples = samples.filter { $0.type == type }
            var taken = 0
            for sample in samples {
                for other in samples {
                    guard let (wanted, written) = try sample.writing(other.record, with: mapper) else { continue }
                    taken += 1
                    let read = try mapper.record(from: written, of: type)
                    let differing = Set((wanted.map(\.name) + read.map(\.name)).filter { wanted[$0] != read[$0] })
                    let isKept = differing.allSatisfy {
                        sample.shows($0, in: read, for: wanted, over: written, by: mapper)
                    }
                    try expect(isKept, "the record to be \(json(wanted))", seen: json(read))
                }
            }
            let others = samples.count * (samples.count - 1)
            try expect(
                others == 0 || taken > samples.count, "records of other resources to be taken", seen: "refusals alone")
        }
    }

    private func paths(_ samples: [MapperSample]) throws {
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

    private func explanations(_ samples: [MapperSample]) throws {
        for sample in samples {
            var explained = Attributes()
            for explanation in mapper.explanation(of: sample.attributes, of: sample.type) {
                if let problem = explanation.problem { try expect(false, "no problem", seen: problem) }
                guard let field = explanation.field, let value = explanation.value else { continue }
                explained[field] = value
            }
            try expect(explained == sample.record, "the record \(json(sample.record))", seen: json(explained))
        }
    }

    private func json(_ attributes: Attributes) -> String { AttributeValue.complex(attributes).json }
}
