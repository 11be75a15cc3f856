/// One thing that an RFC asks of a service provider, or that large clients rely on, in the words of this project.
public struct Requirement: Sendable, Equatable {
    /// How much it is asked for (RFC 2119); behaviour that an RFC states without such a word counts as MUST.
    public enum Level: String, Sendable, CaseIterable {
        /// Required.
        case must = "MUST"
        /// Recommended.
        case should = "SHOULD"
        /// Optional.
        case may = "MAY"
    }

    /// Document, section and letter, such as `7644-3.3-c`.
    public let id: String
    /// How much it is asked for.
    public let level: Level
    /// What it is about, such as `patch-add`.
    public let area: String
    /// False for an optional feature that is left out; its tests show that discovery or the answers say so.
    public let isOffered: Bool
    /// What is asked for.
    public let statement: String

    /// The document: the number of an RFC, or `interop` for what clients do beyond any.
    public var document: String { String(id.prefix { $0 != "-" }) }

    /// The section of the document, such as `3.5.2.1`, or a word where there is none.
    public var section: String {
        let second = id.split(separator: "-").dropFirst().first ?? ""
        let number = second.prefix { $0.isNumber || $0 == "." }
        return String(number.isEmpty ? second : number)
    }

    /// Whether the ledger asks for a test: all but the optional behaviour of what is offered.
    public var needsTest: Bool { level != .may || !isOffered }
}
