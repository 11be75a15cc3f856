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
            // Letters with a second small form: the final sigma, the micro sign, the long s.
            ("ΝΙΚΟΣ", "νικος"), ("ΝΊΚΟΣ", "Νίκος"), ("νικοσ", "νικος"), ("ς", "Σ"), ("10 µM", "10 Μm"),
            ("Maſſe", "MASSE"), ("ϑ", "Θ"), ("ᲀ", "В"),
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

    @Test("takes a letter and its capital as equal, whatever the letter")
    func capitals() {
        for value in UInt32(0)...0x1FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenUppercased else { continue }
            for mapping in [scalar.properties.uppercaseMapping, scalar.properties.titlecaseMapping] {
                // The dotless i is another letter than i; the iota below others is a mark, of which a capital makes a letter.
                guard mapping.unicodeScalars.count == 1, scalar != "\u{131}", scalar != "\u{345}" else { continue }
                let isEqual = String(scalar).caseFolded == mapping.caseFolded
                if !isEqual { Issue.record("U+\(String(value, radix: 16)) is not equal to its capital") }
            }
        }
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
