package import HTTPTypes
package import RosterCore

extension HTTPFields {
    private static let requestID = HTTPField.Name("X-Request-Id")

    /// By what a proxy, a client or an answer speaks of the request.
    package var requestID: RequestID? {
        get { Self.requestID.flatMap { self[$0] }.flatMap { RequestID($0) } }
        set { if let name = Self.requestID { self[name] = newValue?.description } }
    }
}
