extension SCIMError {
    /// The words of a failure: all of them for the client, and for a log only those that no client can have chosen.
    ///
    /// A detail is a literal. What is interpolated counts as sent by the client, unless it is an integer, another detail,
    /// another failure, or marked as the provider's own: ``logged(showing:)`` leaves it out if it is no known word.
    public struct Detail: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringInterpolation {
        /// What the client is told.
        public let description: String
        fileprivate let foreignParts: [ForeignPart]

        /// Takes a text without any interpolation.
        public init(stringLiteral text: String) {
            description = text
            foreignParts = []
        }

        /// Takes a text and remembers which parts of it may come from outside.
        public init(stringInterpolation: StringInterpolation) {
            description = stringInterpolation.text
            foreignParts = stringInterpolation.foreignParts
        }

        /// Two details are equal if clients cannot tell them apart.
        public static func == (one: Detail, other: Detail) -> Bool { one.description == other.description }

        /// Hashes what the client is told.
        public func hash(into hasher: inout Hasher) { hasher.combine(description) }

        /// The words with `…` in the place of everything that a client may have sent.
        ///
        /// - Parameter isKnown: Whether a part is one of the provider's own words, such as the name of an attribute.
        public func logged(showing isKnown: (Substring) -> Bool) -> String {
            var shown = ""
            var end = description.startIndex
            for part in foreignParts {
                let start = description.utf8.index(description.startIndex, offsetBy: part.range.lowerBound)
                shown += description[end..<start]
                end = description.utf8.index(description.startIndex, offsetBy: part.range.upperBound)
                let text = description[start..<end]
                shown += isKnown(text) ? String(text) : part.isName ? Self.name(at: text) : "…"
            }
            return shown + description[end...]
        }

        /// What has the form of an attribute's name (RFC 7643 §2.1, RFC 7644 §3.10), without the filter behind it.
        ///
        /// E-mail addresses, numbers and texts with blanks do not have it, nor do tokens, which are longer.
        private static func name(at text: Substring) -> String {
            let name = text.utf8.prefix { $0.isASCIILetter || $0.isASCIIDigit || "-_$.:".utf8.contains($0) }
            let longest = text.lowercased().hasPrefix("urn:") ? 200 : 48
            guard name.first?.isASCIILetter ?? false, name.count <= longest else { return "…" }
            if name.endIndex == text.endIndex { return String(text) }
            return text[name.endIndex] == "[" ? "\(Substring(name))[…]" : "…"
        }
    }

    /// A part of a detail that a client may have sent.
    fileprivate struct ForeignPart: Sendable {
        /// Where it stands, in bytes of UTF-8.
        var range: Range<Int>
        /// Whether it stands in the place of an attribute's name.
        var isName: Bool
    }
}

extension SCIMError.Detail {
    /// Puts a detail together.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var foreignParts: [SCIMError.ForeignPart] = []

        /// Begins with nothing.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        /// Adds a part of the literal.
        public mutating func appendLiteral(_ literal: String) { text += literal }

        /// Adds what a client may have sent.
        public mutating func appendInterpolation<Value>(_ value: Value) { append("\(value)", isName: false) }

        /// Adds what a client sent in the place of an attribute's name; a log shows it if it has the form of one.
        public mutating func appendInterpolation(name: some StringProtocol) { append(String(name), isName: true) }

        /// Adds the provider's own words, such as those of its configuration.
        public mutating func appendInterpolation(own words: some CustomStringConvertible) { text += "\(words)" }

        /// Adds a number, such as a limit or a position.
        public mutating func appendInterpolation(_ number: some BinaryInteger) { text += String(number) }

        /// Adds another detail, of which the same parts stay foreign.
        public mutating func appendInterpolation(_ detail: SCIMError.Detail) {
            let start = text.utf8.count
            text += detail.description
            foreignParts += detail.foreignParts.map { part in
                let range = part.range.lowerBound + start..<part.range.upperBound + start
                return SCIMError.ForeignPart(range: range, isName: part.isName)
            }
        }

        /// Adds the detail of another failure.
        public mutating func appendInterpolation(_ failure: SCIMError) { appendInterpolation(failure.wording) }

        private mutating func append(_ part: String, isName: Bool) {
            let start = text.utf8.count
            text += part
            foreignParts.append(SCIMError.ForeignPart(range: start..<text.utf8.count, isName: isName))
        }
    }
}
