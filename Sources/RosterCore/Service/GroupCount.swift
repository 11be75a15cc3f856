public import SCIM

/// Counts the groups of the resources of one answer.
///
/// Groups in groups multiply: a thousand users in ten thousand nested groups have ten million.
public struct GroupCount: Sendable {
    /// The most groups that the users of one answer may have together.
    static let maximum = 1_000_000

    private let limit: Int?
    private var count = 0

    /// Begins to count.
    ///
    /// - Parameters:
    ///   - members: How many resources the answer has; a single one may have as many groups as it has.
    ///   - limit: The most groups of all resources together; `nil` for any number.
    public init(members: Int, atMost limit: Int?) {
        self.limit = members > 1 ? limit : nil
    }

    /// Counts the groups of one more resource.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/tooMany`` beyond the limit.
    public mutating func add(_ groups: [GroupReference]) throws {
        count += groups.count
        guard let limit, count > limit else { return }
        throw SCIMError(
            .tooMany, "the users of this page are in more than \(limit) groups together: ask for fewer users")
    }
}
