package import SCIM

/// Why a line that is whole cannot be understood.
package struct LineProblem: Error {
    /// The reason.
    package let reason: String

    /// States a reason.
    init(_ reason: String) {
        self.reason = reason
    }

    /// The members of the object that a line holds.
    package static func members(of line: UnsafeRawBufferPointer) throws(LineProblem) -> Attributes {
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
