/// A request that could not be met, in the terms of RFC 7644 §3.12.
public struct SCIMError: Error, Sendable, Hashable {
    /// What went wrong; it decides status and `scimType`.
    public var code: Code
    /// What to tell the caller: the attribute and the rule, never internals.
    public var detail: String { wording.description }
    /// The detail, and which parts of it a client may have sent.
    public let wording: Detail

    /// Names what went wrong.
    ///
    /// - Parameter detail: A literal, so that a log can tell the provider's own words from those of clients.
    public init(_ code: Code, _ detail: Detail) {
        self.code = code
        wording = detail
    }

    /// The kinds of failure (RFC 7644 §3.12, tables 8 and 9; RFC 7644 §3.14 for preconditions).
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A filter that does not follow the grammar, or an operator that does not suit the attribute.
        case invalidFilter
        /// More results than the provider will compute, or more terms than it will read.
        case tooMany
        /// A value that is taken already.
        case uniqueness
        /// Operations of a bulk request that refer to each other in a circle of which one cannot be carried out (RFC 7644
        /// §3.7.1).
        case conflict
        /// A change that the mutability of the attribute forbids.
        case mutability
        /// A body that is not JSON or not the message that was expected.
        case invalidSyntax
        /// A path of a PATCH operation that is malformed or names no attribute.
        case invalidPath
        /// A PATCH operation whose path names no value to act on.
        case noTarget
        /// A value that is missing or does not suit its attribute.
        case invalidValue
        /// An unsupported version of the protocol.
        case invalidVers
        /// A request whose URI would hold sensitive information.
        case sensitive
        /// A cursor that was not given out for this query (RFC 9865 §2.1).
        case invalidCursor
        /// A cursor that was given out too long ago (RFC 9865 §2.1).
        case expiredCursor
        /// A `count` above the maximum, or another than that of the first page (RFC 9865 §2.1).
        case invalidCount
        /// No credentials, or bad ones.
        case unauthorized
        /// Credentials that do not allow the request.
        case forbidden
        /// No such resource or endpoint.
        case notFound
        /// Something that was there and is not kept any more.
        case gone
        /// A method that the endpoint does not have.
        case methodNotAllowed
        /// A precondition that does not hold (RFC 9110 §13).
        case preconditionFailed
        /// A body that is larger than the limit.
        case payloadTooLarge
        /// A request target that is longer than the limit.
        case uriTooLong
        /// A body in a format other than JSON.
        case unsupportedMediaType
        /// A failure of the provider.
        case internalError
        /// A feature that is switched off.
        case notImplemented
        /// A provider that cannot serve for the moment.
        case unavailable
    }
}

extension SCIMError.Code {
    /// The HTTP status.
    public var status: Int {
        switch self {
        case .invalidFilter, .tooMany, .mutability, .invalidSyntax, .invalidPath, .noTarget, .invalidValue,
            .invalidVers, .invalidCursor, .expiredCursor, .invalidCount:
            400
        case .unauthorized: 401
        case .sensitive, .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .uniqueness, .conflict: 409
        case .gone: 410
        case .preconditionFailed: 412
        case .payloadTooLarge: 413
        case .uriTooLong: 414
        case .unsupportedMediaType: 415
        case .internalError: 500
        case .notImplemented: 501
        case .unavailable: 503
        }
    }

    /// The detail error keyword of table 9 or of RFC 9865 §2.1, where there is one.
    public var scimType: String? {
        switch self {
        case .invalidFilter, .tooMany, .uniqueness, .mutability, .invalidSyntax, .invalidPath, .noTarget, .invalidValue,
            .invalidVers, .sensitive, .invalidCursor, .expiredCursor, .invalidCount:
            rawValue
        default: nil
        }
    }
}

extension SCIMError {
    /// The body of the answer (RFC 7644 §3.12).
    public var message: Attributes {
        var body: Attributes = [.schemas: [.string(MessageURI.error)], "status": .string(String(code.status))]
        if let scimType = code.scimType { body.append("scimType", .string(scimType)) }
        body.append("detail", .string(detail))
        return body
    }
}
