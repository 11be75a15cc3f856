/// What libyaml finds wrong with a text, in words for people who do not know how YAML is parsed.
struct YAMLComplaint {
    /// What libyaml says.
    let problem: String
    /// What it was doing, if it says that.
    let context: String?
    /// The line of the file that is wrong, up to the place.
    let head: Substring
    /// What stands at the place.
    let character: Unicode.Scalar?

    /// What is wrong, and what to do about it.
    var message: String {
        if isTab { return "this line is indented with a tab; YAML is indented with blanks" }
        if context?.contains("directive") ?? false || problem.contains("directive") {
            return "a line that begins with '%' is not allowed; put the text in quotes"
        }
        if problem.contains("tag ") || context?.hasSuffix("tag") ?? false { return "tags are not allowed" }
        if problem == "found character that cannot start any token" {
            return "a value cannot begin with \(character.map { "'\($0)'" } ?? "this character"); put it in quotes"
        }
        if character == "{", head.last == "$", problem.contains("',' or ") {
            return "between braces or brackets YAML reads the '{' of '${' itself: put the value in quotes, such as "
                + "\"${NAME}\""
        }
        return Self.messages.first { problem.contains($0.key) }?.value ?? "this is not YAML"
    }

    private var isTab: Bool {
        if problem.contains("tab character") { return true }
        return problem == "found character that cannot start any token" && character == "\t"
            && head.allSatisfy { $0 == " " || $0 == "\t" }
    }

    private static let messages: KeyValuePairs = [
        "mapping values are not allowed":
            "a ':' is not allowed here: put a value that holds ': ' in quotes, and indent a key like its neighbours",
        "could not find expected ':'": "a key needs a ':' and a blank behind it",
        "did not find expected key": "this line is not indented like the other keys of its mapping",
        "did not find expected '-'": "this line is not indented like the other items of its list, or lacks its '-'",
        "block sequence entries are not allowed": "a '-' is not allowed here; begin a list on a line of its own",
        "mapping keys are not allowed": "a '?' is not allowed here; put the text in quotes",
        "did not find expected ',' or ']'": "a list in brackets needs ',' between its items and ']' at its end",
        "did not find expected ',' or '}'": "a mapping in braces needs ',' between its keys and '}' at its end",
        "unexpected end of stream": "the quotes are never closed",
        "unexpected document indicator": "the quotes are not closed before this line",
        "unknown escape character":
            "in double quotes a '\\' begins an escape, and there is none of this kind; use single quotes",
        "hexdecimal number": "an escape such as '\\u00e9' needs hexadecimal digits",
        "Unicode character escape code": "the escape names no character",
        "alphabetic or numeric character":
            "'&' and '*' begin anchors and aliases, which are not allowed; put the text in quotes",
        "comment or line break": "nothing but a comment may stand behind '|' and '>'",
        "indentation indicator": "the number behind '|' or '>' is from 1 to 9",
        "<document start>": "the configuration is complete before this line: is it indented like the others?",
        "node content": "a value is missing here",
        "unexpected ':'": "within brackets and braces a ':' needs a blank behind it, or the value needs quotes",
        "control characters": "control characters are not allowed",
        "Unicode character": "control characters are not allowed",
    ]
}
