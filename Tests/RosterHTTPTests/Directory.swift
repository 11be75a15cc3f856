import HTTPTypes
import SCIM

/// Fills a directory over HTTP and takes lists apart.
extension Client {
    func createUser(_ userName: String, _ more: String = "") async -> String {
        await create("/Users", #"{"schemas":["\#(Schema.user.id)"],"userName":"\#(userName)"\#(more)}"#)
    }

    func createGroup(_ name: String, members: [String] = []) async -> String {
        let members = members.map { #"{"value":"\#($0)"}"# }.joined(separator: ",")
        return await create(
            "/Groups", #"{"schemas":["\#(Schema.group.id)"],"displayName":"\#(name)","members":[\#(members)]}"#)
    }

    /// Sends a SearchRequest message.
    func search(_ path: String, _ members: String...) async -> Reply {
        let all = [#""schemas":["\#(MessageURI.searchRequest)"]"#] + members
        return await send(.post, path + "/.search", "{\(all.joined(separator: ","))}")
    }

    /// Follows `nextCursor` from the first page to the last.
    func walk(_ path: String, _ query: String) async -> [Reply] {
        var pages = [await send(.get, "\(path)?cursor&\(query)")]
        while let cursor = pages.last?.next, pages.count < 100 {
            pages.append(await send(.get, "\(path)?cursor=\(cursor)&\(query)"))
        }
        return pages
    }
}

extension Reply {
    var next: String? { json["nextCursor"]?.string }
    var previous: String? { json["previousCursor"]?.string }

    func values(_ name: AttributeName) -> [String] { resources.map { $0[name]?.string ?? "" } }
}
