import HTTPTypes
import SCIM

/// The formats of bodies (RFC 7644 §3.1, §8.1).
enum MediaType {
    static let scim = "application/scim+json"
    static let json = "application/json"

    /// The format of the answer: SCIM's own unless the client knows plain JSON alone.
    static func ofAnswer(to request: HTTPRequest) -> String {
        guard let accept = request.headerFields[.accept] else { return scim }
        if accept == scim || !accept.contains(json) { return scim }
        return accept.contains(scim) || accept.contains("/*") ? scim : json
    }

    /// Refuses a body that says it is no JSON; without `Content-Type` it is taken for JSON.
    ///
    /// - Parameter other: Another type that is taken here.
    static func check(_ request: HTTPRequest, besides other: String? = nil) throws(SCIMError) {
        guard let contentType = request.headerFields[.contentType], contentType != scim else { return }
        let type = contentType.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard type == scim || type == json || type == other || type.isEmpty else {
            throw SCIMError(.unsupportedMediaType, "the body must be '\(own: other ?? scim)' or '\(own: json)'")
        }
    }
}
