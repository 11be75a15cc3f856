import RosterCore
import Testing

@Suite("Configuration — single values")
struct ConfigurationScalarTests {
    enum Mode: String, CaseIterable, ConfigurationScalar { case strict, lenient }

    @Test(
        "durations need a unit",
        arguments: [
            ("250ms", Duration.milliseconds(250)), ("30s", .seconds(30)), ("2m", .seconds(120)), ("1h", .seconds(3600)),
            ("90d", .seconds(7_776_000)), ("0s", .zero), ("9223372036854775807s", .seconds(Int.max)),
        ])
    func durations(_ text: String, means expected: Duration) throws {
        #expect(try Duration(configurationText: text) == expected)
    }

    @Test(
        "other durations are refused",
        arguments: [
            ("30", "30s"), ("30sec", "30s"), ("5 minutes", "5m"), ("-5s", nil), ("1.5h", nil), ("", nil), ("s", nil),
            ("9223372036854775807d", nil), ("99999999999999999999s", nil), ("2w", nil), ("٣s", nil),
        ])
    func durationsRefused(_ text: String, suggesting suggestion: String?) {
        let refusal = #expect(throws: ConfigurationRefusal.self) { try Duration(configurationText: text) }
        #expect(refusal?.suggestion == suggestion)
    }

    @Test(
        "byte counts", arguments: [("4096", 4096), ("512KiB", 524_288), ("8MiB", 8_388_608), ("1GiB", 1_073_741_824)])
    func byteCounts(_ text: String, means bytes: Int) throws {
        let count = try ByteCount(configurationText: text)
        #expect(count.bytes == bytes)
        #expect(try ByteCount(configurationText: count.description) == count)
    }

    @Test(
        "other byte counts are refused",
        arguments: [
            ("8MB", "8MiB"), ("512k", "512KiB"), ("9 B", "9"), ("8XB", nil), ("-1", nil),
            ("9223372036854775807GiB", nil),
        ])
    func byteCountsRefused(_ text: String, suggesting suggestion: String?) {
        let refusal = #expect(throws: ConfigurationRefusal.self) { try ByteCount(configurationText: text) }
        #expect(refusal?.suggestion == suggestion)
    }

    @Test(
        "only true and false are truth values",
        arguments: [
            ("yes", "true"), ("No", "false"), ("ON", "true"), ("off", "false"), ("True", "true"), ("flase", "false"),
            ("maybe", nil), ("", nil),
        ])
    func truth(_ text: String, suggesting suggestion: String?) throws {
        let refusal = #expect(throws: ConfigurationRefusal.self) { try Bool(configurationText: text) }
        #expect(refusal == ConfigurationRefusal("true or false", suggestion: suggestion))
        #expect(try Bool(configurationText: "true") && !Bool(configurationText: "false"))
    }

    @Test(
        "whole numbers are decimal and plain",
        arguments: [
            ("010", "10"), ("+5", "5"), ("-0", "0"), ("0x10", nil), ("1_000", nil), ("1.0", nil), ("1e3", nil),
            ("", nil),
            ("9223372036854775808", nil),
        ])
    func integers(_ text: String, suggesting suggestion: String?) throws {
        let refusal = #expect(throws: ConfigurationRefusal.self) { try Int(configurationText: text) }
        #expect(refusal?.suggestion == suggestion)
        #expect(try Int(configurationText: "-12") == -12)
    }

    @Test(
        "what is too large is told so, with the bounds where there are some",
        arguments: [
            ("port: 99999999999999999999", "'port' must be between 0 and 65535"),
            ("port: -99999999999999999999", "'port' must be between 0 and 65535"),
            ("port: 65536", "'port' must be between 0 and 65535"),
            ("port: 80a", "'port' must be a whole number, not '80a'"),
            ("keep: -1", "'keep' must be at least 0"), ("keep: 99999999999999999999", nil), ("port: 65535", nil),
            ("size: 99999999999999999999", "'size' must be a smaller number of bytes, not '99999999999999999999'"),
            (
                "size: 99999999999999999999KiB",
                "'size' must be a smaller number of bytes, not '99999999999999999999KiB'"
            ),
            ("time: 99999999999999999999s", "'time' must be a shorter duration, not '99999999999999999999s'"),
            ("time: 99999999999999999999ms", "'time' must be a shorter duration, not '99999999999999999999ms'"),
        ])
    func bounds(_ text: String, problem: String?) throws {
        let (config, report) = try section(text)
        _ = config.integer("port", in: 0...65_535)
        _ = config.integer("keep", in: 0...(.max))
        _ = config.value("size", as: ByteCount.self)
        _ = config.value("time", as: Duration.self)
        let column = text.prefix { $0 != " " }.count + 2
        #expect(report.headlines == (problem.map { ["config.lines:1:\(column): error: \($0)"] } ?? []))
    }

    @Test("numbers are finite and decimal", arguments: ["nan", "inf", "0x1p3", "1e999", "", "1,5", "e"])
    func numbers(_ text: String) throws {
        #expect(throws: ConfigurationRefusal.self) { try Double(configurationText: text) }
        #expect(try Double(configurationText: "-1.5e2") == -150)
    }

    @Test("a choice lists what there is to choose from")
    func choices() throws {
        let (config, report) = try section("mode: strct\nother: lenient")
        #expect(throws: ConfigurationProblem.self) { try config.required("mode", as: Mode.self) }
        #expect(try config.required("other", as: Mode.self) == .lenient)
        #expect(
            report.headlines == [
                "config.lines:1:7: error: 'mode' must be one of strict, lenient, not 'strct'; did you mean 'strict'?"
            ])
    }
}
