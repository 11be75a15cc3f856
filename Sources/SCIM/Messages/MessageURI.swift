/// The URIs by which messages name their form (RFC 7644 §8.2).
public enum MessageURI {
    /// An answer to a query (RFC 7644 §3.4.2).
    public static let listResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
    /// The body of a query by POST (RFC 7644 §3.4.3).
    public static let searchRequest = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
    /// The body of a PATCH (RFC 7644 §3.5.2).
    public static let patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
    /// Many operations at once (RFC 7644 §3.7).
    public static let bulkRequest = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
    /// What became of many operations (RFC 7644 §3.7).
    public static let bulkResponse = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
    /// The body of a failure (RFC 7644 §3.12).
    public static let error = "urn:ietf:params:scim:api:messages:2.0:Error"
}
