import Foundation
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
import Synchronization
import Testing

@testable import RosterHost

@Suite("Work for a client that has left, or of a server that is to stop", .serialized)
struct ClientLeavingTests {
    private func application(
        _ store: some IdentityStore, grace: Duration = .seconds(1_000)
    ) -> Application<ServerResponder> {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var settings = ServerSettings()
        settings.port = 0
        settings.shutdownGrace = grace
        let service = ProvisioningService(
            store: store, roles: NoRoles(), types: [.user, .group], cursors: AESCursorSeal(), logger: quiet)
        let endpoint = Endpoint(
            service: service, authenticators: [AnyBearer()], settings: settings.endpoint, logger: quiet)
        return Server.application(endpoints: Endpoints(scim: endpoint), settings: settings, logger: quiet)
    }

    private let search = #"/Users?filter=title%20eq%20%22x%22"#

    @Test("is cancelled when the connection closes", .timeLimit(.minutes(5)), arguments: [false, true])
    func leaving(byHalf: Bool) async throws {
        let store = PatientStore()
        try await application(store).test(.live) { client in
            let connection = try Line(client.port)
            try connection.write("GET", search)
            await store.begun.wait()
            if byHalf { connection.closeSending() } else { connection.close() }
            await store.cancelled.wait()
            if byHalf { #expect(try await connection.answer()?.status == 503) }
        }
    }

    @Test("that is quick is done all the same, and answered", .timeLimit(.minutes(5)))
    func halfClosed() async throws {
        try await application(InMemoryStore()).test(.live) { client in
            for (method, path, body, status) in [
                ("POST", "/Users", #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a"}"#, 201),
                ("GET", "/Users?count=1", "", 200), ("GET", "/Users/none", "", 404),
            ] {
                let connection = try Line(client.port)
                try connection.write(method, path, body)
                connection.closeSending()
                #expect(try await connection.answer()?.status == status, "\(method)")
            }
        }
    }

    @Test("goes on while the client waits, on a connection that was used before", .timeLimit(.minutes(5)))
    func patience() async throws {
        let store = PatientStore()
        try await application(store).test(.live) { client in
            let connection = try Line(client.port)
            try connection.write("GET", "/Users?count=0")
            #expect(try await connection.answer()?.status == 200)
            try connection.write("GET", search)
            await store.begun.wait()
            store.finish()
            #expect(try await connection.answer()?.status == 200)
            try connection.write("GET", "/Users?count=0")
            #expect(try await connection.answer()?.status == 200)
        }
    }

    @Test(
        "is cancelled at the end of a server after a while, and the client is told to try again",
        .timeLimit(.minutes(5)))
    func shutdown() async throws {
        let store = PatientStore()
        let connection = Mutex<Line?>(nil)
        try await application(store, grace: .zero).test(.live) { client in
            let line = try Line(client.port)
            try line.write("GET", search)
            await store.begun.wait()
            connection.withLock { $0 = line }
        }
        // The server has come to its end, though nobody answered the search.
        await store.cancelled.wait()
        let answer = try await connection.withLock { $0 }?.answer()
        #expect(answer?.status == 503)
        #expect(answer?.json["detail"]?.string?.contains("try again") == true)
    }
}

/// A connection that is read on another thread, because to wait for an answer here would hold up the server.
private final class Line: Sendable {
    private let connection: Mutex<HTTPConnection?>

    init(_ port: Int?) throws {
        connection = Mutex(try HTTPConnection(port: try #require(port), token: "x"))
    }

    func write(_ method: String, _ path: String, _ body: String = "") throws {
        try connection.withLock { try $0?.write(method, path, body) }
    }

    func closeSending() { connection.withLock { $0?.closeSending() } }

    func close() { connection.withLock { $0 = nil } }

    func answer() async throws -> (status: Int, json: AttributeValue)? {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try self.connection.withLock { try $0?.read() } })
            }
        }
    }
}

/// Something that happens once, and tasks that wait for it.
private final class Happening: Sendable {
    private let stream = AsyncStream.makeStream(of: Void.self)

    func happen() { stream.continuation.finish() }

    func wait() async { for await _ in stream.stream {} }
}

/// A store whose searches by title go on until somebody ends them or their task is cancelled.
private final class PatientStore: IdentityStore {
    let begun = Happening(), cancelled = Happening()
    private let base = InMemoryStore()
    private let waiter = Mutex<CheckedContinuation<Void, Never>?>(nil)

    func finish() { waiter.withLock { $0.take() }?.resume() }

    func search(_ query: Query) async throws -> Page {
        guard query.filter?.paths.contains(where: { $0.path.attribute == "title" }) == true else {
            return try await base.search(query)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiter.withLock { $0 = continuation }
                begun.happen()
                // It may have been cancelled before anybody could hear of it.
                if Task.isCancelled { finish() }
            }
        } onCancel: {
            finish()
        }
        if Task.isCancelled {
            cancelled.happen()
            throw CancellationError()
        }
        return try await base.search(query)
    }

    func create(_ draft: Draft) async throws -> Resource { try await base.create(draft) }

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async -> Resource? {
        await base.resource(key, selecting: selection)
    }

    func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        try await base.update(resource, if: precondition)
    }

    func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        try await base.delete(key, if: precondition)
    }
}
