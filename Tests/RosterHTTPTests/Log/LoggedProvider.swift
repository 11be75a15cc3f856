import HTTPTypes
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterTesting
import SCIM
import Synchronization

/// A provider whose log is recorded, with a clock that stands still until it is moved.
struct LoggedProvider {
    let log = RecordedLines()
    let client: Client
    let refusals: RefusalLog
    private let time: Time

    init(
        store: any IdentityStore = InMemoryStore(), scopes: Set<Scope> = [.all], isStrict: Bool = false,
        roles: any RoleResolver = NoRoles()
    ) {
        let time = Time()
        self.time = time
        refusals = RefusalLog(log.logger) { time.now }
        let service = ProvisioningService(
            store: store, roles: roles, types: [.user, .group], cursors: AESCursorSeal(), logger: log.logger)
        var settings = EndpointSettings()
        settings.isStrict = isStrict
        var client = Client()
        client.endpoint = Endpoint(
            service: service, authenticators: [OneToken(scopes: scopes)], settings: settings, logger: log.logger,
            refusals: refusals)
        self.client = client
    }

    /// Lets time pass.
    func pass(_ duration: Duration) { time.passed.withLock { $0 += duration } }

    /// Sends a request without good credentials.
    func knock(from address: String?, _ path: String = "/Users", token: String? = "bad") async {
        var request = HTTPRequest(method: .get, scheme: "https", authority: "scim.test", path: "/scim" + path)
        if let token { request.headerFields[.authorization] = "Bearer \(token)" }
        _ = await client.endpoint.answer(request, from: Peer(address: address)) { _ in [] }
    }

    private final class Time: Sendable {
        let passed = Mutex(Duration.zero)
        private let start = ContinuousClock.now
        var now: ContinuousClock.Instant { start + passed.withLock { $0 } }
    }
}

extension LoggedProvider {
    static let user = #""schemas":["\#(Schema.user.id)"]"#
    static let group = #""schemas":["\#(Schema.group.id)"]"#

    static func patch(_ operations: String) -> String {
        #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[\#(operations)]}"#
    }

    static func bulk(_ operations: String...) -> String {
        #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[\#(operations.joined(separator: ","))]}"#
    }
}
