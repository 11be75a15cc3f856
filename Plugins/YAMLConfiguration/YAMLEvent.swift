import RosterCore

/// What libyaml reports next.
struct YAMLEvent {
    enum Kind {
        case scalar(text: String, isPlain: Bool)
        case alias
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
        case documentStart
        case streamEnd
        /// The start of the stream and the end of a document, which mean nothing here.
        case other
    }

    let kind: Kind
    let mark: SourceMark
    var hasAnchor = false
    var hasTag = false
}
