import ConformanceLedger
import Foundation
import Testing

@testable import SCIM

@Suite("RFC 7644 §3.4.2.2 — co, sw and ew by scalars of the composed form, in a time that grows with the text alone")
struct TextSearchTests {
    private static let letters = [
        "a", "a", "b", "A", "é", "e", "\u{301}", "\u{323}", "q", "க", "\u{BCD}", "ि", "\u{64E}", "م", "ä", "👩",
        "\u{200D}",
        "가", "\u{11A8}", "\u{1100}", "\u{1161}", "ж", "山", "\r", "\n", "\u{344}", "\u{212B}", "\u{F900}", "\u{37E}",
    ]

    private func text(_ most: Int, _ generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...most, using: &generator))
            .map { _ in Self.letters.randomElement(using: &generator) ?? "" }.joined()
    }

    /// The composed form as Foundation makes it; on Linux it joins no final consonant to a Hangul syllable unless both were
    /// taken apart before.
    private func scalars(_ text: String) -> [Unicode.Scalar] {
        Array(text.decomposedStringWithCanonicalMapping.precomposedStringWithCanonicalMapping.unicodeScalars)
    }

    @Test("find what a plain search finds", .shows("7644-3.4.2.2-e"), arguments: 0..<4)
    func reference(seed: UInt64) {
        var generator = SeededGenerator(seed: 7 + seed)
        var found = 0
        for _ in 0..<10_000 {
            let part = text(3, &generator), whole = text(12, &generator)
            let looked = scalars(whole), wanted = scalars(part)
            let isAnywhere = (0...looked.count).contains { looked[$0...].starts(with: wanted) }
            let isAtEnd = looked.suffix(wanted.count).elementsEqual(wanted)
            #expect(TextSearch(part, at: .anywhere).isFound(in: whole) == isAnywhere, "\(part) in \(whole)")
            #expect(TextSearch(part, at: .start).isFound(in: whole) == looked.starts(with: wanted), "\(part), \(whole)")
            #expect(TextSearch(part, at: .end).isFound(in: whole) == isAtEnd, "\(part) behind \(whole)")
            if isAnywhere, !part.isEmpty { found += 1 }
        }
        #expect(found > 300)
    }

    @Test("compose texts as the standard library compares them")
    func composition() {
        // Beyond the first planes no scalar takes part in composition.
        for value in UInt32(0)...0x2FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .unassigned else { continue }
            let text = String(scalar)
            guard text.composed.unicodeScalars.elementsEqual(scalars(text)), text.composed == text else {
                Issue.record("U+\(String(value, radix: 16))")
                continue
            }
        }
        var generator = SeededGenerator(seed: 40)
        for _ in 0..<20_000 {
            let one = text(5, &generator), other = text(5, &generator)
            #expect((one == other) == one.composed.unicodeScalars.elementsEqual(other.composed.unicodeScalars))
        }
    }

    @Test("look at each byte of a long text once", .shows("7644-3.4.2.2-e"))
    func long() {
        let part = TextSearch(String(repeating: "a", count: 3_000) + "b", at: .anywhere)
        #expect(!part.isFound(in: String(repeating: "a", count: 10_000_000)))
        #expect(part.isFound(in: String(repeating: "a", count: 10_000_000) + "b"))
    }
}
