public import SCIM

/// An attribute that is another one than before, told so shortly that a person can read it.
public struct AttributeDifference: Sendable, Hashable {
    /// How many characters of a value are told.
    private static let longest = 200

    /// Where it stands, such as `name.givenName`.
    public var path: String
    /// The value before as JSON, of a multi-valued attribute what went; `nil` if there was none, cut off with `…` if it is long.
    public var before: String?
    /// The value after, likewise; of a multi-valued attribute what came.
    public var after: String?

    /// Describes a difference.
    public init(path: String, before: String?, after: String?) {
        self.path = path
        self.before = before
        self.after = after
    }

    /// What tells two states of a resource apart, as far as an answer may show it.
    ///
    /// - Parameter type: The type of the resource.
    public static func all(
        from old: Attributes, to new: Attributes, of type: ResourceType
    ) -> [AttributeDifference] {
        differences(from: type.showable(in: old), to: type.showable(in: new), in: "")
    }

    private static func differences(
        from old: Attributes, to new: Attributes, in place: String
    ) -> [AttributeDifference] {
        let names = new.map(\.name) + old.map(\.name).filter { new[$0] == nil }
        return names.flatMap { differences(from: old[$0], to: new[$0], at: place + $0.text, isTop: place.isEmpty) }
    }

    private static func differences(
        from old: AttributeValue?, to new: AttributeValue?, at path: String, isTop: Bool
    ) -> [AttributeDifference] {
        if old == new { return [] }
        switch (old, new) {
        case (.complex, .complex), (.complex, nil), (nil, .complex):
            // Attributes of an extension follow its URI behind a colon (RFC 7644 §3.10).
            let separator = isTop && path.contains(":") ? ":" : "."
            return differences(
                from: old?.attributes ?? Attributes(), to: new?.attributes ?? Attributes(), in: path + separator)
        case (.array(let old), .array(let new)):
            let before = Set(old), after = Set(new)
            let gone = old.filter { !after.contains($0) }, come = new.filter { !before.contains($0) }
            // What differs is the order then, or how often a value occurs.
            if gone.isEmpty, come.isEmpty {
                return [AttributeDifference(path: path, before: text(.array(old)), after: text(.array(new)))]
            }
            return [
                AttributeDifference(
                    path: path, before: gone.isEmpty ? nil : text(.array(gone)),
                    after: come.isEmpty ? nil : text(.array(come)))
            ]
        default: return [AttributeDifference(path: path, before: old.map(text), after: new.map(text))]
        }
    }

    private static func text(_ value: AttributeValue) -> String {
        let json = value.json
        let beginning = json.prefix(longest)
        return beginning.endIndex == json.endIndex ? json : beginning + "…"
    }
}
