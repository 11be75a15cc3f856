/// Who asks, and under which URL.
public struct Caller: Sendable {
    /// Who asks; made by an ``Authenticator`` alone.
    public var principal: Principal
    /// The base URL that the client used, without a slash at the end, for the references in answers.
    public var baseURL: String
    /// The identifier of the request.
    public var requestID: RequestID

    /// Describes a caller.
    public init(_ principal: Principal, baseURL: String, requestID: RequestID = RequestID()) {
        self.principal = principal
        self.baseURL = baseURL
        self.requestID = requestID
    }

    /// What a store that keeps a history writes down of the caller.
    var provenance: Provenance { Provenance(actor: principal.id, request: requestID) }
}
