import HTTPTypes
import RosterHTTP
import SCIM

/// The SCIM client of an identity provider: the headers that it sends with every request.
struct Connector {
    let client: Client
    private let fields: [HTTPField.Name: String]
    private let contentType: String

    /// Describes a client; a field that stands here is sent with every request.
    init(_ fields: KeyValuePairs<String, String>, contentType: String, client: Client = Client()) {
        self.client = client
        self.contentType = contentType
        var named: [HTTPField.Name: String] = [:]
        for (name, value) in fields { if let name = HTTPField.Name(name) { named[name] = value } }
        self.fields = named
    }

    func get(_ target: String) async -> Reply { await client.send(.get, target, headers: fields) }

    func delete(_ target: String) async -> Reply { await client.send(.delete, target, headers: fields) }

    func post(_ target: String, _ body: String) async -> Reply { await write(.post, target, body) }

    func put(_ target: String, _ body: String) async -> Reply { await write(.put, target, body) }

    /// Sends operations, which are given as the content of a JSON array.
    func patch(_ target: String, _ operations: String) async -> Reply {
        await write(.patch, target, #"{"schemas":["\#(URN.patchOp)"],"Operations":[\#(operations)]}"#)
    }

    /// Creates a resource and gives back its id.
    func create(_ target: String, _ body: String) async -> String {
        await post(target, body).json["id"]?.string ?? "refused"
    }

    /// Creates a user that has a name alone.
    func createUser(_ userName: String) async -> String {
        await create("/Users", #"{"schemas":["\#(URN.user)"],"userName":"\#(userName)"}"#)
    }

    /// Creates a group of users.
    func createGroup(_ displayName: String, _ members: String...) async -> String {
        let members = members.map { #"{"value":"\#($0)"}"# }.joined(separator: ",")
        return await create(
            "/Groups", #"{"schemas":["\#(URN.group)"],"displayName":"\#(displayName)","members":[\#(members)]}"#)
    }

    /// The ids of the members of a group.
    func members(of group: String) async -> [String] {
        await get("/Groups/\(group)").json["members"]?.array?.compactMap { $0["value"]?.string } ?? []
    }

    private func write(_ method: HTTPRequest.Method, _ target: String, _ body: String) async -> Reply {
        var headers = fields
        headers[.contentType] = contentType
        return await client.send(method, target, body, headers: headers)
    }
}
