public import HTTPTypes
public import RosterCore
import SCIM

/// An answer: status, headers and the whole body.
public struct Answer: Sendable {
    /// Status and headers, without those that the server adds, such as `Content-Length`.
    public var head: HTTPResponse
    /// The body, empty if there is none.
    public var body: [UInt8]
    /// What comes instead of a body, bit by bit and perhaps without an end; `nil` as a rule.
    public var stream: AsyncStream<[UInt8]>?

    init(_ status: Int, _ body: [UInt8] = [], as mediaType: String? = nil) {
        head = HTTPResponse(status: HTTPResponse.Status(code: status))
        self.body = body
        if let mediaType { head.headerFields.append(HTTPField(name: .contentType, value: mediaType)) }
    }

    /// By what log and history speak of the request, as the header `X-Request-Id` says.
    public var requestID: RequestID? { head.headerFields.requestID }

    /// One resource, with its version and where it is (RFC 7644 §3.3, §3.4.1, §3.14).
    static func resource(_ status: Int, _ resource: Representation, as mediaType: String) -> Answer {
        var writer = JSONWriter(capacity: 2_048)
        resource.write(to: &writer)
        var answer = Answer(status, writer.finish(), as: mediaType)
        answer.name(resource.version, at: resource.location)
        return answer
    }

    /// Nothing but the version of a resource and where it is (RFC 7644 §3.14).
    static func version(_ status: Int, _ version: Version, at location: String) -> Answer {
        var answer = Answer(status)
        answer.name(version, at: location)
        return answer
    }

    /// `Location` stands in the examples of RFC 7644 for every method; `Content-Location` says the same in the terms of
    /// RFC 9110 §8.7, which has no use for `Location` outside of 201 and 3xx.
    private mutating func name(_ version: Version, at location: String) {
        head.headerFields.append(HTTPField(name: .eTag, value: version.entityTag))
        head.headerFields.append(HTTPField(name: .location, value: location))
        if head.status != .created {
            head.headerFields.append(HTTPField(name: .contentLocation, value: location))
        }
    }

    /// A page of results (RFC 7644 §3.4.2).
    static func list(_ result: SearchResult, as mediaType: String) -> Answer {
        list(
            result.resources, totalResults: result.totalResults, startIndex: result.startIndex,
            nextCursor: result.nextCursor, previousCursor: result.previousCursor, as: mediaType
        ) { $0.write(to: &$1) }
    }

    /// A page of results, with numbers or with cursors (RFC 7644 §3.4.2, RFC 9865 §2).
    static func list<Resource>(
        _ resources: [Resource], totalResults: Int, startIndex: Int?, nextCursor: String? = nil,
        previousCursor: String? = nil, as mediaType: String, write: (Resource, inout JSONWriter) -> Void
    ) -> Answer {
        var writer = JSONWriter(capacity: 256 + resources.count * 1_536)
        writer.beginObject()
        writer.name(.schemas)
        writer.beginArray()
        writer.string(MessageURI.listResponse)
        writer.endArray()
        writer.member("totalResults")
        writer.integer(totalResults)
        if let startIndex {
            writer.member("startIndex")
            writer.integer(startIndex)
        }
        writer.member("itemsPerPage")
        writer.integer(resources.count)
        if let previousCursor {
            writer.member("previousCursor")
            writer.string(previousCursor)
        }
        if let nextCursor {
            writer.member("nextCursor")
            writer.string(nextCursor)
        }
        writer.member("Resources")
        writer.beginArray()
        for resource in resources { write(resource, &writer) }
        writer.endArray()
        writer.endObject()
        return Answer(200, writer.finish(), as: mediaType)
    }

    /// What became of the operations of a bulk request (RFC 7644 §3.7.3).
    static func bulk(_ results: [BulkResult], as mediaType: String) -> Answer {
        let body: Attributes = [
            .schemas: [.string(MessageURI.bulkResponse)],
            "Operations": .array(results.map { .complex($0.representation) }),
        ]
        return Answer(200, body.jsonBytes, as: mediaType)
    }

    /// A line of text, for questions that are not those of SCIM.
    public static func text(_ status: Int, _ text: String) -> Answer {
        Answer(status, Array("\(text)\n".utf8), as: "text/plain; charset=utf-8")
    }

    /// A failure (RFC 7644 §3.12).
    static func failure(_ error: SCIMError, as mediaType: String) -> Answer {
        Answer(error.code.status, error.message.jsonBytes, as: mediaType)
    }
}
