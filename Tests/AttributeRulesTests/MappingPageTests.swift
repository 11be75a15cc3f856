import Foundation
import RosterCore
import SCIM
import Testing

@Suite("docs/mapping.md")
struct MappingPageTests {
    @Test("the record of its example is that of its rules")
    func example() async throws {
        let mapping = try await MappingPage().mapping()
        let blocks = try MappingPage().blocks("json")
        try #require(blocks.count == 2)
        #expect(try mapping.record(blocks[0]) == attributes(blocks[1]))
        #expect(try mapping.writing(blocks[1], over: blocks[0]) == attributes(blocks[0]))
    }

    /// The second column of the page's table: rules, each for one field.
    @Test("each rule of its table can be configured")
    func table() async throws {
        let examples = try MappingPage().lines.filter { $0.hasPrefix("| ") && $0.contains(": ") }
            .compactMap { $0.split(separator: "`").dropFirst().first }
        try #require(examples.count == 10)
        for example in examples { _ = try await Mapping("users:\n  \(example)") }
    }
}

/// The page, its blocks of code and the mapper of its example.
struct MappingPage {
    let lines: [Substring]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/mapping.md")
        lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    }

    func blocks(_ language: String) -> [String] {
        var blocks: [String] = []
        var open: [Substring]?
        for line in lines {
            switch line {
            case "```\(language)": open = []
            case "```":
                open.map { blocks.append($0.joined(separator: "\n")) }
                open = nil
            default: open?.append(line)
            }
        }
        return blocks
    }

    /// The mapper of the page's configuration, without the key and the type by which a host finds it.
    func mapping() async throws -> Mapping {
        let block = try #require(blocks("yaml").first).split(separator: "\n")
        try #require(block.prefix(3) == ["mapper:", "  type: rules", "  keep-others: false"])
        return try await Mapping(block.dropFirst(3).map { $0.dropFirst(2) }.joined(separator: "\n"))
    }
}
