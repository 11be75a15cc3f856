import RosterCore

extension ConfigurationFormat {
    /// Just enough of a format to write sections in tests: `key: value`, `key: [a, b]`, and mappings by indentation.
    static var lines: Self {
        Self(fileExtensions: ["lines"]) { source throws(ConfigurationProblems) in
            var number = 0
            let start = SourceMark(file: source.fileName, line: 1, column: 1)
            return ConfigurationNode(.mapping(entries(of: source, from: &number, indentation: 0)), at: start)
        }
    }

    private static func entries(
        of source: ConfigurationSource, from number: inout Int, indentation: Int
    ) -> [ConfigurationNode.Entry] {
        var entries: [ConfigurationNode.Entry] = []
        while number < source.lines.count {
            let line = source.lines[number]
            let depth = line.prefix { $0 == " " }.count
            guard depth >= indentation, let colon = line.firstIndex(of: ":") else {
                if line.contains(":") { return entries }
                number += 1
                continue
            }
            let column = line.distance(from: line.startIndex, to: colon) + 3
            let mark = SourceMark(file: source.fileName, line: number + 1, column: column)
            let keyMark = SourceMark(file: source.fileName, line: number + 1, column: depth + 1)
            let text = String(line[line.index(after: colon)...].drop { $0 == " " })
            number += 1
            let content: ConfigurationNode.Content =
                if text.isEmpty {
                    nested(Self.entries(of: source, from: &number, indentation: depth + 2))
                } else if text.hasPrefix("[") {
                    .sequence(
                        text.dropFirst().dropLast().split(separator: ", ").map {
                            ConfigurationNode(.scalar(text: String($0), isQuoted: false), at: mark)
                        })
                } else {
                    .scalar(text: text, isQuoted: false)
                }
            entries.append(
                .init(key: String(line[..<colon].dropFirst(depth)), keyMark: keyMark, value: .init(content, at: mark)))
        }
        return entries
    }

    private static func nested(_ entries: [ConfigurationNode.Entry]) -> ConfigurationNode.Content {
        entries.isEmpty ? .null : .mapping(entries)
    }
}

/// A section over a text, and the report it fills.
func section(
    _ text: String, variables: [String: String] = [:], files: [String: String] = [:]
) throws -> (section: ConfigurationSection, report: ConfigurationReport) {
    struct NoSuchFile: Error {}
    let report = ConfigurationReport()
    let environment = ConfigurationEnvironment(
        variable: { variables[$0] },
        contents: { path in
            guard let text = files[path] else { throw NoSuchFile() }
            return Array(text.utf8)
        })
    let document = try ConfigurationFormat.lines.document(from: Array(text.utf8), fileName: "config.lines")
    return (try document.section(reportingTo: report, in: environment), report)
}

extension ConfigurationReport {
    /// The first line of each problem.
    var headlines: [String] {
        problems.map { String($0.description.prefix { $0 != "\n" }) }
    }
}
