import RosterCore
import Testing

@Suite("Configuration — reading removes, finishing refuses the rest")
struct ConfigurationSectionTests {
    @Test("what is asked for is read, and nothing is left over")
    func reading() throws {
        let (config, report) = try section("path: /data\nport: 8080\nscopes: [read, write]\nhttp:\n  tls: true")
        #expect(try config.required("path", as: String.self) == "/data")
        #expect(try config.optional("port", as: Int.self) == 8080)
        #expect(try config.optional("host", as: String.self) == nil)
        #expect(try config.values("scopes", as: String.self) == ["read", "write"])
        #expect(try config.section("http").required("tls", as: Bool.self))
        #expect(try config.optionalSection("metrics") == nil)
        #expect(config.unreadKeys.isEmpty)
        try config.finish()
        try report.check()
    }

    @Test("every key left over is a problem, in this section and below")
    func strays() throws {
        let (config, report) = try section("tokns: 1\ncolour: red\nhttp:\n  prot: 1")
        _ = try config.optional("tokens", as: Int.self)
        _ = try config.section("http").optional("port", as: Int.self)
        let thrown = #expect(throws: ConfigurationProblems.self) { try config.finish() }
        #expect(thrown?.problems == report.problems)
        #expect(
            report.headlines == [
                "config.lines:1:1: error: unknown key 'tokns'; did you mean 'tokens'?",
                "config.lines:2:1: error: unknown key 'colour'; known here: tokens, http",
                "config.lines:4:3: error: unknown key 'prot'; did you mean 'port'?",
            ])
    }

    @Test("a missing key and its misspelling are one problem")
    func missingAndMisspelt() throws {
        let (config, report) = try section("pth: /data")
        let thrown = #expect(throws: ConfigurationProblem.self) { try config.required("path", as: String.self) }
        #expect(thrown?.suggestion == "path")
        config.abandon()
        #expect(report.headlines == ["config.lines:1:1: error: unknown key 'pth'; did you mean 'path'?"])
    }

    @Test("a reader that gives up early is not held against the keys it never came to")
    func abandoned() async throws {
        let (config, report) = try section("min-sze: 1\nlock-timeout: 5s\nextra: 1")
        let product = try await config.reading { config async throws -> Duration in
            let _: Int? = try config.optional("min-size")
            let _: String = try config.required("path")
            return try config.required("lock-timeout")
        }
        #expect(product == nil)
        #expect(
            report.headlines == [
                "config.lines:1:1: error: 'path' is missing",
                "config.lines:1:1: error: unknown key 'min-sze'; did you mean 'min-size'?",
            ])
    }

    @Test("all sections and all items are reported in one go")
    func everything() throws {
        let (config, report) = try section("ports: [1, x, 2, y]\na:\n  path: [1]\nb:\n  timeout: 30\nc: 1\nd:")
        #expect(throws: ConfigurationProblem.self) { try config.values("ports", as: Int.self) }
        let first = try config.section("a").reading { try $0.required("path", as: String.self) }
        let second = try config.section("b").reading { try $0.required("timeout", as: Duration.self) }
        #expect(throws: ConfigurationProblem.self) { try config.section("c") }
        #expect(throws: ConfigurationProblem.self) { try config.required("d", as: Int.self) }
        #expect(throws: ConfigurationProblems.self) { try config.finish() }
        #expect(first == nil && second == nil)
        let duration = "a duration with a unit, such as 250ms, 30s, 2m, 1h or 90d"
        #expect(
            report.headlines == [
                "config.lines:1:8: error: item 2 of 'ports' must be a whole number, not 'x'",
                "config.lines:1:8: error: item 4 of 'ports' must be a whole number, not 'y'",
                "config.lines:3:9: error: 'path' must be a single value, not a list",
                "config.lines:5:12: error: 'timeout' must be \(duration), not '30'; did you mean '30s'?",
                "config.lines:6:4: error: 'c' must be a mapping, not a single value",
                "config.lines:7:1: error: 'd' has no value",
            ])
    }

    @Test("a reader's own problem is shown at the value; its other errors pass")
    func ownProblems() throws {
        struct Unrelated: Error {}
        let (config, report) = try section("path: /data\nrules: [a, b]")
        let product = try config.reading { config -> Int in
            _ = try config.values("rules", as: String.self)
            config.record(config.problem(for: "rules", item: 1, "expected a value at character 2"))
            throw config.problem(for: "path", "there is no such folder", suggestion: "/date")
        }
        #expect(product == nil)
        #expect(
            report.headlines == [
                "config.lines:1:7: error: there is no such folder; did you mean '/date'?",
                "config.lines:2:8: error: expected a value at character 2",
            ])
        let other = try section("").section
        #expect(throws: Unrelated.self) { try other.reading { _ -> Int in throw Unrelated() } }
    }

    @Test("a product with keys left over is not handed out")
    func unfinished() throws {
        let (config, report) = try section("a: 1\nb: 2")
        #expect(try config.reading { try $0.required("a", as: Int.self) } == nil)
        #expect(report.headlines == ["config.lines:2:1: error: unknown key 'b'; known here: a"])
    }
}
