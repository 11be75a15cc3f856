import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import RosterComposition
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterTesting
import SCIM
import ServiceLifecycle
import Testing

@testable import RosterHost

@Suite("The check before serving, while store and authenticators run")
struct StartCheckTests {
    private func application(
        _ store: some IdentityStore, running parts: [any Service], for limit: Duration = .seconds(30)
    ) -> Application<ServerResponder> {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var settings = ServerSettings()
        settings.port = 0
        let service = ProvisioningService(
            store: store, roles: NoRoles(), types: [.user, .group], cursors: AESCursorSeal(), logger: logger)
        let endpoint = Endpoint(
            service: service, authenticators: [AnyBearer()], settings: settings.endpoint, logger: logger)
        var application = Server.application(
            endpoints: Endpoints(scim: endpoint), parts: parts, settings: settings, logger: logger)
        application.beforeServerStarts { try await StartCheck(endpoint: endpoint, limit: limit).run() }
        return application
    }

    @Test("a store that serves only while it runs is waited for", arguments: [true, false])
    func running(waits: Bool) async throws {
        let store = RunningStore(waits: waits)
        try await application(store, running: [store]).test(.live) { client in
            let reply = try await client.executeRequest(
                uri: "/scim/Users", method: .get, headers: [.authorization: "Bearer x"], body: nil)
            #expect(reply.status == .ok)
        }
    }

    @Test("a store that never becomes ready ends the start with status 70", arguments: [true, false])
    func neverReady(waits: Bool) async throws {
        let store = RunningStore(waits: waits)
        let application = application(store, running: [], for: .milliseconds(1))
        let failure = await #expect(throws: Failure.self) { try await application.run() }
        #expect(failure?.exitCode == 70)
        #expect(failure?.reason.contains("not ready") == true)
        await store.release()
    }

    @Test("a promise that is not kept ends the start with status 70, before anybody is served")
    func brokenPromise() async throws {
        let application = application(EmptyHanded(), running: [])
        let failure = await #expect(throws: Failure.self) { try await application.run() }
        #expect(failure?.exitCode == 70)
        #expect(failure?.reason.hasPrefix("the server does not do what it says: ") == true)
    }

    @Test("who is told to stop while the check is under way does so")
    func stopped() async throws {
        let store = RunningStore(waits: true)
        let group = ServiceGroup(services: [application(store, running: [])], logger: Logger(label: "test"))
        let end = Task { try await group.run() }
        await store.firstQuestion()
        await group.triggerGracefulShutdown()
        await #expect(throws: CancellationError.self) { try await end.value }
        await store.release()
    }
}

/// Answers only while it runs, as a pool of connections does: until then it waits and hears of no cancellation, or says
/// that it is not available.
private actor RunningStore: IdentityStore, Service, BackgroundWork {
    private let waits: Bool
    private let base = InMemoryStore()
    private var isRunning = false
    private var wasAsked = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var watching: [CheckedContinuation<Void, Never>] = []

    init(waits: Bool) { self.waits = waits }

    func run() async throws {
        isRunning = true
        release()
        try await gracefulShutdown()
        isRunning = false
    }

    /// Lets everybody go on who waits.
    func release() {
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    /// Waits until somebody has asked for something.
    func firstQuestion() async {
        if !wasAsked { await withCheckedContinuation { watching.append($0) } }
    }

    private func ready() async throws -> InMemoryStore {
        wasAsked = true
        for continuation in watching { continuation.resume() }
        watching = []
        if isRunning { return base }
        guard waits else { throw SCIMError(.unavailable, "the pool is not running") }
        await withCheckedContinuation { waiting.append($0) }
        return base
    }

    func create(_ draft: Draft) async throws -> Resource { try await ready().create(draft) }

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async throws -> Resource? {
        try await ready().resource(key, selecting: selection)
    }

    func search(_ query: Query) async throws -> Page { try await ready().search(query) }

    func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        try await ready().update(resource, if: precondition)
    }

    func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        try await ready().delete(key, if: precondition)
    }
}

/// Says of every question that three resources answer it, and shows none.
private struct EmptyHanded: IdentityStore {
    func create(_ draft: Draft) throws -> Resource { throw SCIMError(.unavailable, "nothing is kept") }
    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) -> Resource? { nil }
    func search(_ query: Query) -> Page { Page([], totalResults: 3) }
    func update(_ resource: Resource, if precondition: Precondition) throws -> Resource {
        throw SCIMError.notFound(resource.key)
    }
    func delete(_ key: ResourceKey, if precondition: Precondition) throws { throw SCIMError.notFound(key) }
}
