import RosterCore

/// Builds the tree of a document from the parser's events, going on after a problem where the events allow it.
struct YAMLTreeBuilder {
    private let source: ConfigurationSource
    private var problems: [ConfigurationProblem] = []

    /// Reads a whole stream, which must hold one document at most.
    ///
    /// - Throws: Everything that is wrong with it.
    static func read(
        _ source: ConfigurationSource, from parser: inout YAMLParserHandle
    ) throws(ConfigurationProblems) -> ConfigurationNode {
        var builder = YAMLTreeBuilder(source: source)
        let start = SourceMark(file: source.fileName, line: 1, column: 1)
        var root = ConfigurationNode(.null, at: start)
        do throws(ConfigurationProblem) {
            root = try builder.stream(from: &parser) ?? root
        } catch {
            builder.problems.append(error)
        }
        if !builder.problems.isEmpty { throw ConfigurationProblems(builder.problems) }
        return root
    }

    private init(source: ConfigurationSource) {
        self.source = source
    }

    private mutating func stream(from parser: inout YAMLParserHandle) throws(ConfigurationProblem) -> ConfigurationNode?
    {
        var root: ConfigurationNode?
        while true {
            let event = try parser.next()
            switch event.kind {
            case .streamEnd: return root
            case .documentStart where root != nil:
                throw source.problem(at: event.mark, "a configuration is one document; a second one begins here")
            case .documentStart: root = try node(try parser.next(), from: &parser, depth: 1)
            default: continue
            }
        }
    }

    private mutating func node(
        _ event: YAMLEvent, from parser: inout YAMLParserHandle, depth: Int
    ) throws(ConfigurationProblem) -> ConfigurationNode {
        refuseDecoration(of: event)
        switch event.kind {
        case .scalar(let text, let isPlain):
            let isNull = isPlain && ["", "~", "null"].contains(text)
            return ConfigurationNode(isNull ? .null : .scalar(text: text, isQuoted: !isPlain), at: event.mark)
        case .sequenceStart:
            try refuseDepth(depth, at: event.mark)
            return ConfigurationNode(.sequence(try items(from: &parser, depth: depth)), at: event.mark)
        case .mappingStart:
            try refuseDepth(depth, at: event.mark)
            return ConfigurationNode(.mapping(try entries(from: &parser, depth: depth)), at: event.mark)
        case .alias:
            problems.append(source.problem(at: event.mark, "aliases are not allowed; write the value out"))
            return ConfigurationNode(.null, at: event.mark)
        case .sequenceEnd, .mappingEnd, .documentStart, .streamEnd, .other:
            throw source.problem(at: event.mark, "expected a value")
        }
    }

    private mutating func items(
        from parser: inout YAMLParserHandle, depth: Int
    ) throws(ConfigurationProblem) -> [ConfigurationNode] {
        var items: [ConfigurationNode] = []
        while true {
            let event = try parser.next()
            if case .sequenceEnd = event.kind { return items }
            items.append(try node(event, from: &parser, depth: depth + 1))
        }
    }

    private mutating func entries(
        from parser: inout YAMLParserHandle, depth: Int
    ) throws(ConfigurationProblem) -> [ConfigurationNode.Entry] {
        var entries: [ConfigurationNode.Entry] = []
        var lines: [String: Int] = [:]
        while true {
            let event = try parser.next()
            if case .mappingEnd = event.kind { return entries }
            let key = try node(event, from: &parser, depth: depth + 1)
            let value = try node(try parser.next(), from: &parser, depth: depth + 1)
            guard case .scalar(let text, _) = event.kind, !text.isEmpty else {
                // An alias is refused already.
                if case .alias = event.kind { continue }
                problems.append(source.problem(at: key.mark, "a key must be text"))
                continue
            }
            if let line = lines[text] {
                let message = "key \(text.quotedForDisplay) is in this mapping already, at line \(line)"
                problems.append(source.problem(at: key.mark, message))
                continue
            }
            lines[text] = key.mark.line
            entries.append(ConfigurationNode.Entry(key: text, keyMark: key.mark, value: value))
        }
    }

    private mutating func refuseDecoration(of event: YAMLEvent) {
        if event.hasAnchor { problems.append(source.problem(at: event.mark, "anchors are not allowed")) }
        if event.hasTag { problems.append(source.problem(at: event.mark, "tags are not allowed")) }
    }

    private func refuseDepth(_ depth: Int, at mark: SourceMark) throws(ConfigurationProblem) {
        guard depth > ConfigurationNode.depthLimit else { return }
        throw source.problem(at: mark, "values are nested more than \(ConfigurationNode.depthLimit) deep")
    }
}
