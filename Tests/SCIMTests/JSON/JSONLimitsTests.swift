import SCIM
import Testing

@Suite("JSON limits — what a text may cost")
struct JSONLimitsTests {
    private func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    private func object(_ count: Int) -> String {
        "{" + (0..<count).map { "\"name\($0)\":\($0)" }.joined(separator: ",") + "}"
    }

    private func reason(_ text: String, limits: JSONLimits = .default) -> String? {
        let error = #expect(throws: SCIMError.self) { try JSONReader.read(text.utf8, limits: limits) }
        #expect(error?.code == .invalidSyntax)
        return error?.detail
    }

    @Test("nests as deep as the limit and no deeper")
    func depth() throws {
        #expect(try JSONReader.read(nested(32).utf8).json == nested(32))
        #expect(reason(nested(33)) == "more than 32 objects and arrays inside one another at byte 32")
        #expect(try JSONReader.read("[\(nested(31)),\(nested(31))]".utf8).array?.count == 2)
        #expect(
            reason("[]", limits: JSONLimits(depth: 0)) == "more than 0 objects and arrays inside one another at byte 0")
    }

    @Test("refuses nesting however deep it is", arguments: ["[", "{\"a\":", "[{\"a\":", " [ "])
    func bottomless(_ opening: String) {
        let text = String(repeating: opening, count: 100_000)
        #expect(reason(text)?.hasPrefix("more than 32 objects and arrays inside one another at byte ") == true)
    }

    @Test("counts the bytes of a string behind its escapes")
    func stringBytes() throws {
        let limits = JSONLimits(stringBytes: 8)
        #expect(try JSONReader.read("\"12345678\"".utf8, limits: limits) == "12345678")
        #expect(try JSONReader.read("\"\\u0031234567\\n\"".utf8, limits: limits) == "1234567\n")
        #expect(reason("[\"123456789\"]", limits: limits) == "a string of more than 8 bytes at byte 1")
        #expect(reason("\"12345678\\n\"", limits: limits) == "a string of more than 8 bytes at byte 0")
        #expect(reason("\"1234567é\"", limits: limits) == "a string of more than 8 bytes at byte 0")
        #expect(reason("{\"123456789\":1}", limits: limits) == "a string of more than 8 bytes at byte 1")
        #expect(reason("\"\(Schema.user.id)\"", limits: limits) == "a string of more than 8 bytes at byte 0")
    }

    @Test("holds a string of a megabyte and refuses ten")
    func longStrings() throws {
        let megabyte = String(repeating: "0123456789abcde\u{7E}", count: 65_536)
        #expect(try JSONReader.read("\"\(megabyte)\"".utf8).string == megabyte)
        let ten = String(repeating: megabyte, count: 10)
        #expect(reason("\"\(ten)\"")?.hasPrefix("a string of more") == true)
    }

    @Test("holds a thousand members and refuses one more")
    func members() throws {
        #expect(try JSONReader.read(object(1_000).utf8).attributes?.count == 1_000)
        #expect(reason(object(1_001))?.hasPrefix("more than 1000 members in one object at byte ") == true)
    }

    @Test("finds the name that occurs twice among many", arguments: [1, 2, 15, 16, 17, 18, 63, 64, 65, 300, 999])
    func duplicates(_ count: Int) {
        for first in Set([0, count / 2, count - 1]) {
            let text = object(count).dropLast() + ",\"NAME\(first)\":true}"
            #expect(reason(String(text)) == "a member name that occurs twice at byte \(object(count).utf8.count)")
        }
    }

    @Test("takes names that look alike for different ones")
    func alike() throws {
        // One length, one first and one last letter: the quick check cannot tell these apart.
        let names = (0..<16).map { "a\(String($0, radix: 16))a" }
        let text = "{" + names.map { "\"\($0)\":1" }.joined(separator: ",") + "}"
        #expect(try JSONReader.read(text.utf8).attributes?.map(\.name.text) == names)
    }

    @Test("bounds the characters of a number")
    func numberDigits() throws {
        let most = String(repeating: "1", count: 1_000)
        #expect(try JSONReader.read(most.utf8).json == most)
        #expect(reason("[\(most)1]") == "a number of more than 1000 characters at byte 1")
        #expect(reason("1e10", limits: JSONLimits(numberDigits: 3)) == "a number of more than 3 characters at byte 0")
    }
}
