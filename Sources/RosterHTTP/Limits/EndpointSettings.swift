public import SCIM

/// What an operator can set about the HTTP side.
public struct EndpointSettings: Sendable, Hashable {
    /// The path under which SCIM is served, such as `/scim`; also answers with `/v2` behind it.
    public var basePath = "/scim"
    /// The URL that clients use for the base path, without a slash at the end; `nil` to take it from each request.
    public var publicURL: String?
    /// What credentials are for, in the words of `WWW-Authenticate` (RFC 9110 §11.5).
    public var realm = "scim"
    /// Whether requests that leave the RFCs are refused; otherwise they are repaired, counted and logged
    /// (``SCIM/Tolerance`` names what is).
    public var isStrict = false
    /// The largest body in bytes; beyond it the answer is 413.
    public var maximumBodyBytes = 8 * 1_024 * 1_024
    /// The most operations of a bulk request; beyond it the answer is 413 (RFC 7644 §3.7.4).
    public var maximumBulkOperations = 1_000
    /// The largest bulk request in bytes; beyond it the answer is 413 (RFC 7644 §3.7.4).
    public var maximumBulkBytes = 10 * 1_024 * 1_024
    /// The longest request target in bytes; beyond it the answer is 414.
    public var maximumTargetBytes = 8 * 1_024
    /// The limits of JSON texts.
    public var json = JSONLimits.default

    /// The defaults.
    public init() {}
}
