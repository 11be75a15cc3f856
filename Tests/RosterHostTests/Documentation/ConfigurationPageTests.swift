import AttributeRules
import Foundation
import JSONFileStorage
import RoleRules
import RosterComposition
import RosterCore
import ServiceAccountTokens
import Testing
import YAMLConfiguration

@Suite("docs/configuration.md and config.yaml — every setting that the program reads", .serialized, .onThreadOfItsOwn)
struct ConfigurationPageTests {
    private static let plugins = Plugins(
        configuration: [.yaml], stores: [.jsonFile], authenticators: [.serviceAccounts], mappers: [.rules],
        roleResolvers: [.rules])

    /// The settings that readers ask for, as the page names them; sections are none.
    private func settings() throws -> Set<String> {
        let rules = try Project.text("docs/mapping.md").components(separatedBy: "```yaml\n")[1]
            .components(separatedBy: "```")[0]
        let report = ConfigurationReport()
        for configuration in [
            try Project.fullConfiguration(), ServerProcess.configuration + "\ndirectory:\n" + rules.indented,
        ] {
            let server = try ServerProcess(configuration: configuration)
            _ = try Roster.Configuration(
                reading: server.folder.appending(path: "config.yaml").path(), plugins: Self.plugins, createsData: true,
                reportingTo: report)
        }
        let named = Set(report.settings.map(Self.name))
        return named.filter { name in !named.contains { $0.hasPrefix("\(name).") } || name.hasSuffix(".FIELD") }
    }

    /// A setting with a word in the place of what is data.
    private static func name(_ setting: String) -> String {
        var parts = setting.split(separator: ".").map { String($0) }
        if parts.first == "directory", parts.dropFirst().first == "mapper" { parts.removeFirst() }
        if parts.starts(with: ["roles", "defaults"]) { parts = Array(parts.prefix(2)) }
        // A part of an attribute is an attribute, and a field in a list a field.
        while let part = parts.firstIndex(of: "sub-attributes"), part < parts.count - 1 { parts.remove(at: part) }
        guard parts.first == "mapper", parts.count > 1, !["type", "keep-others"].contains(parts[1]) else {
            return parts.joined(separator: ".")
        }
        while let list = parts.firstIndex(of: "each"), list < parts.count - 1 {
            parts.removeSubrange(list - 1..<list + 1)
        }
        if let values = parts.firstIndex(of: "values") { parts = Array(parts.prefix(values + 1)) }
        return (["mapper", "users", "FIELD"] + parts.dropFirst(3)).joined(separator: ".")
    }

    @Test("the page has a row for each, and no other")
    func page() throws {
        let rows = try Project.text("docs/configuration.md").matches(of: #/\n\| `([^`]+)` \|/#).map { String($0.1) }
        let settings = try settings()
        #expect(Set(rows).count == rows.count)
        #expect(Set(rows).subtracting(settings).sorted() == [])
        #expect(settings.subtracting(rows).sorted() == [])
    }

    @Test("config.yaml shows each of them; of the rules of a mapper those that its examples need")
    func file() throws {
        let text = try Project.text("config.yaml")
        let words = Set(text.split { !$0.isLetter && $0 != "-" })
        let settings = try settings().filter { !$0.hasPrefix("mapper.") }
        #expect(settings.filter { !words.contains($0.split(separator: ".").last ?? "") }.sorted() == [])
    }

    @Test("what config.yaml shows in comments is right as well")
    func comments() throws {
        let full = try Project.fullConfiguration()
        #expect(full.split(separator: "\n").count { !$0.contains("#") } > 10)
        for configuration in [full, try Project.text("config.yaml")] {
            let (status, output) = try ServerProcess(configuration: configuration).run(["check"])
            #expect(status == 0, "\(output)")
        }
    }
}

extension String {
    fileprivate var indented: String {
        split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    }
}
