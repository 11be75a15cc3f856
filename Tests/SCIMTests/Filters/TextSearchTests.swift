import ConformanceLedger
import Testing

@testable import SCIM

@Suite("RFC 7644 §3.4.2.2 — co, looked for in a time that grows with the text alone")
struct TextSearchTests {
    @Test("finds what a plain search finds", .shows("7644-3.4.2.2-e"))
    func reference() {
        var generator = SeededGenerator(seed: 7)
        let letters = ["a", "a", "b", "A", "é"]
        func text(_ most: Int) -> String {
            (0..<Int.random(in: 0...most, using: &generator)).map { _ in letters.randomElement(using: &generator) ?? ""
            }
            .joined()
        }
        for _ in 0..<20_000 {
            let part = text(5), whole = text(14)
            let expected = part.isEmpty || whole.indices.contains { whole[$0...].hasPrefix(part) }
            #expect(TextSearch(part).isPart(of: whole) == expected, "\(part) in \(whole)")
        }
    }

    @Test("an ASCII text holds nothing beyond ASCII, save for what is equal to ASCII")
    func beyondASCII() {
        let ascii = Set((0..<0x80 as Range<UInt8>).map { String(Character(Unicode.Scalar($0))) })
        for scalar in (0x80...0x2_FFFF as ClosedRange<UInt32>).compactMap({ Unicode.Scalar($0) }) {
            let part = String(Character(scalar))
            #expect(part.isBeyondASCII != ascii.contains(part), "\(scalar.value)")
        }
        #expect("a\u{301}".isBeyondASCII && !"abc".isBeyondASCII && !"".isBeyondASCII)
        #expect(!TextSearch("a\u{301}").isPart(of: "banana") && TextSearch("a\u{301}").isPart(of: "bán"))
    }

    @Test("looks at each byte of a long text once", .shows("7644-3.4.2.2-e"))
    func long() {
        let part = TextSearch(String(repeating: "a", count: 3_000) + "b")
        #expect(!part.isPart(of: String(repeating: "a", count: 10_000_000)))
        #expect(part.isPart(of: String(repeating: "a", count: 10_000_000) + "b"))
    }
}
