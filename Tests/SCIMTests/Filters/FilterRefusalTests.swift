import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.2 — texts that are no filters")
struct FilterRefusalTests {
    @Test(
        "names the character where reading stopped", .shows("7644-3.4.2.2-i", "7644-3.4.2.2-j", "7644-3.4.2.2-p"),
        arguments: [
            ("", "expected an attribute, 'not' or '(' at character 1"),
            ("   ", "expected an attribute, 'not' or '(' at character 4"),
            ("userName", "expected an operator at character 9"), ("userName eq", "expected a value at character 12"),
            ("userName eq ", "expected a value at character 13"), ("(userName pr", "expected ')' at character 13"),
            ("userName pr)", "expected 'and', 'or' or the end at character 12"),
            ("userName pr and", "expected an attribute, 'not' or '(' at character 16"),
            ("userName pr xor title pr", "expected 'and', 'or' or the end at character 13"),
            ("userName eq 'bob'", "expected a value (a string stands in double quotes) at character 13"),
            (#"userName eq "bob"#, "expected a closing '\"' at character 17"),
            (#"a eq ""#, "expected a closing '\"' at character 7"),
            (#"a eq "b\"#, "expected a closing '\"' at character 9"),
            (#"a eq "\x""#, "expected a value (a string stands in double quotes) at character 6"),
            (#"a eq "\uD800""#, "expected a value (a string stands in double quotes) at character 6"),
            ("a eq {}", "expected a value (a string stands in double quotes) at character 6"),
            ("a eq [1]", "expected a value at character 6"), ("a eq (1)", "expected a value at character 6"),
            ("a eq \"é\" é", "expected 'and', 'or' or the end at character 10"),
            ("a eq \"👩‍👩‍👧\" x", "expected 'and', 'or' or the end at character 10"),
            (#"a regex "b.*""#, "unknown operator 'regex' at character 3"),
            ("a = 1", "expected an operator at character 3"),
            ("not a pr", "unknown operator 'a' at character 5"), ("not (a pr", "expected ')' at character 10"),
            ("emails[type pr", "expected ']' at character 15"),
            ("emails[]", "expected an attribute, 'not' or '(' at character 8"),
            ("emails[type pr].", "expected a sub-attribute name at character 17"),
            ("emails[type pr] .value pr", "expected 'and', 'or' or the end at character 17"),
            ("emails[type pr]value pr", "expected 'and', 'or' or the end at character 16"),
            ("a[b[c eq 1]]", "expected an attribute without a value filter of its own at character 3"),
            ("a[(not (b[c eq 1]))]", "expected an attribute without a value filter of its own at character 9"),
            ("()", "expected an attribute, 'not' or '(' at character 2"),
            ("a pr or or b pr", "unknown operator 'b' at character 12"),
            ("a pr b pr", "expected 'and', 'or' or the end at character 6"),
            ("é pr", "expected an attribute, 'not' or '(' at character 1"),
        ])
    func refusal(_ text: String, detail: String) {
        #expect(throws: SCIMError(.invalidFilter, "\(detail)")) { try Filter(text) }
    }

    @Test("reads no more bytes, levels and comparisons than the limits allow")
    func limits() throws {
        let limits = FilterLimits(bytes: 60, depth: 3, comparisons: 4)
        _ = try Filter(String(repeating: " ", count: 56) + "a pr", limits: limits)
        #expect(throws: SCIMError(.invalidFilter, "the filter is longer than 60 bytes")) {
            try Filter(String(repeating: " ", count: 57) + "a pr", limits: limits)
        }
        _ = try Filter("((a[b pr]))", limits: limits)
        _ = try Filter("((a[b pr])) or (a pr) or (not(a pr))", limits: limits)
        for deep in ["(((a[b pr])))", "((((a pr))))", "not(not(not(not(a pr))))", "((a[(b pr)]))"] {
            #expect(throws: SCIMError(.invalidFilter, "the filter is nested more than 3 levels deep")) {
                try Filter(deep, limits: limits)
            }
        }
        _ = try Filter("a pr or b pr and c pr or d[e pr]", limits: limits)
        for long in ["a pr or b pr or c pr or d pr or e pr", "e[a pr or b pr or c pr or d pr].f pr"] {
            #expect(throws: SCIMError(.tooMany, "the filter has more than 4 comparisons")) {
                try Filter(long, limits: limits)
            }
        }
    }

    @Test("has limits of its own")
    func defaults() throws {
        let terms = (1...100).map { "a eq \($0)" }
        _ = try Filter(terms.joined(separator: " or "))
        #expect(SCIMTests.refusal { try Filter((terms + ["b pr"]).joined(separator: " or ")) }?.code == .tooMany)
        let open = String(repeating: "(", count: 20), close = String(repeating: ")", count: 20)
        _ = try Filter(open + "a pr" + close)
        #expect(SCIMTests.refusal { try Filter("(" + open + "a pr" + close + ")") }?.code == .invalidFilter)
        #expect(SCIMTests.refusal { try Filter(String(repeating: "(", count: 4_000)) }?.code == .invalidFilter)
        #expect(
            SCIMTests.refusal { try Filter("a eq \"\(String(repeating: "x", count: 5_000))\"") }?.code == .invalidFilter
        )
    }
}
