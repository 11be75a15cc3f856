import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.2 — the grammar of filters")
struct FilterGrammarTests {
    @Test(
        "binds 'not' tighter than 'and', and 'and' tighter than 'or'", .shows("7644-3.4.2.2-k", "7644-3.4.2.2-l"),
        arguments: [
            ("a pr or b pr and c pr", "a pr or (b pr and c pr)"), ("a pr and b pr or c pr", "(a pr and b pr) or c pr"),
            ("not (a pr) and b pr", "(not (a pr)) and b pr"),
            ("a pr and not (b pr) or c pr", "(a pr and (not (b pr))) or c pr"),
            ("a pr or b pr and c pr or d pr", "a pr or (b pr and c pr) or d pr"), ("((a pr))", "a pr"),
            ("not ((a pr))", "not (a pr)"), ("e[a pr or b pr and c pr]", "e[a pr or (b pr and c pr)]"),
            ("not(e[not(a pr)])", "not (e[not (a pr)])"),
        ])
    func precedence(_ text: String, means explicit: String) throws {
        #expect(try Filter(text) == Filter(explicit))
    }

    @Test("keeps the groups that parentheses make", .shows("7644-3.4.2.2-k"))
    func grouping() throws {
        #expect(try Filter("a pr or b pr and c pr") != Filter("(a pr or b pr) and c pr"))
        #expect(try Filter("not (a pr and b pr)") != Filter("not (a pr) and b pr"))
        #expect(try Filter("a pr and b pr and c pr") == .all([.present("a"), .present("b"), .present("c")]))
        #expect(try Filter("(a pr or b pr) and c pr") == .all([.any([.present("a"), .present("b")]), .present("c")]))
    }

    @Test(
        "reads operators and words in any letter case, with as many blanks as there are",
        .shows("7644-3.4.2.2-c", "7644-3.4.2.2-l"),
        arguments: [
            (#"userName EQ "x""#, #"userName eq "x""#),
            (#"userName Eq "x" OR title PR"#, #"userName eq "x" or title pr"#),
            (#"NOT(title pr)"#, "not (title pr)"), ("not  (  title   pr  )  ", "not (title pr)"),
            ("Not\t(title pr)", "not (title pr)"),
            (#"  a eq "x"And b pr"#, #"a eq "x" and b pr"#), (#"(a pr)or(b pr)"#, "a pr or b pr"),
            ("(a pr)AND not(b pr)", "a pr and not (b pr)"),
            (#"emails [ type eq "work" ]"#, #"emails[type eq "work"]"#), ("a  co\t\"x\"", #"a co "x""#),
            (#"emails[type eq "work"].value eq "x""#, #"emails[(type eq "work") and value eq "x"]"#),
            (
                #"emails[type eq "work" or primary eq true].value PR"#,
                #"emails[(type eq "work" or primary eq true) and value pr]"#
            ),
        ])
    func words(_ text: String, means plain: String) throws {
        #expect(try Filter(text) == Filter(plain))
    }

    @Test(
        "reads every literal", .shows("7644-3.4.2.2-r"),
        arguments: [
            (#""""#, ""), (#""a b""#, "a b"), (#""a\"b\\c""#, "a\"b\\c"), (#""\u00e9\/\n\t""#, "é/\n\t"),
            (#""\uD834\uDD1E""#, "𝄞"),
            (#""é ) ] or""#, "é ) ] or"), ("true", true), ("false", false), ("True", true), ("FALSE", false),
            ("null", .null),
            ("Null", .null), ("0", 0), ("-7", -7), ("44", 44),
            (#""2011-05-13T04:42:34.1234567Z""#, "2011-05-13T04:42:34.1234567Z"), (#""[(""#, "[("),
        ] as [(String, AttributeValue)])
    func literals(_ text: String, value: AttributeValue) throws {
        #expect(try Filter("a eq \(text)") == .compare("a", .eq, value))
        #expect(try Filter("(a ne \(text))") == .compare("a", .ne, value))
        #expect(try Filter("e[a eq \(text)]") == .element("e", .compare("a", .eq, value)))
    }

    @Test("keeps the text of numbers", arguments: ["1.50", "1e3", "-0.5E-2", "12345678901234567890"])
    func numbers(_ text: String) throws {
        guard case .compare("a", .gt, .number(let number)) = try Filter("a gt \(text)") else {
            Issue.record("not a number")
            return
        }
        #expect(number.text == text.lowercased())
    }

    @Test("reads every operator", .shows("7644-3.4.2.2-c"), arguments: ComparisonOperator.allCases)
    func operators(_ comparison: ComparisonOperator) throws {
        #expect(try Filter("a \(comparison.rawValue.uppercased()) \"x\"") == .compare("a", comparison, "x"))
    }

    @Test(
        "takes words of the grammar as names where a name must stand, and URNs, references and indexes",
        arguments: [
            "not", "and", "or", "pr", "eq", "$ref", "members.$ref",
            "urn:ietf:params:scim:schemas:core:2.0:User:userName",
            "urn:example:v1.2:a.b", "a-b_c9", "https://h/x#y%20:z",
        ])
    func names(_ name: String) throws {
        #expect(try Filter("\(name) pr") == .present(name))
        #expect(try Filter("a pr and \(name) eq 1 or b pr") == Filter("(a pr and \(name) eq 1) or b pr"))
    }
}
