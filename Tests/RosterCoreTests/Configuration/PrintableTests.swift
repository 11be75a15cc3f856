import RosterCore
import Testing

@Suite("Texts on a terminal")
struct PrintableTests {
    @Test(
        "joiners stay where they change the look of emoji and of letters",
        arguments: ["👩🏽‍🚀", "👨‍👩‍👧", "❤️‍🔥", "नमस्‍ते", "می‌خواهم", "ශ්‍රී"])
    func joiners(_ text: String) {
        #expect(text.printable == text && text.quotedForDisplay == "'\(text)'")
    }

    @Test(
        "what cannot be seen is escaped",
        arguments: [
            ("ad\u{200D}min", #"ad\u{200D}min"#), ("\u{200D}👩", #"\u{200D}👩"#), ("👩\u{200D}", #"👩\u{200D}"#),
            ("👩\u{200D}\u{200D}👩", #"👩\u{200D}\u{200D}👩"#), ("a\u{202E}b", #"a\u{202E}b"#), ("a\nb", #"a\nb"#),
            ("é\u{200C}é", #"é\u{200C}é"#),
        ])
    func escapes(_ text: String, shown: String) {
        #expect(text.printable == shown)
        #expect("\(text)'\\".quotedForDisplay == "'\(shown)\\'\\\\'")
    }
}
