import HTTPTypes
import Logging
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterTesting
import SCIM

/// A provider with a directory: users with a login and an e-mail address, and roles that follow from groups.
struct Office {
    let scim: Client
    private let endpoint: DirectoryEndpoint

    init(
        scopes: Set<Scope> = [.all], store: any IdentityStore = InMemoryStore(), rejectsUnknownRoles: Bool = false,
        logger: Logger? = nil
    ) {
        var quiet = Logger(label: "test")
        quiet.logLevel = .critical
        let logger = logger ?? quiet
        let resolver = OfficeRoles(rejectsUnknown: rejectsUnknownRoles)
        let types: [ResourceType] = [.user.showingRoleGrants, .group, .catalogueRole, .catalogueEntitlement]
        let service = ProvisioningService(
            store: CatalogueStore(store, roles: resolver), roles: resolver, mapper: OfficeMapper(),
            types: types, cursors: AESCursorSeal(), logger: logger)
        let directory = Directory(service: service, mapper: OfficeMapper(), logger: logger)
        endpoint = DirectoryEndpoint(
            directory: directory, authenticators: [OneToken(scopes: scopes)], logger: logger)
        scim = Client(service: service, logger: logger)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, token: String? = "good",
        headers: [HTTPField.Name: String] = [:], below base: String = "/directory"
    ) async -> Reply {
        var request = HTTPRequest(method: method, scheme: "https", authority: "a", path: base + path)
        if let token { request.headerFields[.authorization] = "Bearer \(token)" }
        for (name, value) in headers { request.headerFields[name] = value }
        return Reply(answer: await endpoint.answer(request, from: Peer()) { _ in Array((body ?? "").utf8) })
    }

    /// Whether a path lies below that of the directory.
    func serves(_ path: String) -> Bool {
        endpoint.serves(HTTPRequest(method: .get, scheme: "https", authority: "a", path: path))
    }

    func user(_ name: String, _ more: String = "") async -> String {
        await scim.createUser(name, #","emails":[{"value":"\#(name)@example.com"}]\#(more)"#)
    }
}

/// `login` is the userName, `mail` the first e-mail address, without which there is no record; `uuid` is the id.
private struct OfficeMapper: AttributeMapper {
    func record(from attributes: Attributes, of type: ResourceType) throws -> Attributes {
        if type == .group { return ["title": attributes[.displayName] ?? .null] }
        guard let mail = attributes["emails"]?.array?.first?[.value] else {
            throw SCIMError(.invalidValue, "'emails' is required: the record needs a 'mail'")
        }
        var record: Attributes = ["login": attributes[.userName] ?? .null, "mail": mail]
        if let id = attributes[.id] { record["uuid"] = id }
        return record
    }

    func attributes(_ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType) throws
        -> Attributes
    {
        guard record["uuid"] == attributes[.id] else { throw SCIMError(.mutability, "'uuid' is read-only") }
        guard record.allSatisfy({ ["login", "mail", "uuid"].contains($0.name) }) else {
            throw SCIMError(.invalidValue, "the record has login, mail and uuid alone")
        }
        var attributes = attributes
        attributes[.userName] = record["login"]
        if let mail = record["mail"] { attributes["emails"] = [[.value: mail]] }
        return attributes
    }

    func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? {
        switch path.description {
        case "userName": AttributePath("login")
        case "displayName": AttributePath("title")
        case "id": AttributePath("uuid")
        default: nil
        }
    }
}

/// Readers by default; members of groups called Admins, also of groups in them, are administrators.
private struct OfficeRoles: RoleResolver {
    let catalogue = [
        Role(id: "reader", name: "Reader", permissions: ["read"]),
        Role(id: "admin", name: "Administrator", description: "Runs the place", permissions: ["read", "write"]),
    ]
    let hasRules = true
    let rejectsUnknown: Bool

    func kept(_ pushed: [AttributeValue]) throws -> [AttributeValue] {
        let strangers = pushed.filter { value in !catalogue.contains { .string($0.id) == value[.value] } }
        if rejectsUnknown, !strangers.isEmpty { throw SCIMError(.invalidValue, "'roles': a role is not known here") }
        return pushed
    }

    func roles(of subject: RoleSubject) -> [RoleGrant] {
        let pushed = (subject.attributes[.roles]?.values ?? []).compactMap { value in
            catalogue.first { .string($0.id) == value[.value] }
        }
        if pushed.isEmpty, subject.id == nil { return [RoleGrant(catalogue[0], from: .byDefault)] }
        return pushed.map { RoleGrant($0, from: $0.id == subject.defaultRole ? .byDefault : .pushed) }
            + subject.groups.filter { $0.display == "Admins" }
            .map { RoleGrant(catalogue[1], from: .rule("admins", group: $0)) }
    }
}
