import ArgumentParser
import RosterComposition
import RosterCore
import SCIM

/// Tells what became of a resource.
struct HistoryCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Say who changed a user or a group, when, and how.",
        discussion: """
            As far back as the data tells; a server may run meanwhile. Several that have or had the name are told one \
            after the other. Of data that is damaged all that is whole is told; the status is 65 then.
            """)

    @Argument(help: "The id, or a name that it has or had: of a user the userName, of a group the displayName.")
    var name: String

    @Option(help: "How many changes are shown, the latest.")
    var limit = 100

    @OptionGroup var file: ConfigurationOption

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be 1 or more") }
    }

    func run(with plugins: Plugins) async throws {
        let (name, limit) = (name, limit)
        let history = try await file.maintain(with: plugins) { try $0.history(of: name, limit: limit, $1) }
        guard !history.subjects.isEmpty else {
            history.tellDamage()
            throw Failure(
                exitCode: history.findings.isEmpty ? 66 : 65,
                reason: "nothing has the id or the name '\(name)', or had it; \(history.reach)")
        }
        for line in history.lines { try print(line.printable) }
        guard history.findings.isEmpty else {
            history.tellDamage()
            throw Failure(exitCode: 65, reason: "changes are missing here: data is damaged. Run: roster store verify")
        }
    }
}

extension StoreHistory {
    /// What a reading leaves open.
    private var exception: String { findings.isEmpty ? "" : "; this holds as far as the data can be read" }

    /// Names on standard error what is damaged.
    fileprivate func tellDamage() {
        for finding in findings { ExitStatus.tell("\(finding)") }
    }

    /// Which changes are told, and which are not.
    fileprivate var reach: String {
        let atStart = lost.first { $0.lowerBound == earliestPosition + 1 }
        let start = atStart?.upperBound ?? earliestPosition
        let gaps = lost.filter { $0 != atStart }
            .map { $0.count == 1 ? "n=\($0.lowerBound)" : "n=\($0.lowerBound) to n=\($0.upperBound)" }
            .joined(separator: ", ")
        guard start > 0 else {
            return gaps.isEmpty
                ? "every change since the beginning was looked at\(exception)"
                : "what was changed since the beginning was looked at, but for \(gaps), which is lost\(exception)"
        }
        let cause = findings.isEmpty ? "not kept" : earliestPosition == 0 ? "lost" : "lost or not kept"
        return "changes before n=\(start + 1) are \(cause)" + (gaps.isEmpty ? "" : ", and so is \(gaps)")
            + (earliestTime.map { "; the first that is left was made at \($0)" } ?? "") + exception
    }

    /// The history of one resource after the other, line by line.
    fileprivate var lines: [String] {
        var lines: [String] = []
        for subject in subjects {
            let entries = entries.filter { $0.id == subject.id && $0.type == subject.type }
            lines.append(subject.title)
            let hidden = subject.changes - entries.count
            if hidden > 0 { lines.append("  earlier changes that are not shown: \(hidden); --limit shows more") }
            lines += entries.flatMap(\.lines)
            lines.append("")
        }
        return lines + [reach]
    }
}

extension StoreHistory.Subject {
    fileprivate var title: String {
        let names = names.map { "'\($0)'" }
        let earlier = names.dropLast()
        return "\(type) \(id)" + (names.last.map { " \($0)" } ?? "")
            + (earlier.isEmpty ? "" : ", before that \(earlier.reversed().joined(separator: ", "))")
            + (isDeleted ? ", deleted" : "")
    }
}

extension HistoryEntry {
    fileprivate var lines: [String] {
        let cause = provenance.map { " by \($0.actor), request \($0.request)" } ?? ""
        return ["  \(time.map { "\($0)" } ?? "")  n=\(position)  \(event.text)\(cause)"]
            + (attributes.map(\.text) + mentions).map { "    \($0)" }
    }

    private var mentions: [String] {
        [
            ("joined", groupsJoined), ("left", groupsLeft), ("members that came:", membersAdded),
            ("members that went:", membersRemoved),
        ].filter { $0.1.count > 0 }.map { "\($0) \($1.text)" }
    }
}

extension HistoryEntry.Event {
    fileprivate var text: String {
        switch self {
        case .created: "created"
        case .changed: "changed"
        case .deleted: "deleted"
        case .regrouped: "its groups changed"
        }
    }
}

extension HistoryEntry.Mentions {
    fileprivate var text: String {
        let named = first.map { mention in mention.name.map { "'\($0)' (\(mention.id))" } ?? "\(mention.id)" }
        let rest = count - first.count
        return named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}

extension AttributeDifference {
    fileprivate var text: String {
        switch (before, after) {
        case (nil, let after?): "\(path): + \(after)"
        case (let before?, nil): "\(path): - \(before)"
        default: "\(path): \(before ?? "") -> \(after ?? "")"
        }
    }
}
