import HTTPTypes
import Logging
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterTesting
import SCIM
import Synchronization
import Testing

@Suite("An answer that takes its time ends with the credentials of its reader", .timeLimit(.minutes(1)))
struct ReadmissionTests {
    private let gate = Gate()
    private let feed = QuietFeed()
    private let log = RecordedLines()
    private let endpoint: DirectoryEndpoint

    init() {
        let logger = log.logger
        let service = ProvisioningService(
            store: feed, roles: NoRoles(), types: [.user, .group], cursors: AESCursorSeal(), logger: logger)
        endpoint = DirectoryEndpoint(
            directory: Directory(service: service, mapper: PlainRecords(), logger: logger),
            authenticators: [gate], logger: logger)
    }

    private func send(_ path: String, token: String, accept: String? = nil) async -> Answer {
        var request = HTTPRequest(method: .get, scheme: "https", authority: "a", path: "/directory\(path)")
        request.headerFields[.authorization] = "Bearer \(token)"
        if let accept { request.headerFields[.accept] = accept }
        return await endpoint.answer(request, from: Peer()) { _ in [] }
    }

    /// Does the same for a reader whose credentials end and for one whose do not, and gives up the latter once the former is through.
    private func race(_ body: @escaping @Sendable (_ token: String) async -> String?) async -> [String] {
        await withTaskGroup(of: (token: String, outcome: String?).self) { group in
            for token in ["leaver", "stayer"] { group.addTask { (token, await body(token)) } }
            await feed.waitForReaders(2)
            gate.end("leaver")
            let first = await group.next()
            group.cancelAll()
            return [first?.token, first?.outcome].compactMap { $0 }
        }
    }

    @Test("a wait is refused long before its time")
    func wait() async throws {
        let outcome = await race { "\(await send("/changes?after=0&wait=60", token: $0).head.status.code)" }
        #expect(outcome == ["leaver", "401"])
        let line = try #require(log.lines.first { $0["status"] == "401" })
        #expect(line.message == "refused a request" && line["account"] == "leaver")
        #expect(line["reason"] == "revoked" && line["credential"] == "leaver", "\(line.text)")
    }

    @Test("a stream ends though nothing happens")
    func stream() async throws {
        let answers = [
            "leaver": await send("/changes", token: "leaver", accept: "text/event-stream"),
            "stayer": await send("/changes", token: "stayer", accept: "text/event-stream"),
        ]
        #expect(answers.values.allSatisfy { $0.head.status == .ok })
        let outcome = await race { token in
            guard let stream = answers[token]?.stream else { return nil }
            for await bytes in stream { return String(decoding: bytes, as: UTF8.self) }
            return "the end"
        }
        #expect(outcome == ["leaver", "the end"])
    }

    @Test("a reader that loses its scope is refused as well")
    func scope() async {
        gate.narrows = true
        let outcome = await race { "\(await send("/changes?after=0&wait=60", token: $0).head.status.code)" }
        #expect(outcome == ["leaver", "403"])
    }
}

/// Knows two readers, one of which may lose what it has.
private final class Gate: Authenticator {
    let scheme = AuthenticationScheme.bearerToken
    private let ended = Mutex<Set<String>>([])
    private let narrowing = Mutex(false)

    /// Whether a reader that ends keeps its token and loses its scope.
    var narrows: Bool {
        get { narrowing.withLock { $0 } }
        set { narrowing.withLock { $0 = newValue } }
    }

    func end(_ token: String) { _ = ended.withLock { $0.insert(token) } }

    func authenticate(_ request: HTTPRequest, from peer: Peer) throws -> Principal? {
        let token = String((request.headerFields[.authorization] ?? "").dropFirst("Bearer ".count))
        let isOver = ended.withLock { $0.contains(token) }
        if isOver, !narrows { throw CredentialRefusal(.revoked, of: token) }
        return Principal(id: token, name: token, scopes: isOver ? [] : [.readDirectory])
    }
}

/// A feed in which nothing happens.
private final class QuietFeed: IdentityStore, ChangeFeed {
    let position = 0
    private let store = InMemoryStore()
    private let readers = AsyncStream.makeStream(of: Void.self)

    /// Waits until so many wait for a change.
    func waitForReaders(_ count: Int) async {
        var left = count
        for await _ in readers.stream {
            left -= 1
            if left == 0 { return }
        }
    }

    func changes(after position: Int, count: Int) -> [StoreChange] { [] }

    func waitForChange(after position: Int) async {
        let (events, end) = AsyncStream.makeStream(of: Void.self)
        readers.continuation.yield()
        await withTaskCancellationHandler {
            for await _ in events {}
        } onCancel: {
            end.finish()
        }
    }

    func create(_ draft: Draft) async throws -> Resource { try await store.create(draft) }
    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async throws -> Resource? { nil }
    func search(_ query: Query) async throws -> Page { Page([], totalResults: 0) }
    func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource { resource }
    func delete(_ key: ResourceKey, if precondition: Precondition) async throws {}
}
