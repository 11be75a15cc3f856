import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7643 §2.2, RFC 8265 §3.3 — values whose letter case plays no part")
struct CaseFoldingTests {
    @Test(
        "takes spellings of one text as equal", .shows("7644-5-a"),
        arguments: [
            ("bJensen", "BJENSEN"), ("", ""), ("Straße", "STRAßE"), ("ÉMILE", "émile"), ("E\u{301}mile", "\u{E9}MILE"),
            ("\u{C5}", "\u{212B}"), ("k", "\u{212A}"), ("Ｂｏｂ＠ｘ．ｃｏｍ", "bob@x.com"), ("a\u{3000}b", "A b"),
            ("ΑΒΓ", "αβγ"), ("Ж", "ж"), ("İ", "I\u{307}"), ("𐐀", "𐐨"), ("Ａ\u{301}", "\u{E1}"), ("Ǆ", "ǆ"), ("ǅ", "ǆ"),
        ])
    func equal(_ one: String, _ other: String) {
        #expect(one.caseFolded == other.caseFolded)
        #expect(one.caseFolded.hashValue == other.caseFolded.hashValue)
    }

    @Test(
        "keeps different texts apart",
        // RFC 8265 maps to lower case and does not fold fully, so ß is not ss, nor dotless ı an i.
        arguments: [("Straße", "STRASSE"), ("a", "á"), ("ı", "i"), ("ab", "a b"), ("ﬁ", "fi"), ("o", "0")])
    func different(_ one: String, _ other: String) {
        #expect(one.caseFolded != other.caseFolded)
    }

    @Test("is done after one time")
    func idempotence() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            let scalars = (0..<6).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0x20...0x1FFFF, using: &generator))
            }
            let text = String(String.UnicodeScalarView(scalars))
            #expect(text.caseFolded.caseFolded == text.caseFolded)
        }
    }
}
