import SCIM

/// A pattern for names without regard to letter case: `*` stands for any characters, `?` for one.
///
/// A character is a Unicode scalar of the composed form, as for `sw` and `ew` of filters.
struct NamePattern: Sendable {
    private enum Part: Sendable, Equatable {
        case any
        case one
        case character(Unicode.Scalar)

        func takes(_ character: Unicode.Scalar) -> Bool {
            switch self {
            case .any: false
            case .one: true
            case .character(let own): own == character
            }
        }
    }

    private let parts: [Part]

    init(_ text: String) {
        // Folding makes the usual characters of full-width ones, and so would make signs of characters that are none.
        var parts: [Part] = []
        var plain = ""
        func endOfPlainText() {
            parts += plain.caseFolded.composed.unicodeScalars.map { .character($0) }
            plain = ""
        }
        for scalar in text.unicodeScalars {
            guard scalar == "*" || scalar == "?" else {
                plain.unicodeScalars.append(scalar)
                continue
            }
            endOfPlainText()
            parts.append(scalar == "*" ? .any : .one)
        }
        endOfPlainText()
        self.parts = parts
    }

    /// Whether a whole name, case folded, fits.
    ///
    /// Only the last `*` has to be tried again with more characters, so that no pattern takes exponential time.
    func matches(_ name: String) -> Bool {
        let characters = Array(name.composed.unicodeScalars)
        var part = 0, position = 0
        var retry: (part: Int, position: Int)?
        while position < characters.count {
            if part < parts.count, parts[part] == .any {
                part += 1
                retry = (part, position)
            } else if part < parts.count, parts[part].takes(characters[position]) {
                part += 1
                position += 1
            } else if let last = retry {
                part = last.part
                position = last.position + 1
                retry = (part, position)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .any }
    }
}
