import HTTPTypes
import RosterHTTP
import SCIM

/// What holds of every answer, whatever was asked (RFC 7644 §3).
enum AnswerProperty {
    /// Checks one answer.
    static func check(_ answer: Answer, to request: HTTPRequest) {
        let status = answer.head.status.code
        // Put together only for a finding.
        var facts: String {
            "\(request.method) \(request.path ?? "") gives \(status): "
                + String(decoding: answer.body.prefix(2_000), as: UTF8.self)
        }
        require(200...599 ~= status && status != 500 && status != 503, "no request makes the provider fail", facts)
        if status == 204 || status == 304 {
            require(answer.body.isEmpty, "an answer without content has no body", facts)
            return
        }
        let mediaType = answer.head.headerFields[.contentType]
        require(
            mediaType == "application/scim+json" || mediaType == "application/json", "the answer names its format",
            facts)
        guard case .complex(let body)? = try? JSONReader.read(answer.body, limits: roomy) else {
            violation("the body of an answer is a JSON object", facts)
        }
        let schemas = body[.schemas]?.array ?? []
        require(!schemas.isEmpty && schemas.allSatisfy { $0.string != nil }, "an answer names its schemas", facts)
        if status >= 400 {
            checkError(answer, body, { facts })
        } else if schemas == [.string(MessageURI.listResponse)] {
            checkList(body, of: request, { facts })
        } else if request.path?.contains("/Users") == true || request.path?.contains("/Groups") == true {
            checkResource(body, { facts })
            let location = answer.head.headerFields[status == 201 ? .location : .contentLocation]
            require(location != nil && answer.head.headerFields[.eTag] != nil, "an answer says where and which", facts)
        }
    }

    private static let roomy = JSONLimits(
        depth: 64, stringBytes: 1 << 24, membersPerObject: 100_000, numberDigits: 100_000)

    private static func checkError(_ answer: Answer, _ body: Attributes, _ facts: () -> String) {
        require(body[.schemas] == [.string(MessageURI.error)], "a failure is an Error message", facts())
        require(body["status"]?.string == String(answer.head.status.code), "an error repeats the status", facts())
        require(body["detail"]?.string?.isEmpty == false, "an error says what is wrong", facts())
        require((body["detail"]?.string?.utf8.count ?? 0) < 4_096, "an error is short", facts())
        switch answer.head.status.code {
        case 401:
            require(answer.head.headerFields[.wwwAuthenticate] != nil, "401 says how to authenticate", facts())
        case 405: require(answer.head.headerFields[.allow] != nil, "405 says what is allowed", facts())
        default: break
        }
    }

    private static func checkList(_ body: Attributes, of request: HTTPRequest, _ facts: () -> String) {
        let resources = body["Resources"]?.array
        require(body["totalResults"]?.integer ?? -1 >= resources?.count ?? 0, "a list counts all results", facts())
        // A page of a walk has no number (RFC 9865 §2).
        require(
            body["startIndex"].map { $0.integer ?? 0 >= 1 } ?? mayWalk(request), "a list says where it begins", facts())
        require(body["itemsPerPage"]?.integer == resources?.count, "a list counts its page", facts())
        for resource in resources ?? [] {
            require(resource["id"]?.string ?? resource["name"]?.string != nil, "a listed resource has an id", facts())
            require(resource["password"] == nil, "no password is shown", facts())
        }
    }

    /// Whether a request may ask for a walk by cursor: in its body, or by a parameter, whose name an escape may hide.
    private static func mayWalk(_ request: HTTPRequest) -> Bool {
        let target = request.path?.lowercased() ?? ""
        return request.method == .post || target.contains("cursor") || target.contains("%")
    }

    private static func checkResource(_ body: Attributes, _ facts: () -> String) {
        require(body[.id]?.string?.isEmpty == false, "a resource has an id", facts())
        require(body["password"] == nil, "no password is shown", facts())
    }
}
