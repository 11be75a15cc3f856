/// The members of one object while it is read, with a watch for names that occur twice.
struct JSONMembers {
    private(set) var elements: [Attributes.Element] = []
    private let limit: Int
    /// One bit for each name so far; a name whose bit is not set yet is new and needs no comparison.
    private var marks: UInt64 = 0
    /// All names, once there are so many that comparing each with each would take long.
    private var names: Set<AttributeName> = []
    private static let fewNames = 16

    init(limit: Int, capacity: Int) {
        self.limit = limit
        elements.reserveCapacity(capacity)
    }

    /// Why a member of this name cannot be added, if it cannot.
    mutating func problem(adding name: AttributeName) -> SCIMError.Detail? {
        guard elements.count < limit else { return "more than \(limit) members in one object" }
        guard elements.count < Self.fewNames else { return inSet(name) ? Self.duplicate : nil }
        let mark = Self.mark(of: name)
        defer { marks |= mark }
        guard marks & mark != 0 else { return nil }
        return elements.contains { $0.name == name } ? Self.duplicate : nil
    }

    mutating func append(_ name: AttributeName, _ value: AttributeValue) {
        elements.append((name, value))
    }

    private static let duplicate: SCIMError.Detail = "a member name that occurs twice"

    private mutating func inSet(_ name: AttributeName) -> Bool {
        if names.isEmpty { names = Set(elements.lazy.map(\.name)) }
        return !names.insert(name).inserted
    }

    /// The bit of a name: the same for all spellings that differ by letter case alone.
    private static func mark(of name: AttributeName) -> UInt64 {
        1 << (name.mark & 63)
    }
}
