/// In which order results come (RFC 7644 §3.4.2.3).
public struct SortOrder: Sendable, Hashable {
    /// The attribute by which results are ordered.
    public var path: ResolvedPath
    /// Whether the greatest value comes first.
    public var isDescending: Bool

    /// Orders by an attribute.
    public init(by path: ResolvedPath, descending: Bool = false) {
        self.path = path
        isDescending = descending
    }

    /// Puts resources in order: by the type of the attribute, those without a value last, or first if descending.
    ///
    /// Resources that tie keep the order in which they came.
    public func sorted(_ resources: [Resource]) -> [Resource] {
        // Nothing counts, so nothing throws.
        (try? sorted(resources, counting: nil)) ?? resources
    }

    /// The same, with the work counted.
    ///
    /// - Throws: Why the work must end.
    package func sorted(_ resources: [Resource], counting meter: WorkMeter?) throws -> [Resource] {
        let key = key
        let keyed = try resources.enumerated().map { position, resource in
            try meter?.require(WorkMeter.value)
            return (key: key(resource), position: position)
        }
        return try keyed.sorted { left, right in
            try meter?.require((left.key?.extent ?? 1) + (right.key?.extent ?? 1))
            return switch ResolvedFilter.Operand.order(left.key, right.key) {
            case 0: left.position < right.position
            case let order: isDescending ? order > 0 : order < 0
            }
        }.map { resources[$0.position] }
    }

    /// The primary value, else the first one.
    var key: (Resource) -> ResolvedFilter.Operand? {
        let form = ResolvedFilter.Operand.Form(path.definition)
        let read = Resource.reader(of: path)
        var whole = path
        whole.path.subAttribute = nil
        let readElements = Resource.reader(of: whole)
        let part = path.attribute.isMultiValued ? path.path.subAttribute : nil
        return { resource in
            var found: AttributeValue?
            func take(_ value: AttributeValue) -> Bool {
                if value.isPresent { found = value }
                return value.isPresent
            }
            if let part { _ = readElements(resource) { $0.isPrimary && ($0[part].map(take) ?? false) } }
            if found == nil { _ = read(resource, take) }
            return found.flatMap { ResolvedFilter.Operand($0, as: form) }
        }
    }
}

extension ResolvedFilter.Operand {
    /// Which of two values comes first: below 0 for the left, above 0 for the right, 0 if they tie.
    ///
    /// What is missing comes last. Values of different kinds, as an attribute of several types may have, are kept apart.
    static func order(_ left: Self?, _ right: Self?) -> Int {
        switch (left, right) {
        case (nil, nil): 0
        case (nil, _?): 1
        case (_?, nil): -1
        case (.string(let left)?, .string(let right)?): compare(left, right)
        case (.number(let left)?, .number(let right)?): compare(left, right)
        case (.dateTime(let left)?, .dateTime(let right)?): compare(left, right)
        case (.boolean(let left)?, .boolean(let right)?): left == right ? 0 : right ? -1 : 1
        case (let left?, let right?): left.rank - right.rank
        }
    }

    /// The bytes that a comparison may look at.
    fileprivate var extent: Int {
        if case .string(let text) = self { text.utf8.count } else { 8 }
    }

    private static func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left < right ? -1 : left > right ? 1 : 0
    }

    private var rank: Int {
        switch self {
        case .string: 0
        case .number: 1
        case .boolean: 2
        case .dateTime: 3
        }
    }
}
