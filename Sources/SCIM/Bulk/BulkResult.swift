/// What became of one operation of a bulk request (RFC 7644 §3.7.3).
public struct BulkResult: Sendable, Hashable {
    /// The method, as the client wrote it.
    public var method: String
    /// The path, as the client wrote it.
    public var path: String
    /// The name that the client gave to the operation.
    public var bulkID: String?
    /// The URL of the resource; `nil` if none came to be.
    public var location: String?
    /// What became of it.
    public var outcome: Outcome

    /// Success or failure.
    public enum Outcome: Sendable, Hashable {
        /// The status of a single request that succeeds, and the version that it leaves behind.
        case success(status: Int, Version?)
        /// Why nothing was done; where a POST has a location, why it was done in part.
        case failure(SCIMError)
    }

    /// Tells what became of an operation.
    public init(_ operation: BulkOperation, location: String?, _ outcome: Outcome) {
        method = operation.method
        path = operation.path
        bulkID = operation.bulkID
        self.location = location
        self.outcome = outcome
    }

    /// The entry of the answer.
    public var representation: Attributes {
        var entry: Attributes = ["method": .string(method)]
        if let bulkID { entry.append("bulkId", .string(bulkID)) }
        if let location { entry.append("location", .string(location)) }
        switch outcome {
        case .success(let status, let version):
            if let version { entry.append(.version, .string(version.entityTag)) }
            entry.append("status", .string(String(status)))
        case .failure(let error):
            entry.append("status", .string(String(error.code.status)))
            entry.append("response", .complex(error.message))
        }
        return entry
    }
}
