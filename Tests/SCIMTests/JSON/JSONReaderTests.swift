import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 8259 — texts that are JSON and texts that are not")
struct JSONReaderTests {
    @Test(
        "reads what the grammar allows",
        arguments: [
            ("null", .null), ("true", true), ("false", false), ("\"\"", ""), ("[]", []), ("{}", [:]),
            (" [] ", []), ("\t\r\n {} \n", [:]), ("[ ]", []), ("{ }", [:]), ("[null]", [.null]),
            ("[1,2]", [1, 2]), ("[ 1 , 2 ]", [1, 2]), ("[[],[[]],{}]", [[], [[]], [:]]),
            ("{\"a\":1}", ["a": 1]), ("{\"a\" : 1 , \"b\":[true]}", ["a": 1, "b": [true]]),
            ("{\"\":0}", ["": 0]), ("{\"a\":{\"a\":{\"a\":null}}}", ["a": ["a": ["a": .null]]]),
            ("{\"a\":1,\"b\":1}", ["a": 1, "b": 1]), ("{\"\\u0061\":1}", ["a": 1]),
            ("[\"a\",\"b\"]", ["a", "b"]), ("[true,false,null]", [true, false, .null]),
            ("\"plain\"", "plain"), ("\"/\"", "/"), ("\"\\/\"", "/"), ("\"\\\"\"", "\""), ("\"\\\\\"", "\\"),
            ("\"\\b\\f\\n\\r\\t\"", "\u{8}\u{C}\n\r\t"), ("\"\\u0000\"", "\0"), ("\"\\u001f\"", "\u{1F}"),
            ("\"\\u00e9\"", "é"), ("\"\\u00E9\"", "é"), ("\"\\u20ac\"", "€"), ("\"\\uD834\\uDD1E\"", "𝄞"),
            ("\"\\uFFFF\"", "\u{FFFF}"), ("\"\\uFFFD\"", "\u{FFFD}"), ("\"\\uDBFF\\uDFFF\"", "\u{10FFFF}"),
            ("\"\\uD800\\uDC00\"", "\u{10000}"), ("\"\\ud800\\udc00x\"", "\u{10000}x"), ("\"\\\\u0061\"", "\\u0061"),
            ("\"é€𝄞\"", "é€𝄞"), ("\"\u{7F}\"", "\u{7F}"), ("\"\u{FEFF}\"", "\u{FEFF}"), ("\"\u{2028}\"", "\u{2028}"),
            ("\"a long text without any escape at all\"", "a long text without any escape at all"),
            ("\"1234567\"", "1234567"), ("\"12345678\"", "12345678"), ("\"123456789\"", "123456789"),
            ("\"1234567\\n\"", "1234567\n"), ("\"12345678\\n\"", "12345678\n"), ("\"\\n12345678\"", "\n12345678"),
            ("\"[\\\"a\\\"]\"", "[\"a\"]"),
            ("\"é at the very front of a long text\"", "é at the very front of a long text"),
            ("\"urn:ietf:params:scim:schemas:core:2.0:User\"", "urn:ietf:params:scim:schemas:core:2.0:User"),
        ] as [(String, AttributeValue)])
    func accepted(_ text: String, as value: AttributeValue) throws {
        #expect(try JSONReader.read(text.utf8) == value)
    }

    @Test(
        "keeps the text of numbers",
        arguments: [
            "0", "-0", "1", "-1", "12", "1234567890123456789012345678901234567890", "0.0", "0.5", "-0.5", "1.50",
            "10.01",
            "1e1", "1E1", "1e+1", "1e-1", "1E+01", "0e0", "0e+00", "1.5e300", "1e999999", "-1e-999999",
            "9007199254740993", "-9223372036854775808", "0.1000000000000000055511151231257827",
        ])
    func numbers(_ text: String) throws {
        guard case .number(let number) = try JSONReader.read(text.utf8) else {
            Issue.record("not a number")
            return
        }
        #expect(number.text == text)
        #expect(try JSONReader.read("[ \(text) ]".utf8).json == "[\(text)]")
    }

