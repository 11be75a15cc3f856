/// Replaces `${NAME}` by the value of a variable; `$${` stands for `${` itself.
struct VariableSubstitution {
    let variable: (_ name: String) -> String?

    /// The text with its variables replaced; what they hold is not looked at again.
    ///
    /// - Throws: What is wrong, naming the variable but never showing what any of them holds.
    func callAsFunction(_ text: String) throws(Failure) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                result += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                let body = rest.dropFirst(2)
                guard let brace = body.firstIndex(of: "}") else {
                    throw Failure(message: "'${' is not closed; write '$${' for the characters themselves")
                }
                result += try value(of: String(body[..<brace]))
                rest = body[body.index(after: brace)...]
            } else {
                result.append("$")
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    private func value(of name: String) throws(Failure) -> String {
        let isName = name.utf8.enumerated().allSatisfy { index, byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): index > 0
            default: false
            }
        }
        guard isName, !name.isEmpty else {
            // The name is not shown: what is not one may be a piece of a password.
            throw Failure(message: "'${' must be followed by the name of an environment variable and '}'")
        }
        guard let value = variable(name) else { throw Failure(message: "environment variable '\(name)' is not set") }
        return value
    }

    /// Why a text could not be completed.
    struct Failure: Error {
        let message: String
    }
}
