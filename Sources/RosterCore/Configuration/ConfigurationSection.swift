import Synchronization

/// One mapping of a configuration file, read key by key.
///
/// Reading a key takes it away, and what is left over in the end is a problem, so that a typo cannot be silent. A section is
/// a cursor and therefore a reference: each reader continues where the last one stopped.
///
/// Every problem is recorded in the report of the file, where it is found; the host shows all of them at once and uses nothing
/// of a configuration that has one. Reads that throw have recorded the problem as well, so that `try?` goes on to the next key:
///
/// ```swift
/// let url: String? = try? section.required("url")
/// let retries = section.integer("retries", in: 0...10) ?? 3
/// for consumer in section.sections("consumers") { … }
/// if let url, !url.hasPrefix("https:") { section.refuse("url", "'url' must begin with https:") }
/// ```
public final class ConfigurationSection: Sendable {
    /// What a section shares with those below it.
    struct Context: Sendable {
        let source: ConfigurationSource
        let report: ConfigurationReport
        let environment: ConfigurationEnvironment
    }

    private struct State {
        /// The keys that were asked for, in that order, and whether what they hold may be shown.
        var known: [String] = []
        var confidential: Set<String> = []
        var missing: [String] = []
        var children: [ConfigurationSection] = []
        var isClosed = false
    }

    /// The place of the section: of its key, where it has one.
    public let mark: SourceMark
    /// The keys that lead to the section, with a dot behind each; empty for the file as a whole.
    private let path: String
    let context: Context
    private let entries: [ConfigurationNode.Entry]
    private let state = Mutex(State())

    init(_ entries: [ConfigurationNode.Entry], at mark: SourceMark, below path: String = "", in context: Context) {
        self.entries = entries
        self.path = path
        self.mark = mark
        self.context = context
    }

    /// The keys that nobody has asked for yet, in the order of the file; for mappings whose keys are data.
    public var unreadKeys: [String] {
        let known = Set(state.withLock(\.known))
        return entries.map(\.key).filter { !known.contains($0) }
    }

    /// Ends the reading: whatever is left over, here or in the sections below, is unknown.
    ///
    /// Call it, or leave it to ``reading(isolation:_:)``, before anything is done with what was read.
    ///
    /// - Throws: ``ConfigurationProblems`` with every unknown and every missing key; they are in the report, too.
    public func finish() throws(ConfigurationProblems) {
        let problems = close(isComplete: true)
        if !problems.isEmpty { throw ConfigurationProblems(problems) }
    }

    /// Ends a reading that was broken off by an error.
    ///
    /// Nobody knows which of the keys left over would have been asked for next, so only those that look like
    /// a slip of a key that was asked for in vain are reported, and what is missing.
    public func abandon() {
        _ = close(isComplete: false)
    }

    /// Takes a key's entry away; `nil` when there is none, or when its value is nothing.
    func take(_ key: String, isConfidential: Bool = false) -> ConfigurationNode.Entry? {
        context.report.note(setting: path + key)
        state.withLock { state in
            if !state.known.contains(key) { state.known.append(key) }
            if isConfidential { state.confidential.insert(key) }
        }
        return entry(key).flatMap { $0.value.isNull ? nil : $0 }
    }

    /// The entry of a key, whether it was read or not.
    func entry(_ key: String) -> ConfigurationNode.Entry? {
        entries.first { $0.key == key }
    }

    /// Remembers that a key is missing, to be reported in the end, and says so.
    ///
    /// It is not reported at once: a slip may explain it that only the end of the reading brings to light.
    func missing(_ key: String) -> ConfigurationProblem {
        state.withLock { state in
            if !state.missing.contains(key) { state.missing.append(key) }
        }
        return leftovers(isComplete: false).first { $0.suggestion == key } ?? problem(missing: key)
    }

    /// A section below a key of this one, which is finished or abandoned along with it.
    func child(_ key: String, _ entries: [ConfigurationNode.Entry], at mark: SourceMark) -> ConfigurationSection {
        let child = ConfigurationSection(entries, at: mark, below: "\(path)\(key).", in: context)
        state.withLock { $0.children.append(child) }
        return child
    }

    private func close(isComplete: Bool) -> [ConfigurationProblem] {
        let (wasClosed, children) = state.withLock { state in
            defer { state.isClosed = true }
            return (state.isClosed, state.children)
        }
        if wasClosed { return [] }
        let own = leftovers(isComplete: isComplete)
        own.forEach(context.report.record)
        return own + children.flatMap { $0.close(isComplete: isComplete) }
    }

    /// The keys that are left over, and those that are missing and not explained by one of these.
    private func leftovers(isComplete: Bool) -> [ConfigurationProblem] {
        let (known, missing) = state.withLock { ($0.known, $0.missing) }
        let present = Set(entries.map(\.key))
        let absent = known.filter { !present.contains($0) }
        var problems: [ConfigurationProblem] = []
        for entry in entries where !known.contains(entry.key) {
            let absentKey = entry.key.nearest(among: absent, limit: isComplete ? 2 : 1)
            if isComplete {
                let meant = absentKey ?? entry.key.nearest(among: known)
                problems.append(problem(unknown: entry, meant: meant, among: known))
            } else if let absentKey {
                problems.append(problem(unknown: entry, meant: absentKey, among: known))
            }
        }
        let explained = Set(problems.compactMap(\.suggestion))
        return problems + missing.filter { !explained.contains($0) }.map(problem(missing:))
    }

    private func problem(missing key: String) -> ConfigurationProblem {
        if let entry = entry(key) {
            return context.source.problem(at: entry.keyMark, "\(key.quotedForDisplay) has no value")
        }
        return context.source.problem(at: mark, "\(key.quotedForDisplay) is missing")
    }

    private func problem(
        unknown entry: ConfigurationNode.Entry, meant: String?, among known: [String]
    ) -> ConfigurationProblem {
        var message = "unknown key \(entry.key.quotedForDisplay)"
        if meant == nil, !known.isEmpty { message += "; known here: \(known.joined(separator: ", "))" }
        // `tokn: hunter2` is a secret all the same, and its line is about to be printed.
        let isConfidential = meant.map { key in state.withLock { $0.confidential.contains(key) } } ?? false
        return problem(at: entry.keyMark, message, suggestion: meant, hiding: isConfidential ? entry.value.mark : nil)
    }
}

extension ConfigurationSection {
    /// Lets `body` read the section and ends the reading, whichever way it went.
    ///
    /// - Returns: What `body` made; `nil` when something is wrong with the section, which the report then has.
    /// - Throws: What `body` throws, unless it is about the configuration.
    public func reading<Product: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (ConfigurationSection) async throws -> Product
    ) async throws -> Product? {
        do {
            return finished(try await body(self))
        } catch {
            try abandon(after: error)
            return nil
        }
    }

    /// Lets `body` read the section and ends the reading, whichever way it went.
    ///
    /// - Returns: What `body` made; `nil` when something is wrong with the section, which the report then has.
    /// - Throws: What `body` throws, unless it is about the configuration.
    public func reading<Product>(_ body: (ConfigurationSection) throws -> Product) throws -> Product? {
        do {
            return finished(try body(self))
        } catch {
            try abandon(after: error)
            return nil
        }
    }

    private func finished<Product>(_ product: Product) -> Product? {
        (try? finish()) == nil ? nil : product
    }

    private func abandon(after error: any Error) throws {
        abandon()
        switch error {
        case let problem as ConfigurationProblem: record(problem)
        case let problems as ConfigurationProblems: problems.problems.forEach(record)
        default: throw error
        }
    }
}
