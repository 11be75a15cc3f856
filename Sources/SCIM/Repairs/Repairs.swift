/// What was put right while a request was read, or the order to put nothing right.
///
/// A request hands one value through all that reads it; nothing is allocated while there is nothing to repair.
public struct Repairs: Sendable, Hashable {
    /// Whether requests that leave the RFCs are repaired; otherwise they are refused.
    public let areAllowed: Bool
    /// The tolerances that were used.
    public private(set) var made = Tolerances()
    /// How many members were left out because no resource has their id (``Tolerance/unknownMember``).
    public private(set) var unknownMembers = 0

    /// Begins with none made.
    ///
    /// - Parameter allowed: Whether to repair; `false` holds clients to the RFCs.
    public init(allowed: Bool = true) {
        areAllowed = allowed
    }

    /// Notes a repair that is about to be made.
    ///
    /// - Parameters:
    ///   - tolerance: What is put right.
    ///   - code: The kind of failure where repairs are not allowed.
    ///   - rule: The attribute and the rule that is broken, put together only if that is so.
    /// - Throws: ``SCIMError`` of the code, naming rule and tolerance, if repairs are not allowed.
    public mutating func make(
        _ tolerance: Tolerance, else code: SCIMError.Code, _ rule: @autoclosure () -> SCIMError.Detail
    ) throws(SCIMError) {
        guard areAllowed else { throw SCIMError(code, "\(rule()) (\(own: tolerance.rawValue) is not tolerated)") }
        made.insert(tolerance)
    }

    /// Notes how many members of a request were left out.
    package mutating func note(unknownMembers count: Int) {
        unknownMembers += count
    }

    /// Notes repairs that were made elsewhere, such as in a store.
    public mutating func note(_ tolerances: Tolerances) {
        made.formUnion(tolerances)
    }
}
