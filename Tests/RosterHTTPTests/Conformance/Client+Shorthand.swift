import HTTPTypes
import RosterHTTP
import SCIM

extension Client {
    /// Creates a user.
    func newUser(_ userName: String, _ more: String...) async -> Reply {
        let members = more.isEmpty ? #""active":true"# : more.joined(separator: ",")
        return await send(.post, "/Users", Sample.user(userName, members))
    }

    /// Creates a group with members.
    func newGroup(_ displayName: String, _ ids: String...) async -> Reply {
        let members = #""members":["# + ids.map { #"{"value":"\#($0)"}"# }.joined(separator: ",") + "]"
        return await send(.post, "/Groups", Sample.group(displayName, members))
    }

    /// Replaces one thing in a resource.
    func replace(_ path: String, in resource: String, by value: String) async -> Reply {
        await send(.patch, resource, Sample.patch(Sample.replacing(path, value)))
    }

    /// Lists what a filter lets through.
    func matching(_ filter: String, at endpoint: String = "/Users") async -> Reply {
        await send(.get, "\(endpoint)?filter=\(filter.percentEncoded)")
    }

    /// Fetches what an absolute URL of this provider leads to.
    func follow(_ url: String?) async -> Reply {
        let base = "https://scim.test/scim"
        guard let url, url.hasPrefix(base) else { return await send(.get, "/not-of-this-provider") }
        return await send(.get, String(url.dropFirst(base.count)))
    }
}

extension Reply {
    /// The status, and the kind of the error if there is one; says so if the body of an error is not complete.
    var outcome: String {
        guard status >= 400 else { return String(status) }
        guard let error, error.status == String(status) else { return "\(status) without the error message of SCIM" }
        return error.scimType.map { "\(status) \($0)" } ?? String(status)
    }

    var id: String { json["id"]?.string ?? "" }
    var text: String { String(decoding: answer.body, as: UTF8.self) }
    var total: Int? { json["totalResults"]?.integer }
    var resources: [AttributeValue] { json["Resources"]?.array ?? [] }
    var ids: [String] { resources.compactMap { $0["id"]?.string } }
    /// The names at the top of the body in their own spelling.
    var names: [String] { json.attributes?.map(\.name.text) ?? [] }
}

extension String {
    /// Every byte that is neither letter nor digit as `%xx`.
    var percentEncoded: String {
        utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            if character.isASCII, character.isLetter || character.isNumber { return String(character) }
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.count == 1 ? "%0\(digits)" : "%\(digits)"
        }.joined()
    }
}
