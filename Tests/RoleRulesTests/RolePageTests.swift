import Foundation
import PluginConfiguring
import RoleRules
import RosterCore
import SCIM
import Testing

@Suite("What is said of roles, in docs/roles.md and config.yaml")
struct RolePageTests {
    private func contents(_ path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test("the users of the page have the roles that it says")
    func users() async throws {
        let text = try contents("docs/roles.md")
        let block = try #require(text.firstMatch(of: /```yaml\ntype: rules\n(?<section>[^`]*)```/)).section
        let (made, problems) = try await configure(.rules, String(block))
        #expect(problems == [])
        let resolver = try #require(made)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `{") }.map { row in
            row.split(separator: "|", omittingEmptySubsequences: false).dropFirst().map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
        #expect(rows.count == 10)
        for row in rows {
            let grants = try await resolver.roles(of: try subject(user: row[0], groups: row[1]))
            let shown = grants.map { "`\($0.role.id)`: \($0.origin)" }.joined(separator: ", ")
            #expect((shown.isEmpty ? "none" : shown) == row[2])
        }
    }

    @Test("the example of the configuration is one")
    func example() async throws {
        let example = try #require(
            try contents("config.yaml").firstMatch(of: /# roles:\n#   type: rules\n((?:#.*\n)+)/)
        ).1
        let lines = example.split(separator: "\n").map { $0.dropFirst(4) }
        let (resolver, problems) = try await configure(.rules, lines.joined(separator: "\n"))
        #expect(problems == [] && resolver?.hasRules == true)
    }

    private func subject(user: String, groups: String) throws -> RoleSubject {
        var attributes = try #require(try JSONReader.read(user.filter { $0 != "`" }.utf8).attributes)
        let id = attributes[.id]?.string.map { ResourceID($0) }
        attributes[.id] = nil
        let references = groups.matches(of: /(?<name>[^,(]+) \((?<id>[^)]+)\)/).map {
            GroupReference(ResourceID(String($0.id)), display: String($0.name))
        }
        return RoleSubject(id: id, attributes: attributes, groups: references)
    }
}
