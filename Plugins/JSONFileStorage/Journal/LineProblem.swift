import SCIM

/// Why a line that is whole cannot be understood.
struct LineProblem: Error {
    /// The reason.
    var reason: String
    /// Whether the configuration rather than the file is to blame.
    var isOfConfiguration = false

    /// States a reason.
    init(_ reason: String, isOfConfiguration: Bool = false) {
        self.reason = reason
        self.isOfConfiguration = isOfConfiguration
    }

    /// The members of the object that a line holds.
    static func members(of line: UnsafeRawBufferPointer) throws(LineProblem) -> Attributes {
        let value: AttributeValue
        do {
            value = try JSONReader.read(line, limits: StoreLimits.json)
        } catch {
            throw LineProblem(error.detail)
        }
        guard case .complex(let members) = value else { throw LineProblem("not a JSON object") }
        return members
    }
}
