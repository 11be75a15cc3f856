import SCIM

/// The forms that names, URNs and endpoints of a configuration have.
enum SchemaGrammar {
    /// Whether this is the name of an attribute (RFC 7643 §2.1).
    static func isAttributeName(_ text: String) -> Bool {
        isWord(text, with: "-_$")
    }

    /// Whether this is the name of a resource type.
    static func isTypeName(_ text: String) -> Bool {
        isWord(text, with: "-_")
    }

    /// Whether this is an endpoint: one segment of a path that needs no encoding.
    static func isEndpoint(_ text: String) -> Bool {
        text.hasPrefix("/") && isWord(text.dropFirst(), with: "-_")
    }

    /// Whether this is a URN that can stand before the name of an attribute in a path (RFC 7644 §3.10).
    static func isURN(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count >= 3 && parts[0].lowercased() == "urn" && parts.allSatisfy { !$0.isEmpty }
            && text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "-_.:".utf8.contains($0) }
    }

    private static func isWord(_ text: some StringProtocol, with others: String) -> Bool {
        guard let first = text.utf8.first, first.isASCIILetter else { return false }
        return text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || others.utf8.contains($0) }
    }
}
