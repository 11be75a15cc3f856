/// Reads filters and the paths of PATCH operations (RFC 7644 §3.4.2.2 figure 1, §3.5.2 figure 7).
///
/// `or` binds loosest, then `and`, then `not`.
struct FilterParser {
    private let bytes: [UInt8]
    private var index = 0
    private let limits: FilterLimits
    private var depth = 0
    private var comparisons = 0
    /// What had to be put right.
    private(set) var repairs: Repairs

    init(_ text: String, limits: FilterLimits, repairs: Repairs) {
        bytes = Array(text.utf8)
        self.limits = limits
        self.repairs = repairs
    }

    mutating func wholeFilter() throws(SCIMError) -> Filter {
        guard bytes.count <= limits.bytes else {
            throw SCIMError(.invalidFilter, "the filter is longer than \(limits.bytes) bytes")
        }
        try skipBlanks()
        let filter = try disjunction(insideBrackets: false)
        try skipBlanks()
        guard index == bytes.count else { throw unexpected("'and', 'or' or the end") }
        return filter
    }

    /// Reads `attribute`, `attribute[filter]` or `attribute[filter].subAttribute`.
    mutating func wholePath() throws(SCIMError) -> (attribute: String, filter: Filter?, subAttribute: String?) {
        guard bytes.count <= limits.bytes else {
            throw SCIMError(.invalidPath, "the path is longer than \(limits.bytes) bytes")
        }
        try skipBlanks()
        guard let name = takeName() else { throw unexpected("an attribute name") }
        var filter: Filter?
        var subAttribute: String?
        if try takeBehindBlanks("[") {
            filter = try brackets()
            if take(".") {
                guard let sub = takeName() else { throw unexpected("a sub-attribute name") }
                subAttribute = sub
            }
        }
        try skipBlanks()
        guard index == bytes.count else { throw unexpected("the end") }
        return (name, filter, subAttribute)
    }

    private mutating func disjunction(insideBrackets: Bool) throws(SCIMError) -> Filter {
        var terms = [try conjunction(insideBrackets: insideBrackets)]
        while try takeWord("or") { terms.append(try conjunction(insideBrackets: insideBrackets)) }
        return terms.count == 1 ? terms[0] : .any(terms)
    }

    private mutating func conjunction(insideBrackets: Bool) throws(SCIMError) -> Filter {
        var terms = [try factor(insideBrackets: insideBrackets)]
        while try takeWord("and") { terms.append(try factor(insideBrackets: insideBrackets)) }
        return terms.count == 1 ? terms[0] : .all(terms)
    }

    private mutating func factor(insideBrackets: Bool) throws(SCIMError) -> Filter {
        if take("(") { return try parentheses(insideBrackets: insideBrackets) }
        let start = index
        guard let name = takeName() else { throw unexpected("an attribute, 'not' or '('") }
        if name.lowercased() == "not", try takeBehindBlanks("(", allowed: 1) {
            return .not(try parentheses(insideBrackets: insideBrackets))
        }
        if try takeBehindBlanks("[") {
            guard !insideBrackets else {
                index = start
                throw unexpected("an attribute without a value filter of its own")
            }
            let filter = try brackets()
            guard take(".") else { return .element(name, filter) }
            try repairs.make(
                .comparisonBehindBrackets, else: .invalidFilter, "the comparison belongs into '\(name)[ ]'")
            guard let subAttribute = takeName() else { throw unexpected("a sub-attribute name") }
            return .element(name, .all([filter, try expression(on: subAttribute)]))
        }
        return try expression(on: name)
    }

    private mutating func expression(on name: String) throws(SCIMError) -> Filter {
        comparisons += 1
        guard comparisons <= limits.comparisons else {
            throw SCIMError(.tooMany, "the filter has more than \(limits.comparisons) comparisons")
        }
        try skipBlanks(allowed: 1)
        let start = index
        guard let word = takeName() else { throw unexpected("an operator") }
        if word.lowercased() == "pr" { return .present(name) }
        guard let comparison = ComparisonOperator(rawValue: word.lowercased()) else {
            index = start
            throw SCIMError(.invalidFilter, "unknown operator '\(word.prefix(40))' at character \(position)")
        }
        return .compare(name, comparison, try literal())
    }

