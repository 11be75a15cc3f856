/// Finds in Swift source which tests and suites name requirements.
///
/// It looks for `@Test` and `@Suite` with `.shows("…", …)`, however they are broken into lines, and knows comments and
/// string literals from code. What is switched off with `.disabled` or `.enabled` claims nothing, nor does a suite
/// without tests.
public struct TestScanner {
    private struct Attribute {
        var name: String?
        var requirements: [String] = []
        var isConditional = false
    }

    private struct Scope {
        let type: String
        let attribute: Attribute
        let depth: Int
        var hasTests = false
    }

    private let tokens: [SwiftToken]
    private var index = 0
    private var depth = 0
    private var scopes: [Scope] = []
    private var claims: [Claim] = []

    /// The claims in a source file, in its order; that of a suite comes after those of its tests.
    public static func claims(in source: String) -> [Claim] {
        var scanner = TestScanner(tokens: SwiftToken.tokens(of: source))
        scanner.scan()
        return scanner.claims
    }

    private init(tokens: [SwiftToken]) {
        self.tokens = tokens
    }

    private mutating func scan() {
        var suite = Attribute(), test: Attribute?, type: String?
        while let token = next() {
            switch token {
            case .mark("@") where peek() == .word("Suite"):
                index += 1
                suite = attribute()
            case .mark("@") where peek() == .word("Test"):
                index += 1
                test = attribute()
            case .word("struct"), .word("class"), .word("enum"), .word("actor"), .word("extension"):
                guard case .word(let name)? = peek(), name != "func", name != "var" else { continue }
                type = name
            case .word("func"):
                guard case .word(let name)? = peek(), let attribute = test else { continue }
                found(attribute, name: name)
                test = nil
            case .mark("{"):
                if let name = type { scopes.append(Scope(type: name, attribute: suite, depth: depth)) }
                if type != nil { suite = Attribute() }
                type = nil
                depth += 1
            case .mark("}"):
                depth -= 1
                if let scope = scopes.last, scope.depth == depth { leave(scope) }
            default: break
            }
        }
    }

    private mutating func found(_ test: Attribute, name: String) {
        guard !test.isConditional, !scopes.contains(where: \.attribute.isConditional) else { return }
        for index in scopes.indices { scopes[index].hasTests = true }
        guard !test.requirements.isEmpty else { return }
        claims.append(
            Claim(suite: scopes.last.map(title), test: test.name ?? name, requirements: test.requirements))
    }

    private mutating func leave(_ scope: Scope) {
        scopes.removeLast()
        guard scope.hasTests, !scope.attribute.requirements.isEmpty else { return }
        claims.append(Claim(suite: title(scope), test: nil, requirements: scope.attribute.requirements))
    }

    private func title(_ scope: Scope) -> String { scope.attribute.name ?? scope.type }

    /// Reads what stands in parentheses behind `@Test` or `@Suite`.
    private mutating func attribute() -> Attribute {
        var attribute = Attribute()
        guard peek() == .mark("(") else { return attribute }
        index += 1
        if case .string(let name)? = peek() { attribute.name = name }
        var open = 1
        while open > 0, let token = next() {
            switch token {
            case .mark("("): open += 1
            case .mark(")"): open -= 1
            case .mark(".") where peek() == .word("disabled") || peek() == .word("enabled"):
                // Only traits of the test itself: the arguments of a test lie deeper.
                if open == 1 { attribute.isConditional = true }
            case .mark(".") where peek() == .word("shows"):
                index += 2
                while let token = next(), token != .mark(")") {
                    if case .string(let id) = token { attribute.requirements.append(id) }
                }
            default: break
            }
        }
        return attribute
    }

    private func peek() -> SwiftToken? { index < tokens.count ? tokens[index] : nil }

    private mutating func next() -> SwiftToken? {
        guard let token = peek() else { return nil }
        index += 1
        return token
    }
}
