import Foundation
import Testing

/// The files of the project that people read.
enum Project {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Every page but those that are made from something else.
    static let pages = [
        "README.md", "CONTRIBUTING.md", "Benchmarks/README.md", "Examples/CustomBackend/README.md",
        "Examples/Devices/README.md", "Examples/Embedded/README.md", "docs/architecture.md", "docs/configuration.md",
        "docs/directory.md",
        "docs/durability.md", "docs/mapping.md", "docs/operating.md", "docs/roles.md",
    ]

    static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    /// `config.yaml` with every setting that it shows in a comment.
    static func fullConfiguration() throws -> String {
        let setting = #/^( *)# ( *(?:- |[a-z-]+:(?: |$)|\}).*)$/#
        return try text("config.yaml").split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in line.wholeMatch(of: setting).map { "\($0.1)\($0.2)" } ?? String(line) }
            .joined(separator: "\n")
    }

    /// A fenced block of a page.
    struct Block: Sendable, CustomTestStringConvertible {
        let page: String
        let line: Int
        /// The word behind the fence; empty if there is none.
        let language: String
        /// What stands behind that word, which no reader of the page sees.
        let note: String
        let text: String

        var testDescription: String { "\(page):\(line) \(language)" }
    }

    /// The fenced blocks of all pages.
    static let blocks: [Block] = pages.flatMap { page in
        var blocks: [Block] = [], lines: [Substring] = [], start: (line: Int, info: Substring)?
        let text = (try? text(page)) ?? ""
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.drop { $0 == " " }
            guard content.hasPrefix("```") else {
                lines.append(line)
                continue
            }
            if let (first, info) = start {
                let words = info.split(separator: " ", maxSplits: 1)
                blocks.append(
                    Block(
                        page: page, line: first, language: words.first.map { String($0) } ?? "",
                        note: words.dropFirst().first.map { String($0) } ?? "", text: lines.joined(separator: "\n")))
                start = nil
            } else {
                start = (number + 1, content.dropFirst(3))
            }
            lines = []
        }
        return blocks
    }
}
