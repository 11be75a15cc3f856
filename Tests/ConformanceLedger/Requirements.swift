import Foundation

/// The requirements that tests can name, in the order of the documents.
public struct Requirements: Sendable {
    /// A line of the list cannot be read.
    public struct MalformedLine: Error, Equatable {
        /// Its number, from 1.
        public let number: Int
        /// What is wrong with it.
        public let reason: String
    }

    /// All of them.
    public let all: [Requirement]
    private let byID: [String: Requirement]

    /// The list of this project, `Tests/ConformanceLedger/requirements.tsv`.
    public static let project = Result {
        try Requirements(tsv: try Project.read("Tests/ConformanceLedger/requirements.tsv"))
    }

    /// Reads a list: a heading, then one requirement a line with id, level, area, whether it is offered (`yes` or
    /// `no`), and the statement, parted by tabs.
    ///
    /// - Throws: ``MalformedLine``, also for an id that stands there twice.
    public init(tsv: String) throws {
        var all: [Requirement] = [], byID: [String: Requirement] = [:]
        for (index, line) in tsv.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where index > 0 && !line.isEmpty {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 5, !fields.contains("") else {
                throw MalformedLine(number: index + 1, reason: "five fields are needed")
            }
            guard let level = Requirement.Level(rawValue: fields[1]) else {
                throw MalformedLine(number: index + 1, reason: "there is no level \(fields[1])")
            }
            guard ["yes", "no"].contains(fields[3]) else {
                throw MalformedLine(number: index + 1, reason: "offered is yes or no")
            }
            let requirement = Requirement(
                id: fields[0], level: level, area: fields[2], isOffered: fields[3] == "yes", statement: fields[4])
            guard byID.updateValue(requirement, forKey: requirement.id) == nil else {
                throw MalformedLine(number: index + 1, reason: "\(requirement.id) stands there twice")
            }
            all.append(requirement)
        }
        self.all = all
        self.byID = byID
    }

    /// The requirement with an id.
    public subscript(id: String) -> Requirement? { byID[id] }
}
