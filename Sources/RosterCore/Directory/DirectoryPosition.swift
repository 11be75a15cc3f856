/// Where a reader of changes has come to; remembered and given back as text.
///
/// A change that concerns very many users is told in several parts, so a reader may have come to the middle of one.
public struct DirectoryPosition: Sendable, Hashable {
    /// The last change of which something was told.
    public let change: Int
    /// How many of the users that it concerns were looked at; `nil` if it was told as a whole.
    let usersTold: Int?

    init(_ change: Int, usersTold: Int? = nil) {
        self.change = change
        self.usersTold = usersTold
    }

    /// The change after which the store has to be asked.
    var inStore: Int { usersTold == nil ? change : change - 1 }
}

extension DirectoryPosition: LosslessStringConvertible {
    /// Reads what ``description`` has written; `nil` for another text.
    public init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard let change = parts[0], change >= 0, parts.count <= 2 else { return nil }
        guard parts.count == 2 else {
            self.init(change)
            return
        }
        guard let told = parts[1], told > 0, change > 0 else { return nil }
        self.init(change, usersTold: told)
    }

    /// The number of the change, and behind a colon how many users of it were looked at if there are more.
    public var description: String { usersTold.map { "\(change):\($0)" } ?? "\(change)" }
}
