import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.2 — filters as text and back")
struct FilterRoundTripTests {
    @Test("gives the same filter when the text of a filter is read")
    func roundTrip() throws {
        var shapes = RandomFilterShapes(generator: SeededGenerator(seed: 1))
        for _ in 0..<3_000 {
            let filter = shapes.next(depth: 4)
            let text = filter.description
            #expect(
                try Filter(text, limits: .init(bytes: 1 << 20, depth: 50, comparisons: 10_000)) == filter, "\(text)")
        }
    }

    @Test("does not care about the case of words and the width of blanks")
    func spelling() throws {
        var shapes = RandomFilterShapes(
            generator: SeededGenerator(seed: 2), strings: ["x", "", "Z"], names: ["a", "b.c"])
        for _ in 0..<500 {
            let filter = shapes.next(depth: 3)
            let text = filter.description
                .replacing(" and ", with: "  AND\t").replacing(" or ", with: " oR ").replacing("not (", with: "NOT(")
            #expect(try Filter(text, limits: .init(bytes: 1 << 20, comparisons: 10_000)) == filter, "\(text)")
        }
    }
}

/// Makes filters of any shape that the grammar has, over names that need not exist.
struct RandomFilterShapes {
    var generator: SeededGenerator
    var strings = ["", "a", "é\"\\", " and ", "[(", "\u{1}\n", "👩‍👩‍👧", "e\u{301}", "null"]
    var names = ["a", "userName", "name.givenName", "urn:x:v2.0:a.b", "$ref", "not", "and", "or", "pr"]

    mutating func next(depth: Int, insideBrackets: Bool = false) -> Filter {
        switch depth > 0 ? Int.random(in: 0..<8, using: &generator) : 7 {
        case 0: return .any(terms(depth, insideBrackets))
        case 1: return .all(terms(depth, insideBrackets))
        case 2: return .not(next(depth: depth - 1, insideBrackets: insideBrackets))
        case 3 where !insideBrackets: return .element(pick(names), next(depth: depth - 1, insideBrackets: true))
        case 4: return .present(pick(names))
        default: return .compare(pick(names), pick(ComparisonOperator.allCases), literal())
        }
    }

    private mutating func terms(_ depth: Int, _ insideBrackets: Bool) -> [Filter] {
        (0..<Int.random(in: 2...4, using: &generator)).map { _ in next(depth: depth - 1, insideBrackets: insideBrackets)
        }
    }

    private mutating func literal() -> AttributeValue {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: .null
        case 1: .boolean(Bool.random(using: &generator))
        case 2: .number(Number(Int.random(in: -1_000...1_000, using: &generator)))
        default: .string(pick(strings))
        }
    }

    private mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int.random(in: choices.indices, using: &generator)]
    }
}
