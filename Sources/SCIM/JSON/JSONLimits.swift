/// What a JSON text may cost to read.
///
/// A text within the limits of size can still be made to exhaust a stack or a quadratic loop; these bounds make the
/// work proportional to its length. Whoever exceeds one is refused with `invalidSyntax`.
public struct JSONLimits: Sendable, Hashable {
    /// How many objects and arrays may stand inside one another; a lone `{}` counts as 1.
    public var depth: Int
    /// How many bytes of UTF-8 a string or a member name may have once its escapes are resolved.
    ///
    /// Room for a binary value, such as a photo or a certificate; what a single attribute takes is for its schema.
    public var stringBytes: Int
    /// How many members one object may have.
    public var membersPerObject: Int
    /// How many characters a number may have.
    public var numberDigits: Int

    /// Sets the limits; whatever is left out is as in ``default``.
    public init(
        depth: Int = 32, stringBytes: Int = 1_048_576, membersPerObject: Int = 1_000, numberDigits: Int = 1_000
    ) {
        self.depth = depth
        self.stringBytes = stringBytes
        self.membersPerObject = membersPerObject
        self.numberDigits = numberDigits
    }

    /// The limits for the body of a request.
    public static let `default` = JSONLimits()

    /// The limits for what has been accepted once: whatever else changes, it can be read again.
    package static let trusted = JSONLimits(
        depth: 128, stringBytes: .max, membersPerObject: .max, numberDigits: .max)
}
