import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7643 §4.1 — texts of which more than the type is fixed")
struct FormatTests {
    private func refusal(of member: String) throws -> SCIMError? {
        let body = try AttributeValue.json(#"{"schemas":["USER"],"userName":"u",\#(member)}"#)
        var repairs = Repairs(allowed: false)
        return SCIMTests.refusal { try Draft(validating: body, as: .user, repairs: &repairs) }
    }

    @Test(
        "languages, language tags and time zones have their form", .shows("7643-4.1.1-c"),
        arguments: [
            ("preferredLanguage", "en", true), ("preferredLanguage", "en-US", true),
            ("preferredLanguage", "en_US", true),
            ("preferredLanguage", "da, en-gb;q=0.8, en;q=0.7", true), ("preferredLanguage", "*", true),
            ("preferredLanguage", "en-US,*;q=0.001", true), ("preferredLanguage", "zh-Hant-TW ; q=1.000", true),
            ("preferredLanguage", "!!", false), ("preferredLanguage", "en US", false),
            ("preferredLanguage", "en,", false),
            ("preferredLanguage", "en;q=2", false), ("preferredLanguage", "en;q=1.5", false),
            ("preferredLanguage", "en;q=0.1234", false), ("preferredLanguage", "en;x", false),
            ("preferredLanguage", "en-", false), ("preferredLanguage", "-en", false), ("preferredLanguage", " ", false),
            ("locale", "en-US", true), ("locale", "en_US", true), ("locale", "de-DE-1996", true),
            ("locale", "sl-Latn-IT-nedis", true), ("locale", "x-whatever", true), ("locale", "de", true),
            ("locale", "!!", false), ("locale", "en US", false), ("locale", "en--US", false), ("locale", "é", false),
            ("locale", "abcdefghi", false), ("locale", "12", false), ("locale", "en,de", false),
            ("timezone", "Europe/Berlin", true), ("timezone", "UTC", true), ("timezone", "Etc/GMT+1", true),
            ("timezone", "America/Argentina/Buenos_Aires", true), ("timezone", "America/Port-au-Prince", true),
            ("timezone", "EST5EDT", true), ("timezone", "Moon/Base", true), ("timezone", "!!", false),
            ("timezone", "Europe/", false), ("timezone", "/Berlin", false), ("timezone", "Central Time", false),
            ("timezone", "+01:00", false), ("timezone", "Etc//UTC", false),
        ])
    func shapes(_ name: String, text: String, isAccepted: Bool) throws {
        let found = try refusal(of: #""\#(name)":"\#(text)""#)
        #expect(found?.code == (isAccepted ? nil : .invalidValue), "\(found?.detail ?? "accepted")")
        #expect(found?.detail.hasPrefix("'\(name)' must be") ?? true)
    }

    @Test(
        "a country is one of the codes, in either letter case", .shows("7643-4.1.2-b"),
        arguments: [
            ("GB", true), ("de", true), ("ZW", true), ("AD", true), ("UK", false), ("USA", false), ("XX", false),
            ("Germany", false), ("D", false), ("é", false), ("{}", false),
        ])
    func country(_ text: String, isAccepted: Bool) throws {
        let found = try refusal(of: #""addresses":[{"country":"\#(text)"}]"#)
        #expect(found?.code == (isAccepted ? nil : .invalidValue))
    }

    @Test(
        "a certificate is one SEQUENCE in DER and nothing more", .shows("7643-8.7.1-o"),
        arguments: [
            // Lengths in one byte: 0, 3, 127.
            (der([0x30, 0x00], 0), true), (der([0x30, 0x03], 3), true), (der([0x30, 0x7F], 127), true),
            // Lengths in one, two, three and four bytes more.
            (der([0x30, 0x81, 0x80], 128), true), (der([0x30, 0x82, 0x04, 0x00], 1_024), true),
            (der([0x30, 0x83, 0x00, 0xFF, 0xFF], 65_535), false), (der([0x30, 0x82, 0x00, 0x80], 128), false),
            (der([0x30, 0x81, 0x7F], 127), false), (der([0x30, 0x80], 4), false), (der([0x30, 0xFF], 4), false),
            // Too short, too long, two of them, other tags.
            (der([0x30, 0x04], 3), false), (der([0x30, 0x02], 3), false),
            (der([0x30, 0x03, 1, 2, 3, 0x30, 0x03, 1, 2, 3], 0), false), (der([0x31, 0x03], 3), false),
            (der([0x04, 0x03], 3), false), (der([0x30], 0), false), ("AAEC", false),
            // The text of a PEM file, as it is and in base64.
            ("-----BEGIN CERTIFICATE-----MAMCAQA=-----END CERTIFICATE-----", false),
            ("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t", false),
            // Without padding, in the alphabet for URLs, and in its own.
            ("MAMCAQA", true), ("MAP__-8", false), ("MAP//+8=", true),
        ])
    func certificate(_ text: String, isAccepted: Bool) throws {
        let found = try refusal(of: #""x509Certificates":[{"value":"\#(text)"}]"#)
        #expect(found?.code == (isAccepted ? nil : .invalidValue), "\(found?.detail ?? "accepted")")
    }

    @Test("forms are held to in a PATCH and are no part of discovery")
    func elsewhere() throws {
        let patch = try AttributeValue.json(
            #"{"schemas":["PATCHOP"],"Operations":[{"op":"add","path":"locale","value":"en US"}]}"#)
        var repairs = Repairs(allowed: false)
        let found = SCIMTests.refusal {
            try PatchOperation.operations(reading: patch, for: .user, repairs: &repairs)
        }
        #expect(found?.code == .invalidValue)
        #expect(found?.detail.hasPrefix("Operations[0]: 'locale' must be a language tag such as 'en-US'") == true)
        let published = AttributeValue.complex(Schema.user.representation).json
        #expect(!published.contains("format\":") && !published.contains("languageTag"))
    }

    /// A head and a number of zero bytes behind it, in base64.
    private static func der(_ head: [UInt8], _ count: Int) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bytes = head + Array(repeating: 0, count: count)
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for position in 0...group.count { text.append(digits[bits >> (18 - 6 * position) & 63]) }
            text += String(repeating: "=", count: 3 - group.count)
        }
        return text
    }
}
