import Foundation
import Testing

@Suite("docs/operating.md — what it says of commands and keys", .onThreadOfItsOwn)
struct OperatingPageTests {
    private func page() throws -> String {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: project.appending(path: "docs/operating.md"), encoding: .utf8)
    }

    @Test("every command that looks after the data is on the page, with an example", arguments: ["store", "backup"])
    func commands(group: String) throws {
        let page = try page()
        let help = try ServerProcess().run([group, "--help"]).output
        let list = try #require(help.split(separator: "SUBCOMMANDS:").last)
        let names = list.matches(of: #/\n {2}([a-z]+) /#).map { String($0.1) }
        #expect(names.count >= 4)
        for name in names {
            #expect(page.contains("[`roster \(group) \(name)`]"), "\(name)")
            #expect(page.contains("$ roster \(group) \(name)"), "\(name)")
        }
    }

    @Test("every command and option on the page is one of the program's")
    func options() throws {
        let server = try ServerProcess()
        var known: [String: String] = [:]
        for match in try page().matches(of: /roster (store|backup) ([a-z]+)((?: --[a-z-]+)*)/) {
            let command = "\(match.1) \(match.2)"
            let help =
                try known[command] ?? server.run(command.split(separator: " ").map { String($0) } + ["--help"]).output
            known[command] = help
            #expect(help.contains("USAGE: roster \(command)"), "\(match.0)")
            for option in match.3.split(separator: " ") { #expect(help.contains(option), "\(match.0)") }
        }
        #expect(known.count == 10)
    }

    @Test("the configuration on the page is one")
    func configuration() throws {
        let parts = try page().components(separatedBy: "```yaml\n")
        let section = try #require(parts.dropFirst().first?.components(separatedBy: "```").first)
        let server = try ServerProcess(
            configuration: "authenticators: [ { type: service-accounts, file: tokens.json } ]\n" + section)
        #expect(try server.run(["check"]).status == 0)
    }
}
