import RosterCore
import Testing

@Suite("Configuration — secrets and variables are not shown")
struct SecretTests {
    @Test("a secret prints as <redacted>, however it is printed")
    func printing() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(["key": secret], to: &dumped)
        let printed = ["\(secret)", "\([secret])", String(reflecting: secret), "\(Optional(secret) as Any)", dumped]
        for text in printed { #expect(text.contains("<redacted>") && !text.contains("hunter2")) }
        #expect(secret.expose() == "hunter2")
    }

    @Test("a secret comes from text, from a variable or from a file")
    func sources() throws {
        let (config, report) = try section(
            "a: plain\nb: ${TOKEN}\nc:\n  file: token.txt", variables: ["TOKEN": "t"],
            files: ["token.txt": "line\r\n\n"])
        #expect(try ["a", "b", "c"].map { try config.secret($0).expose() } == ["plain", "t", "line"])
        #expect(try config.optionalSecret("d") == nil)
        try config.finish()
        try report.check()
    }

    @Test(
        "what is wrong with a secret does not show it",
        arguments: [
            (
                "tokn: hunter2",
                "config.lines:1:1: error: unknown key 'tokn'; did you mean 'token'?\ntokn: <redacted>\n^"
            ),
            (
                "token: hunter2${UNSET}",
                "config.lines:1:8: error: environment variable 'UNSET' is not set\ntoken: <redacted>\n       ^"
            ),
            (
                "token: [hunter2]",
                "config.lines:1:8: error: 'token' must be a single value, not a list\ntoken: <redacted>\n       ^"
            ),
            (
                "token: hunter1${hunter2}",
                "config.lines:1:8: error: environment variable 'hunter2' is not set\ntoken: <redacted>\n       ^"
            ),
            (
                "token: ${EMPTY}",
                "config.lines:1:8: error: 'token' must be a secret that is not empty\ntoken: <redacted>\n       ^"
            ),
            (
                "token:\n  file: none",
                "config.lines:2:9: error: the secret's file cannot be read: NoSuchFile()\n  file: none\n        ^"
            ),
            ("token:\n  file: empty", "config.lines:2:9: error: the secret's file is empty\n  file: empty\n        ^"),
            ("other: 1", "config.lines:1:1: error: 'token' is missing\nother: 1\n^"),
        ])
    func refusals(_ text: String, problem: String) throws {
        let (config, report) = try section(text, variables: ["EMPTY": ""], files: ["empty": "\n"])
        #expect(try config.reading { try $0.secret("token") } == nil)
        #expect(report.problems.map(\.description) == [problem])
    }

    @Test(
        "variables are replaced once",
        arguments: [
            ("${A}", "1"), ("x${A}y${B}z", "x1y${A}z"), ("$${A}", "${A}"), ("$A $ $$", "$A $ $$"), ("$$${A}", "$${A}"),
            ("100%", "100%"),
        ])
    func variables(_ text: String, means expected: String) throws {
        let (config, _) = try section("key: \(text)", variables: ["A": "1", "B": "${A}"])
        #expect(try config.required("key", as: String.self) == expected)
    }

    @Test(
        "variables that cannot be replaced are problems",
        arguments: [
            ("${NONE}", "environment variable 'NONE' is not set"),
            ("${A", "'${' is not closed; write '$${' for the characters themselves"),
            ("${}", "'${' must be followed by the name of an environment variable and '}'"),
            ("${A:-x}", "'${' must be followed by the name of an environment variable and '}'"),
            ("${1}", "'${' must be followed by the name of an environment variable and '}'"),
        ])
    func variablesRefused(_ text: String, message: String) throws {
        let (config, report) = try section("key: \(text)", variables: ["A": "1"])
        #expect(throws: ConfigurationProblem.self) { try config.required("key", as: String.self) }
        #expect(report.problems.map(\.message) == [message])
    }

    @Test("a refused value is shown as it was written, not as the variable has it")
    func refusedVariable() throws {
        let (config, report) = try section("port: ${PASSWORD}", variables: ["PASSWORD": "010"])
        #expect(throws: ConfigurationProblem.self) { try config.required("port", as: Int.self) }
        #expect(report.headlines == ["config.lines:1:7: error: 'port' must be a whole number, not '${PASSWORD}'"])
    }
}
