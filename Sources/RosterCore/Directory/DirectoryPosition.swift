/// Where a reader of changes has come to; remembered and given back as text.
///
/// A change that concerns very many users is told in several parts, so a reader may have come to the middle of one.
public struct DirectoryPosition: Sendable, Hashable {
    /// The last change of which something was told.
    public let change: Int
    /// How many of the teams and users that it concerns were looked at; `nil` if it was told as a whole.
    let told: Int?

    init(_ change: Int, told: Int? = nil) {
        self.change = change
        self.told = told
    }

    /// The change after which the store has to be asked.
    var inStore: Int { told == nil ? change : change - 1 }
}

extension DirectoryPosition: LosslessStringConvertible {
    /// Reads what ``description`` has written; `nil` for another text.
    public init?(_ description: String) {
        let parts = description.split(separator: ":", maxSplits: 1).map { Int($0) }
        guard let first = parts.first, let change = first, change >= 0 else { return nil }
        self.init(change, told: parts.count > 1 ? parts[1] : nil)
        // Whatever else the numbers could be written like was not written here.
        guard self.description == description, told.map({ $0 > 0 && change > 0 }) ?? true else { return nil }
    }

    /// The number of the change, and behind a colon how much of it was looked at if there are more.
    public var description: String { told.map { "\(change):\($0)" } ?? "\(change)" }
}
