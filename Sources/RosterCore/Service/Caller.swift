/// Who asks, and under which URL.
public struct Caller: Sendable {
    /// Who asks; made by an ``Authenticator`` alone.
    public var principal: Principal
    /// The base URL that the client used, without a slash at the end, for the references in answers.
    public var baseURL: String
    /// The identifier of the request, by which a store that keeps a history tells what it did.
    public var requestID: String

    /// Describes a caller.
    ///
    /// - Parameter requestID: The identifier of the request; a new one if there is none.
    public init(_ principal: Principal, baseURL: String, requestID: String? = nil) {
        self.principal = principal
        self.baseURL = baseURL
        self.requestID = requestID ?? String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// Carries out a write of which the store is to know where it comes from.
    func writing<Outcome: Sendable>(_ write: () async throws -> Outcome) async rethrows -> Outcome {
        try await Provenance.$current.withValue(
            Provenance(actor: principal.id, request: requestID), operation: write)
    }
}
