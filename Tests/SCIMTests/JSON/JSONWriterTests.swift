import SCIM
import Testing

@Suite("RFC 8259 — JSON as it is written")
struct JSONWriterTests {
    @Test(
        "writes values without white space",
        arguments: [
            (.null, "null"), (true, "true"), (false, "false"), (0, "0"), (-17, "-17"), ("", "\"\""), ([], "[]"),
            ([:], "{}"),
            ([1, [2, "x"], [:], .null], "[1,[2,\"x\"],{},null]"),
            (
                ["b": ["c": [true, false]], "a": "x", "$ref": .null],
                "{\"b\":{\"c\":[true,false]},\"a\":\"x\",\"$ref\":null}"
            ),
        ] as [(AttributeValue, String)])
    func values(_ value: AttributeValue, as text: String) {
        #expect(value.json == text)
    }

    @Test(
        "escapes what has to be escaped and nothing else",
        arguments: [
            ("\"", "\\\""), ("\\", "\\\\"), ("/", "/"), ("\u{8}\u{9}\u{A}\u{C}\u{D}", "\\b\\t\\n\\f\\r"),
            ("\u{0}", "\\u0000"), ("\u{1}", "\\u0001"), ("\u{B}", "\\u000b"), ("\u{10}", "\\u0010"),
            ("\u{1F}", "\\u001f"),
            ("\u{7F}", "\u{7F}"), ("é€𝄞", "é€𝄞"), ("\u{2028}\u{2029}", "\u{2028}\u{2029}"), ("<&'>", "<&'>"),
            ("1234567\"", "1234567\\\""), ("12345678\"9", "12345678\\\"9"), ("\"12345678", "\\\"12345678"),
            ("a\"\"b\\c\n", "a\\\"\\\"b\\\\c\\n"),
        ])
    func escapes(_ text: String, as written: String) {
        #expect(AttributeValue.string(text).json == "\"\(written)\"")
    }

    @Test("writes a list piece by piece, with commas where they belong")
    func pieces() {
        var writer = JSONWriter(capacity: 0)
        writer.beginObject()
        writer.name("totalResults")
        writer.integer(2)
        writer.name("more")
        writer.boolean(true)
        writer.name("Resources")
        writer.beginArray()
        writer.write(["userName": "a"] as Attributes)
        writer.raw("{\"userName\":\"b\"}".utf8)
        writer.beginArray()
        writer.endArray()
        writer.string("c\n")
        writer.write(.null)
        writer.endArray()
        writer.name("x\"")
        writer.beginObject()
        writer.endObject()
        writer.endObject()
        let expected = """
            {"totalResults":2,"more":true,"Resources":[{"userName":"a"},{"userName":"b"},[],"c\\n",null],"x\\"":{}}
            """
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
        #expect(writer.finish() == Array(expected.utf8))
    }

    @Test("writes attributes as bytes, in their order")
    func attributes() {
        let attributes: Attributes = ["z": 1, "a": ["é"]]
        #expect(attributes.jsonBytes == Array("{\"z\":1,\"a\":[\"é\"]}".utf8))
    }
}
