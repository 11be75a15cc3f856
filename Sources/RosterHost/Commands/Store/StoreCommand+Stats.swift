import ArgumentParser
import RosterCore
import SCIM

extension StoreCommand {
    /// The command `roster store stats`.
    struct Stats: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell in numbers what the store holds; a server may run meanwhile.")

        @OptionGroup var file: ConfigurationOption

        func run(in host: Host) async throws {
            let statistics = try await file.maintain(in: host) { try $0.statistics($1) }
            for line in statistics.lines { try print(line.printable) }
        }
    }
}

extension StoreStatistics {
    /// The numbers, line by line.
    fileprivate var lines: [String] {
        func made(_ time: DateTime?) -> String { time.map { ", made at \($0)" } ?? "" }
        var lines = kinds.map { kind in
            "\(kind.type): \(kind.count)"
                + (kind.count == 0 ? "" : ", \(kind.bytes) bytes, \(kind.bytes / kind.count) bytes each")
        }
        lines.append(StoreCommand.end(at: position, time))
        let since = earliestTime.map { ", since \($0)" } ?? ""
        lines.append("every change behind n=\(earliestPosition) can be read\(since)")
        lines.append("")
        for file in files {
            let isSnapshot = file.name.hasPrefix("snapshot")
            lines.append(
                "\(file.name)  \(file.bytes) bytes, \(isSnapshot ? "up to" : "from") n=\(file.position)\(made(file.time))"
            )
        }
        if !largestGroups.isEmpty { lines.append("") }
        for group in largestGroups { lines.append("\(group.members) members: \(group.name ?? "") (\(group.id))") }
        return lines
    }
}
