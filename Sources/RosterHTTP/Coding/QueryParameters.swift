import RosterCore
import SCIM

/// The query of a request target (RFC 7644 §3.4.2, table 3).
///
/// Unknown names, whatever their values, and stray separators are passed over, because Entra ID appends flags and OneLogin
/// a dangling `&`.
struct QueryParameters {
    private static let names = [
        "attributes", "excludedAttributes", "filter", "sortBy", "sortOrder", "startIndex", "count", "cursor",
    ]

    private var values: [(name: String, value: String)] = []

    init() {}

    /// Reads a query.
    ///
    /// - Parameter repairs: Notes what had to be put right.
    init(_ query: Substring, repairs: inout Repairs) throws(SCIMError) {
        for part in query.utf8.split(separator: UInt8(ascii: "&")) {
            let separator = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let encoded = separator < part.endIndex ? part[part.index(after: separator)...] : part[part.endIndex...]
            guard let name = PercentEncoding.decode(part[..<separator], plusIsBlank: true),
                let known = try Self.known(name, &repairs)
            else { continue }
            guard let value = PercentEncoding.decodeParameter(encoded) else {
                throw SCIMError(.invalidValue, "'\(own: known)' is not properly percent-encoded UTF-8")
            }
            // The first page of a walk is asked for by an empty cursor (RFC 9865 §2).
            guard value.isEmpty, known != "cursor" else {
                values.append((known, known == "filter" ? try Self.filter(value, encoded, &repairs) : value))
                continue
            }
            try repairs.make(
                .emptyParameter, else: known == "filter" ? .invalidFilter : .invalidValue,
                "'\(own: known)' must not be empty")
        }
    }

    /// A filter whose blanks are in part `+`: read so if it is none otherwise.
    private static func filter(
        _ value: String, _ encoded: Substring.UTF8View, _ repairs: inout Repairs
    ) throws(SCIMError) -> String {
        guard encoded.contains(UInt8(ascii: "+")), PercentEncoding.hasBlank(encoded), !isFilter(value),
            let other = PercentEncoding.decode(encoded, plusIsBlank: true), isFilter(other)
        else { return value }
        try repairs.make(.mixedBlanks, else: .invalidFilter, "blanks of 'filter' are '%20' or '+', not both")
        return other
    }

    private static func isFilter(_ text: String) -> Bool {
        (try? Filter(text)) != nil
    }

    /// The name in the spelling of the RFCs; `nil` if it is none of theirs.
    private static func known(_ name: String, _ repairs: inout Repairs) throws(SCIMError) -> String? {
        guard !names.contains(name), let known = names.first(where: { $0.lowercased() == name.lowercased() }) else {
            return names.contains(name) ? name : nil
        }
        try repairs.make(
            .parameterLetterCase, else: .invalidValue, "the parameter '\(own: known)' is written '\(name)'")
        return known
    }

    subscript(name: String) -> String? {
        values.first { $0.name == name }?.value
    }

    /// The attributes that the answer shows.
    ///
    /// - Parameter repairs: Notes what had to be put right.
    func selection(of type: ResourceType, _ repairs: inout Repairs) throws(SCIMError) -> AttributeSelection {
        if values.isEmpty { return .byDefault }
        return try AttributeSelection(
            attributes: names("attributes"), excludedAttributes: names("excludedAttributes"), of: type,
            repairs: &repairs)
    }

    /// The question that a list request puts.
    func searchRequest() throws(SCIMError) -> SearchRequest {
        var request = SearchRequest()
        if values.isEmpty { return request }
        request.attributes = names("attributes")
        request.excludedAttributes = names("excludedAttributes")
        request.filter = self["filter"]
        request.sortBy = self["sortBy"]
        request.sortOrder = self["sortOrder"]
        request.startIndex = try integer("startIndex")
        request.count = try integer("count")
        request.cursor = self["cursor"]
        return request
    }

    private func names(_ parameter: String) -> [String]? {
        self[parameter].flatMap { SearchRequest.names(in: $0) }
    }

    private func integer(_ parameter: String) throws(SCIMError) -> Int? {
        guard let text = self[parameter] else { return nil }
        guard let value = Int(text) else { throw SCIMError(.invalidValue, "'\(own: parameter)' must be an integer") }
        return value
    }
}
