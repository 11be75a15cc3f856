import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 4648 §4, §5 — base64")
struct Base64Tests {
    @Test(
        "takes its alphabet, with and without padding", .shows("7643-2.3.6-a"),
        arguments: ["", "Zg==", "Zg", "Zm8=", "Zm8", "Zm9v", "Zm9vYg==", "+/+/", "AAAA", "z9Zz"])
    func accepted(_ text: String) {
        #expect(isBase64(text) == true)
    }

    @Test("tells the alphabet for URLs", .shows("7643-2.3.6-a"), arguments: ["-_-_", "Zm9-Yg==", "_w", "+-AA"])
    func inURLs(_ text: String) {
        #expect(isBase64(text) == false)
    }

    @Test(
        "refuses everything else", .shows("7643-2.3.6-a"),
        arguments: [
            "Z", "Zm9vY", "=", "==", "====", "Z===", "Zg=", "Zm8==", "Zm9v=", "Zg==Zg==", "Z=g=", "Zm 9v", "Zm9v\n",
            "Zm9$", "Zm9é", "ＡAAA", "Zm9.", "\u{0}AAA",
        ])
    func refused(_ text: String) {
        #expect(isBase64(text) == nil)
    }
}
