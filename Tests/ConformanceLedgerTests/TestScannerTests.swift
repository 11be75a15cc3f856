import ConformanceLedger
import Testing

@Suite("The scanner finds what tests name")
struct TestScannerTests {
    @Test("a test by its display name or its function, a suite by its name or its type")
    func names() {
        let source = """
            @Suite("Things — all") struct ThingTests {
                @Test("does", .shows("1-1-a", "1-1-b")) func first() {}
                @Test(.shows("1-1-c")) func second() async throws {}
                @Test func third() {}
            }
            struct Plain { @Test(.shows("1-2-a")) func `fourth thing`() {} }
            @Test(.shows("1-3-a")) func free() {}
            """
        #expect(
            TestScanner.claims(in: source) == [
                Claim(suite: "Things — all", test: "does", requirements: ["1-1-a", "1-1-b"]),
                Claim(suite: "Things — all", test: "second", requirements: ["1-1-c"]),
                Claim(suite: "Plain", test: "fourth thing", requirements: ["1-2-a"]),
                Claim(suite: nil, test: "free", requirements: ["1-3-a"]),
            ])
    }

    @Test("traits broken into lines, with arguments before or behind")
    func lines() {
        let source = ##"""
            @Suite(
                "A",
                .serialized, .shows(
                    "2-1-a",
                    "2-1-b"))
            struct A {
                @Test(
                    "b", .shows("2-2-a"),  // why
                    arguments: [(#"{"a":")"}"#, f(")", .enabled)), ("\(g("}")))", /* } */ h())])
                func b(_ x: String, _ y: Int) { if x == "}" { } }

                struct Inner { @Test func c() {} }
            }
            """##
        #expect(
            TestScanner.claims(in: source) == [
                Claim(suite: "A", test: "b", requirements: ["2-2-a"]),
                Claim(suite: "A", test: nil, requirements: ["2-1-a", "2-1-b"]),
            ])
    }

    @Test("comments, strings, tests that are switched off and suites without tests claim nothing")
    func noClaims() {
        let source = ##"""
            // @Test(.shows("3-1-a")) func a() {}
            /* @Test(.shows("3-1-b")) /* inner */ func b() {} */
            let text = #"@Test(.shows("3-1-c")) func c() {}"#
            @Suite(.shows("3-1-d")) struct Empty { func helper() {} }
            @Suite(.disabled("later"), .shows("3-1-e")) struct Off { @Test(.shows("3-1-f")) func f() {} }
            struct On { @Test(.enabled(if: flag), .shows("3-1-g")) func g() {} }
            """##
        #expect(TestScanner.claims(in: source) == [])
    }
}
