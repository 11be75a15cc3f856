import RosterCore
import SCIM

/// The query of a request target (RFC 7644 §3.4.2, table 3).
///
/// Names compare without regard to case; unknown ones and stray separators are passed over, because Entra ID appends
/// flags and OneLogin a dangling `&`.
struct QueryParameters {
    private var values: [(name: String, value: String)] = []

    init() {}

    init(_ query: Substring) throws(SCIMError) {
        for part in query.utf8.split(separator: UInt8(ascii: "&")) {
            let separator = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let encoded = separator < part.endIndex ? part[part.index(after: separator)...] : part[part.endIndex...]
            guard let name = PercentEncoding.decode(part[..<separator], plusIsBlank: true),
                let value = PercentEncoding.decode(encoded, plusIsBlank: true)
            else { throw SCIMError(.invalidValue, "the query of the URL is not properly percent-encoded UTF-8") }
            values.append((name.lowercased(), value))
        }
    }

    subscript(name: String) -> String? {
        values.first { $0.name == name }?.value
    }

    /// The attributes that the answer shows.
    func selection(of type: ResourceType) throws(SCIMError) -> AttributeSelection {
        if values.isEmpty { return .byDefault }
        return try AttributeSelection(
            attributes: names("attributes"), excludedAttributes: names("excludedattributes"), of: type)
    }

    /// The question that a list request puts.
    func searchRequest() throws(SCIMError) -> SearchRequest {
        var request = SearchRequest()
        if values.isEmpty { return request }
        request.attributes = names("attributes")
        request.excludedAttributes = names("excludedattributes")
        request.filter = self["filter"]
        request.sortBy = self["sortby"]
        request.sortOrder = self["sortorder"]
        request.startIndex = try integer("startindex", called: "startIndex")
        request.count = try integer("count", called: "count")
        request.cursor = self["cursor"]
        return request
    }

    private func names(_ parameter: String) -> [String]? {
        self[parameter].flatMap { SearchRequest.names(in: $0) }
    }

    private func integer(_ parameter: String, called name: String) throws(SCIMError) -> Int? {
        guard let text = self[parameter] else { return nil }
        guard let value = Int(text) else { throw SCIMError(.invalidValue, "'\(name)' must be an integer") }
        return value
    }
}
