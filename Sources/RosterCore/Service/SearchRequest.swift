public import SCIM

/// A query as a client put it, by GET or by POST (RFC 7644 §3.4.2, §3.4.3; RFC 9865 §2).
public struct SearchRequest: Sendable, Hashable {
    /// `attributes`.
    public var attributes: [String]?
    /// `excludedAttributes`.
    public var excludedAttributes: [String]?
    /// `filter`.
    public var filter: String?
    /// `sortBy`.
    public var sortBy: String?
    /// `sortOrder`.
    public var sortOrder: String?
    /// `startIndex`.
    public var startIndex: Int?
    /// `count`.
    public var count: Int?
    /// `cursor`; empty for the first page of a walk.
    public var cursor: String?
    /// Whether the question stands in a URI, which many programs keep: a filter there must not name what is never returned
    /// (RFC 7644 §7.5.2).
    public private(set) var isInURI = true

    /// Asks for everything.
    public init() {}

    /// Reads the body of a query by POST; members that RFC 7644 does not know are passed over.
    ///
    /// A client may write the names of `attributes` as one text with commas, as in a URL.
    ///
    /// - Parameter repairs: Notes what had to be put right.
    /// - Throws: ``SCIM/SCIMError/Code/invalidSyntax`` if the body is no SearchRequest message,
    ///   ``SCIM/SCIMError/Code/invalidValue`` for a member of the wrong type.
    public init(reading body: AttributeValue, repairs: inout Repairs) throws(SCIMError) {
        let body = try body.message(MessageURI.searchRequest, repairs: &repairs)
        isInURI = false
        attributes = try Self.names("attributes", in: body, &repairs)
        excludedAttributes = try Self.names("excludedAttributes", in: body, &repairs)
        filter = try Self.text("filter", in: body, &repairs)
        sortBy = try Self.text("sortBy", in: body, &repairs)
        sortOrder = try Self.text("sortOrder", in: body, &repairs)
        startIndex = try Self.integer("startIndex", in: body, &repairs)
        count = try Self.integer("count", in: body, &repairs)
        // The first page of a walk is asked for by an empty cursor (RFC 9865 §2).
        cursor = body["cursor"] == "" ? "" : try Self.text("cursor", in: body, &repairs)
    }

    /// The names in a list of attributes, without the blanks around them; `nil` if there is none.
    ///
    /// Beyond as many as one request may give, the rest of the list is one name.
    public static func names(in list: some StringProtocol) -> [String]? {
        let names = list.split(separator: ",", maxSplits: AttributeSelection.maximumNames).map { name in
            String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        return names.isEmpty ? nil : names
    }

    private static func names(
        _ member: AttributeName, in body: Attributes, _ repairs: inout Repairs
    ) throws(SCIMError) -> [String]? {
        guard let value = try value(member, in: body, &repairs) else { return nil }
        if let list = value.string {
            try repairs.make(.singleValueForArray, else: .invalidSyntax, "'\(own: member)' must be an array of strings")
            return names(in: list)
        }
        let names = value.array?.compactMap(\.string) ?? []
        guard names.count == value.array?.count else {
            throw SCIMError(.invalidValue, "'\(own: member)' must be an array of strings")
        }
        return names
    }

    private static func text(
        _ member: AttributeName, in body: Attributes, _ repairs: inout Repairs
    ) throws(SCIMError) -> String? {
        guard let value = try value(member, in: body, &repairs) else { return nil }
        guard let text = value.string else { throw SCIMError(.invalidValue, "'\(own: member)' must be a string") }
        return text
    }

    private static func integer(
        _ member: AttributeName, in body: Attributes, _ repairs: inout Repairs
    ) throws(SCIMError) -> Int? {
        guard let value = try value(member, in: body, &repairs) else { return nil }
        let rule: SCIMError.Detail = "'\(own: member)' must be an integer"
        if let text = value.string, let integer = Int(text) {
            try repairs.make(.numberAsString, else: .invalidValue, rule)
            return integer
        }
        guard let integer = value.integer else { throw SCIMError(.invalidValue, rule) }
        return integer
    }

    /// A member of the message; `nil` if it is not given or empty.
    private static func value(
        _ member: AttributeName, in body: Attributes, _ repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue? {
        guard let value = body[member], !value.isUnassigned else { return nil }
        guard value == "" else { return value }
        try repairs.make(
            .emptyParameter, else: member == "filter" ? .invalidFilter : .invalidValue,
            "'\(own: member)' must not be empty")
        return nil
    }
}
