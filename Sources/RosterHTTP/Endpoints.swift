public import HTTPTypes
public import RosterCore

/// What is served side by side: SCIM for identity providers, and the directory for applications.
public struct Endpoints: Sendable {
    /// SCIM.
    public let scim: Endpoint
    /// The directory; `nil` if it is not served.
    public let directory: DirectoryEndpoint?

    /// Puts endpoints side by side, whose base paths must not lie one below the other.
    public init(scim: Endpoint, directory: DirectoryEndpoint? = nil) {
        self.scim = scim
        self.directory = directory
    }

    /// The base path of the endpoint below which a request lies; `nil` if it lies below none and belongs to somebody else.
    public func basePath(of request: HTTPRequest) -> String? {
        if let directory, directory.serves(request) { return directory.basePath }
        return scim.serves(request) ? scim.basePath : nil
    }

    /// Whether the answer may take its time, so that a server which is told to stop must not wait for it.
    package func isPatient(_ request: HTTPRequest) -> Bool {
        directory?.serves(request) == true && request.method == .get
    }

    /// Whether the answer takes no time that would be worth stopping when the client leaves: a read without a search.
    package func isQuick(_ request: HTTPRequest) -> Bool {
        (request.method == .get || request.method == .head) && !(request.path ?? "").utf8.contains(UInt8(ascii: "?"))
    }

    /// Answers a request at the endpoint below which it lies, and as SCIM does if it lies below none: without credentials nobody learns
    /// that there is nothing.
    ///
    /// - Parameters:
    ///   - request: The head of the request.
    ///   - peer: Where it came from.
    ///   - body: Reads the body, at most as many bytes as it is told; called at most once, after the request was
    ///     authenticated. Throws ``SCIM/SCIMError/Code/payloadTooLarge`` beyond the limit.
    public func answer(
        _ request: HTTPRequest, from peer: Peer, body: (_ limit: Int) async throws -> [UInt8]
    ) async -> Answer {
        if let directory, directory.serves(request) { return await directory.answer(request, from: peer, body: body) }
        return await scim.answer(request, from: peer, body: body)
    }
}
