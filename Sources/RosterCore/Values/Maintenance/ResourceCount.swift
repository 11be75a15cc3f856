/// How many resources there are of one type.
public struct ResourceCount: Sendable, Hashable, CustomStringConvertible {
    /// The name of the type.
    public var type: String
    /// The number of resources.
    public var count: Int

    /// States a number.
    public init(type: String, count: Int) {
        self.type = type
        self.count = count
    }

    /// The number in one line: `User: 3`.
    public var description: String { "\(type): \(count)" }
}
