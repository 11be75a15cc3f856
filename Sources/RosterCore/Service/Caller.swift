/// Who asks, and under which URL.
public struct Caller: Sendable {
    /// Who asks; made by an ``Authenticator`` alone.
    public var principal: Principal
    /// The base URL that the client used, without a slash at the end, for the references in answers.
    public var baseURL: String

    /// Describes a caller.
    public init(_ principal: Principal, baseURL: String) {
        self.principal = principal
        self.baseURL = baseURL
    }
}
