import HTTPTypes
import RosterCore
import RosterHTTP
import RosterTesting
import SCIM

/// A provider without a server in between, and what tests of the protocol ask of it.
struct Provider {
    var client: Client

    init(store: any IdentityStore = InMemoryStore(), types: [ResourceType] = [.user, .group]) {
        client = Client(store: store, types: types)
    }

    /// Keeps a user.
    func user(_ userName: String, _ more: Attributes = [:]) async -> Kept {
        var body: Attributes = [.schemas: [.string(URN.user)], .userName: .string(userName)]
        for (name, value) in more { body[name] = value }
        return await kept("/Users", body)
    }

    /// Keeps a group.
    func group(_ displayName: String, _ members: [Kept] = []) async -> Kept {
        await kept(
            "/Groups",
            [
                .schemas: [.string(URN.group)], .displayName: .string(displayName),
                .members: .array(members.map { [.value: .string($0.id)] }),
            ])
    }

    /// Keeps a resource; where it is refused, every later answer about it is a failure.
    func kept(_ endpoint: String, _ body: Attributes) async -> Kept {
        let id = await post(endpoint, body).json["id"]?.string ?? "refused"
        return Kept(provider: self, path: "\(endpoint)/\(id)", id: id)
    }

    func post(_ path: String, _ body: Attributes, _ query: KeyValuePairs<String, String> = [:]) async -> Reply {
        await client.send(.post, path + query.asQuery, AttributeValue.complex(body).json)
    }

    func get(_ path: String, _ query: KeyValuePairs<String, String> = [:]) async -> Reply {
        await client.send(.get, path + query.asQuery)
    }

    /// The names of what a filter lets through, in the order of the answer.
    func names(_ endpoint: String = "/Users", where filter: String) async -> [String] {
        await get(endpoint, ["filter": filter]).shownNames
    }

    /// The status of a query, and the kind of the error.
    func verdict(_ endpoint: String = "/Users", where filter: String) async -> String {
        await get(endpoint, ["filter": filter]).verdict
    }
}

/// A resource that a provider keeps.
struct Kept {
    let provider: Provider
    let path: String
    let id: String

    func read(_ query: KeyValuePairs<String, String> = [:]) async -> AttributeValue {
        await provider.get(path, query).json
    }

    func put(_ body: Attributes, _ query: KeyValuePairs<String, String> = [:]) async -> Reply {
        await provider.client.send(.put, path + query.asQuery, AttributeValue.complex(body).json)
    }

    func patch(_ operations: AttributeValue..., query: KeyValuePairs<String, String> = [:]) async -> Reply {
        let body: AttributeValue = [.schemas: [.string(URN.patchOp)], "Operations": .array(operations)]
        return await provider.client.send(.patch, path + query.asQuery, body.json)
    }

    /// The ids of the members of this group.
    var members: [String] {
        get async { await read()["members"]?.array?.compactMap { $0["value"]?.string } ?? [] }
    }

    /// What changes with every write.
    var version: String? {
        get async { await read()["meta"]?["version"]?.string }
    }
}

/// The URIs, written out so that a slip in the schemas shows.
enum URN {
    static let user = "urn:ietf:params:scim:schemas:core:2.0:User"
    static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"
    static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    static let patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
    static let listResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
}

extension AttributeName {
    static let enterprise = Self(URN.enterprise)
}

/// Operations of a PATCH (RFC 7644 §3.5.2).
extension AttributeValue {
    static func add(_ path: String, _ value: AttributeValue) -> Self {
        ["op": "add", "path": .string(path), "value": value]
    }

    static func add(_ value: AttributeValue) -> Self { ["op": "add", "value": value] }

    static func replace(_ path: String, _ value: AttributeValue) -> Self {
        ["op": "replace", "path": .string(path), "value": value]
    }

    static func replace(_ value: AttributeValue) -> Self { ["op": "replace", "value": value] }

    static func remove(_ path: String) -> Self { ["op": "remove", "path": .string(path)] }

    static func remove(_ path: String, _ value: AttributeValue) -> Self {
        ["op": "remove", "path": .string(path), "value": value]
    }
}

extension Reply {
    /// The status, and behind it the kind of the error where the body tells one.
    var verdict: String {
        guard status >= 400 else { return String(status) }
        guard let error, error.status == String(status) else { return "\(status) without a SCIM error" }
        return error.scimType.map { "\(status) \($0)" } ?? String(status)
    }

    /// The resources of a list.
    var page: [AttributeValue] { json["Resources"]?.array ?? [] }

    /// The user names, or else the names to show, of the resources of a list.
    var shownNames: [String] {
        page.compactMap { ($0["userName"] ?? $0["displayName"] ?? $0["name"])?.string }
    }

    /// The names at the top of the body, in their own spelling and order.
    var topNames: [String] { json.attributes?.map(\.name.text) ?? [] }
}

extension KeyValuePairs<String, String> {
    /// The query of a URL, every byte that could mean something else encoded.
    fileprivate var asQuery: String {
        isEmpty ? "" : "?" + map { "\($0.key)=\($0.value.encodedForQuery)" }.joined(separator: "&")
    }
}

extension String {
    fileprivate var encodedForQuery: String {
        utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            if isPlain { return String(Character(Unicode.Scalar(byte))) }
            return (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
