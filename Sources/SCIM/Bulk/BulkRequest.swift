/// Many operations in one message (RFC 7644 §3.7).
public struct BulkRequest: Sendable, Hashable {
    /// The operations in the order in which the client wrote them.
    public var operations: [BulkOperation]
    /// After how many failures nothing more is done; `nil` for never.
    public var failOnErrors: Int?

    /// Reads the message; what is wrong with one operation alone comes out when that one is carried out.
    ///
    /// - Parameter repairs: Notes what had to be put right.
    /// - Throws: ``SCIMError/Code/invalidSyntax`` if the body is no BulkRequest message;
    ///   ``SCIMError/Code/payloadTooLarge`` beyond the limit (RFC 7644 §3.7.4);
    ///   ``SCIMError/Code/invalidValue`` if two operations have one `bulkId` or `failOnErrors` is below 1.
    public init(
        reading body: AttributeValue, maximumOperations: Int, repairs: inout Repairs
    ) throws(SCIMError) {
        let body = try body.message(MessageURI.bulkRequest, repairs: &repairs)
        guard case .array(let entries)? = body["Operations"], !entries.isEmpty else {
            throw SCIMError(.invalidSyntax, "'Operations' must be an array with at least one operation")
        }
        guard entries.count <= maximumOperations else {
            throw SCIMError(
                .payloadTooLarge,
                "the request has \(entries.count) operations; maxOperations is \(maximumOperations)")
        }
        switch body["failOnErrors"] {
        case nil, .null?: failOnErrors = nil
        case .number(let number)? where (number.integer ?? 0) > 0: failOnErrors = number.integer
        default: throw SCIMError(.invalidValue, "'failOnErrors' must be a positive integer")
        }
        operations = []
        operations.reserveCapacity(entries.count)
        var names: Set<String> = []
        for (index, entry) in entries.enumerated() {
            guard case .complex(let entry) = entry else {
                throw SCIMError(.invalidSyntax, "Operations[\(index)] must be an object")
            }
            let operation = BulkOperation(entry)
            if let name = operation.bulkID, !names.insert(name).inserted {
                throw SCIMError(.invalidValue, "two operations have the bulkId '\(name.prefix(100))'")
            }
            operations.append(operation)
        }
    }
}
