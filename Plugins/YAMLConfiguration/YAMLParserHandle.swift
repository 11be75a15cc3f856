import CLibYAML
import RosterCore

/// libyaml's parser over a source, freed with its handle.
struct YAMLParserHandle: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let source: ConfigurationSource

    /// Runs `body` with a parser at the beginning of the source, as long as the source's bytes stay where they are.
    static func parsing<Result>(
        _ source: ConfigurationSource, _ body: (inout YAMLParserHandle) throws(ConfigurationProblems) -> Result
    ) throws(ConfigurationProblems) -> Result {
        try source.bytes.withUnsafeBufferPointer { bytes throws(ConfigurationProblems) in
            guard var handle = YAMLParserHandle(source, bytes: bytes) else {
                let start = SourceMark(file: source.fileName, line: 1, column: 1)
                throw ConfigurationProblems([source.problem(at: start, "there is no memory to read the file")])
            }
            return try body(&handle)
        }
    }

    /// `nil` when libyaml has no memory for a parser.
    private init?(_ source: ConfigurationSource, bytes: UnsafeBufferPointer<UInt8>) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            return nil
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
        self.parser = parser
        self.source = source
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event.
    ///
    /// - Throws: What libyaml finds wrong with the text.
    mutating func next() throws(ConfigurationProblem) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        return translated(event)
    }

    private func translated(_ event: yaml_event_t) -> YAMLEvent {
        let mark = mark(event.start_mark)
        let data = event.data
        switch event.type {
        case YAML_SCALAR_EVENT:
            let bytes = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
            let isPlain = data.scalar.style == YAML_PLAIN_SCALAR_STYLE
            return YAMLEvent(
                kind: .scalar(text: String(decoding: bytes, as: UTF8.self), isPlain: isPlain), mark: mark,
                hasAnchor: data.scalar.anchor != nil, hasTag: data.scalar.tag != nil)
        case YAML_SEQUENCE_START_EVENT:
            return YAMLEvent(
                kind: .sequenceStart, mark: mark, hasAnchor: data.sequence_start.anchor != nil,
                hasTag: data.sequence_start.tag != nil)
        case YAML_MAPPING_START_EVENT:
            return YAMLEvent(
                kind: .mappingStart, mark: mark, hasAnchor: data.mapping_start.anchor != nil,
                hasTag: data.mapping_start.tag != nil)
        case YAML_ALIAS_EVENT: return YAMLEvent(kind: .alias, mark: mark)
        case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, mark: mark)
        case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, mark: mark)
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, mark: mark)
        // libyaml repeats "no event" for ever once the stream has ended.
        case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return YAMLEvent(kind: .streamEnd, mark: mark)
        default: return YAMLEvent(kind: .other, mark: mark)
        }
    }

    private func failure() -> ConfigurationProblem {
        let place: SourceMark
        switch parser.pointee.error {
        case YAML_MEMORY_ERROR: return source.problem(at: mark(parser.pointee.mark), "there is no memory to go on")
        case YAML_READER_ERROR: place = source.mark(ofByte: parser.pointee.problem_offset)
        default:
            // What is never closed is noticed at the end of the file; where it was opened is what helps.
            let length = String(decoding: source.bytes, as: UTF8.self).unicodeScalars.count
            let isAtEnd = parser.pointee.context != nil && parser.pointee.problem_mark.index >= length
            place = mark(isAtEnd ? parser.pointee.context_mark : parser.pointee.problem_mark)
        }
        let line = (source.line(place.line) ?? "").unicodeScalars
        let head = line.prefix(place.column - 1)
        let complaint = YAMLComplaint(
            problem: parser.pointee.problem.map { String(cString: $0) } ?? "",
            context: parser.pointee.context.map { String(cString: $0) }, head: Substring(head),
            character: line.dropFirst(head.count).first)
        return source.problem(at: place, complaint.message)
    }

    /// libyaml counts lines, and columns in Unicode scalars, from 0.
    private func mark(_ mark: yaml_mark_t) -> SourceMark {
        SourceMark(file: source.fileName, line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    }
}