    private mutating func parentheses(insideBrackets: Bool) throws(SCIMError) -> Filter {
        try enter()
        try skipBlanks()
        let filter = try disjunction(insideBrackets: insideBrackets)
        try skipBlanks()
        guard take(")") else { throw unexpected("')'") }
        depth -= 1
        return filter
    }

    private mutating func brackets() throws(SCIMError) -> Filter {
        try enter()
        try skipBlanks()
        let filter = try disjunction(insideBrackets: true)
        try skipBlanks()
        guard take("]") else { throw unexpected("']'") }
        depth -= 1
        return filter
    }

    private mutating func enter() throws(SCIMError) {
        depth += 1
        guard depth <= limits.depth else {
            throw SCIMError(.invalidFilter, "the filter is nested more than \(limits.depth) levels deep")
        }
    }

    private mutating func literal() throws(SCIMError) -> AttributeValue {
        try skipBlanks(allowed: 1)
        let start = index
        if take("\"") {
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard index < bytes.count else {
                index = bytes.count
                throw unexpected("a closing '\"'")
            }
            index += 1
        } else {
            while index < bytes.count, !Self.endsLiteral.contains(bytes[index]) { index += 1 }
        }
        guard index > start else { throw unexpected("a value") }
        let text = bytes[start..<index], isQuoted = text.first == UInt8(ascii: "\"")
        let literal = isQuoted ? Array(text) : text.map(\.lowercasedASCII)
        let value = (try? JSONReader.read(literal)).flatMap { $0.attributes == nil ? $0 : nil }
        if let value, isQuoted || value.isNumber || literal.elementsEqual(text) { return value }
        let end = index
        index = start
        let rule = unexpected("a value (a string stands in double quotes)")
        if isQuoted { throw rule }
        if let value {
            try repairs.make(.literalLetterCase, else: rule.code, rule.wording)
            index = end
            return value
        }
        guard text.allSatisfy(Self.isWordByte), text.first != UInt8(ascii: "'") else { throw rule }
        try repairs.make(.unquotedOperand, else: rule.code, rule.wording)
        index = end
        return .string(String(decoding: text, as: UTF8.self))
    }

    /// What an unquoted text may hold; brackets, quotes and what else begins a value of JSON are left out.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        isNameByte(byte) || "@+'".utf8.contains(byte) || byte >= 0x80
    }

    private static let endsLiteral = Set(" \t()[]\"".utf8)

    private mutating func takeName() -> String? {
        let start = index
        while index < bytes.count, Self.isNameByte(bytes[index]) { index += 1 }
        guard index > start else { return nil }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || "$_-:./#%".utf8.contains(byte)
    }

    /// Takes a word with the blank before it and the blank behind it.
    private mutating func takeWord(_ word: StaticString) throws(SCIMError) -> Bool {
        let start = index, blanks = passBlanks()
        guard let name = takeName(), name.lowercased() == word.description else {
            index = start
            return false
        }
        try check(blanks, allowed: 1)
        try skipBlanks(allowed: 1)
        return true
    }

    private mutating func takeBehindBlanks(_ character: Unicode.Scalar, allowed: Int = 0) throws(SCIMError) -> Bool {
        let start = index, blanks = passBlanks()
        guard take(character) else {
            index = start
            return false
        }
        try check(blanks, allowed: allowed)
        return true
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(truncatingIfNeeded: character.value) else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks(allowed: Int = 0) throws(SCIMError) {
        try check(passBlanks(), allowed: allowed)
    }

    private mutating func passBlanks() -> Range<Int> {
        let start = index
        while index < bytes.count, bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") {
            index += 1
        }
        return start..<index
    }

    /// Notes blanks of which the grammar has fewer; it has no tabs at all.
    private mutating func check(_ blanks: Range<Int>, allowed: Int) throws(SCIMError) {
        guard blanks.count > allowed || bytes[blanks].contains(UInt8(ascii: "\t")) else { return }
        let place = position(at: blanks.upperBound)
        try repairs.make(.strayBlank, else: .invalidFilter, "unexpected blank before character \(place)")
    }

    private var position: Int { position(at: min(index, bytes.count)) }

    private func position(at index: Int) -> Int { String(decoding: bytes[..<index], as: UTF8.self).count + 1 }

    private func unexpected(_ wanted: SCIMError.Detail) -> SCIMError {
        SCIMError(.invalidFilter, "expected \(wanted) at character \(position)")
    }
}

extension AttributeValue {
    fileprivate var isNumber: Bool {
        if case .number = self { true } else { false }
    }
}