    @Test(
        "refuses with the reason and the byte",
        arguments: [
            ("", "the text ends where a value was expected, at byte 0"),
            ("  ", "the text ends where a value was expected, at byte 2"),
            ("\u{FEFF}{}", "a byte order mark at byte 0"),
            ("{} {}", "expected the end of the text at byte 3"),
            ("{\"a\":1,\"a\":2}", "a member name that occurs twice at byte 7"),
            ("{\"userName\":1,\"USERNAME\":2}", "a member name that occurs twice at byte 14"),
            ("{\"a\":1,\"\\u0061\":2}", "a member name that occurs twice at byte 7"),
            ("{\"a\":1,}", "expected a member name in quotes at byte 7"),
            ("[1 2]", "expected ',' or ']' at byte 3"), ("{\"a\":1 2}", "expected ',' or '}' at byte 7"),
            ("{\"a\" 1}", "expected ':' at byte 5"), ("[1,", "the text ends where a value was expected, at byte 3"),
            ("\"abc", "the text ends where the end of a string was expected, at byte 4"),
            ("\"a\nb\"", "a control character in a string at byte 2"), ("\"\\x\"", "expected an escape at byte 2"),
            ("\"\\u12G4\"", "expected a hexadecimal digit at byte 5"), ("\"\\uD800\"", "a lone surrogate at byte 1"),
            ("\"ab\\uDC00\"", "a lone surrogate at byte 3"), ("01", "a number that begins with 0 at byte 0"),
            ("[-]", "expected a digit at byte 2"), ("1.", "the text ends where a digit was expected, at byte 2"),
            ("[NaN]", "expected a value at byte 1"), ("{\"a\":nul}", "expected a value at byte 5"),
        ])
    func refusals(_ text: String, because reason: String) {
        let error = #expect(throws: SCIMError.self) { try JSONReader.read(text.utf8) }
        #expect(error == SCIMError(.invalidSyntax, "\(reason)"))
    }

    @Test(
        "refuses everything else", .shows("7644-3.3-f"),
        arguments: [
            "x", "'a'", "a", "]", "}", "[", "{", ",", ":", "[,]", "[1,]", "[1,,2]", "[,1]", "[1", "[1,\n", "[1}", "{]",
            "[[]",
            "[]]", "{}}", "[\"a\"", "[\"a", "[\"", "[\"a\",", "[1:2]", "[a", "[\"\": 1]", "[] x", "[]#", "[] // no",
            "/* no */ []", "[1] 2", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":}", "{:1}", "{\"a\",1}",
            "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{\"a\":1;\"b\":2}", "{\"a\":1,,\"b\":2}", "{,}", "{\"a\"::1}",
            "{\"a\":1 \"b\":2}", "{\"a\" \"b\"}", "{[]:1}", "{\"a\":1]", "{\"a\":\"b\"}}", "{\"a\":1}#",
            "{\"é\":1,\"é\":2}",
            "{\"\":1,\"\":2}", "{\"a\":1,\"b\":2,\"A\":3}", "tru", "truee", "True", "TRUE", "t", "fals", "falsee",
            "nul", "nulll",
            "Null", "n", "undefined", "nan", "Infinity", "-Infinity", "+Infinity", "Inf", "-", "+1", "+", "--1", "-a",
            ".5", "-.5", "1.e1", "1.5.5", "1e", "1e+", "1E-", "1ee1", "1e1.5", "e1", "00", "-01", "012", "0x1", "1_000",
            "1 000",
            "0.e1", "1,000", "1a", "1-", "\u{FF11}", "٣", "\"", "\"\\\"", "\"\\", "\"\\u\"", "\"\\u1\"", "\"\\u12\"",
            "\"\\u123\"", "\"\\u123", "\"\\a\"", "\"\\0\"", "\"\\'\"", "\"\\U0041\"", "\"\\x41\"", "\"\\ \"",
            "\"\\\n\"",
            "\"\\é\"", "\"\u{0}\"", "\"\u{1}\"", "\"\t\"", "\"\r\"", "\"\u{1F}\"", "\"12345678\t\"", "\"\\uD800x\"",
            "\"\\uD800\\n\"", "\"\\uD800\\u0041\"", "\"\\uD800\\uD800\"", "\"\\uDBFF\\uDBFF\"", "\"\\uDFFF\"",
            "\"\\uDC00\\uD800\"", "\"\\uD800\\\"", "\"\\uD800\\u", "\"\\u-123\"", "\"\\u+123\"", "\"a\" \"b\"", "\u{0}",
            "[]\u{0}",
            "[\u{0}]", "\u{C}[]", "\u{B}[]", "\u{A0}[]", "\u{2060}[]", "[]\u{85}", "\u{2028}[]", "[1\u{A0}]", "*", "&",
            "<xml/>",
            "[1]]", "{\"a\":[}", "[{]", "[{\"a\"]", "{\"a\":[1,2}", "\"\\uD834\\u\"", "\"\\uD834\\uDD\"", "\\u0061",
            "\\n", "(1)",
        ])
    func refused(_ text: String) {
        let error = #expect(throws: SCIMError.self) { try JSONReader.read(text.utf8) }
        #expect(error?.code == .invalidSyntax)
    }

