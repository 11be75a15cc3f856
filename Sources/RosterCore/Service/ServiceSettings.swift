/// What an operator can set about the service.
public struct ServiceSettings: Sendable, Hashable {
    /// How many resources a page holds if the client does not say.
    public var defaultPageSize = 200
    /// The most resources that a page holds; a larger `count` is clipped (RFC 7644 §3.4.2.4).
    public var maximumPageSize = 1_000
    /// The processor time that the search of one request may take; beyond it the answer is 400 `tooMany`.
    public var searchTime = Duration.seconds(5)
    /// For how many seconds a cursor leads to its page (RFC 9865 §4).
    public var cursorTimeout = 600
    /// Whether a PATCH is answered by the resource (status 200); otherwise by 204, unless `attributes` asks for a part of it
    /// (RFC 7644 §3.5.2).
    public var answersPatchWithResource = true
    /// The most values that a multi-valued attribute may have in the answer to a PATCH; beyond it the answer is 204.
    public var maximumValuesInPatchAnswer = 100

    /// The defaults.
    public init() {}
}
