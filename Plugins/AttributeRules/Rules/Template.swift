import SCIM

/// A text with the values of paths in it.
struct Template: Sendable {
    /// A piece of a template.
    enum Piece: Sendable {
        case text(String)
        case path(RulePath)
    }

    /// The template as the configuration has it.
    let text: String
    /// Its pieces in order.
    let pieces: [Piece]

    /// The paths in it.
    var paths: [RulePath] {
        pieces.compactMap { piece in
            if case .path(let path) = piece { path } else { nil }
        }
    }

    /// The text with values; a path without one leaves nothing, and blanks at the ends go.
    ///
    /// - Returns: `nil` if none of the paths has a value.
    func fill(from attributes: Attributes) -> AttributeValue? {
        var filled = ""
        var isEmpty = true
        for piece in pieces {
            switch piece {
            case .text(let text): filled += text
            case .path(let path):
                guard let value = path.read(attributes) else { continue }
                isEmpty = false
                filled += value.words
            }
        }
        return isEmpty ? nil : .string(filled.trimmingBlanks)
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