    @Test(
        "refuses what is not UTF-8, inside and outside of strings", .shows("7644-3.8-a"),
        arguments: [
            ([0x22, 0xFF, 0x22], 1), ([0x22, 0x61, 0x80, 0x22], 2), ([0x22, 0xC3, 0x22], 1),
            ([0x22, 0xC0, 0xAF, 0x22], 1),
            ([0x22, 0xE0, 0x80, 0xAF, 0x22], 1), ([0x22, 0xED, 0xA0, 0x80, 0x22], 1), ([0x22, 0xE2, 0x82, 0x22], 1),
            ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1), ([0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22], 1),
            ([0x22, 0xC3, 0xA9, 0xFE, 0x22], 3), ([0x22, 0x5C, 0x6E, 0xFF, 0x22], 3),
            ([0x22, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0xE9, 0x22], 9),
        ] as [([UInt8], Int)])
    func invalidEncoding(_ bytes: [UInt8], at offset: Int) {
        let error = #expect(throws: SCIMError.self) { try JSONReader.read(bytes) }
        #expect(error == SCIMError(.invalidSyntax, "invalid UTF-8 at byte \(offset)"))
    }

    @Test(
        "refuses other encodings and stray bytes",
        arguments: [
            [0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00], [0xFE, 0xFF, 0x00, 0x5B, 0x00, 0x5D], [0x00, 0x5B, 0x00, 0x5D],
            [0xFF], [0x80], [0xEF], [0xEF, 0xBB], [0xEF, 0xBB, 0xBF], [0x5B, 0xE9, 0x5D], [0x5B, 0x31, 0xE5, 0x5D],
            [0x7B, 0x22, 0xE9, 0x22, 0x3A, 0x31, 0x7D], [0x22, 0x5C, 0xE9, 0x22],
            [0x22, 0x5C, 0x75, 0x30, 0xFF, 0x30, 0x30, 0x22],
        ] as [[UInt8]])
    func strayBytes(_ bytes: [UInt8]) {
        #expect(throws: SCIMError.self) { try JSONReader.read(bytes) }
    }

    @Test("keeps the order of members and the letter case of their names")
    func order() throws {
        let text = "{\"b\":1,\"A\":2,\"zulu\":3,\"UserName\":4}"
        #expect(try JSONReader.read(text.utf8).json == text)
    }

    @Test("reads bytes that do not lie in one piece")
    func pieces() throws {
        #expect(try JSONReader.read([Array("{\"a\":".utf8), Array("[1]}".utf8)].joined().map { $0 }) == ["a": [1]])
        #expect(try JSONReader.read(AnyCollection("{\"a\":[1]}".utf8)) == ["a": [1]])
    }
}
