import Logging
import RosterCore
import SCIM
import ServiceAccountTokens
import ServiceLifecycle
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite("Service accounts — several processes share the file")
struct SharedFileTests {
    /// Lets a server run while `body` does.
    private func serving(_ accounts: ServiceAccounts, _ body: () async throws -> Void) async throws {
        let group = ServiceGroup(services: [accounts], logger: CapturedLog().logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Waits for something to become true; the limit is a second, and some for a machine with much to do.
    private func soon(_ condition: () async throws -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(3)
        while ContinuousClock.now < end {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    private func isGood(_ token: String, for accounts: ServiceAccounts) -> Bool {
        (try? accounts.authenticate("Bearer \(token)")) != nil
    }

    @Test("the server sees what a command made and revoked")
    func commands() async throws {
        let scratch = Scratch()
        let server = try await ServiceAccounts(scratch)
        try await serving(server) {
            let command = try await ServiceAccounts(scratch)
            let (id, token) = try await command.issue()
            #expect(try await soon { isGood(token, for: server) })
            let start = ContinuousClock.now
            try await command.revoke(id: id)
            #expect(try await soon { !isGood(token, for: server) })
            #expect(ContinuousClock.now - start < .seconds(1))
        }
    }

    @Test("cancelling ends the watch, too")
    func cancellation() async throws {
        let accounts = try await ServiceAccounts(Scratch())
        let task = Task { try await accounts.run() }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        try await task.value
    }

    @Test("a file that becomes unfit changes nothing, is logged once, and is read again when it is fit")
    func damage() async throws {
        let (scratch, log) = (Scratch(), CapturedLog())
        let server = try await ServiceAccounts(scratch, log: log)
        let (_, first) = try await server.issue()
        let content = scratch.read(scratch.file)
        try await serving(server) {
            scratch.write("{")
            let errors = { log.lines.filter { $0.hasPrefix("error: ") } }
            #expect(try await soon { errors().count == 1 })
            try await Task.sleep(for: .milliseconds(1_200))
            #expect(errors().count == 1 && isGood(first, for: server))
            scratch.write(
                content.replacing(#""revoked":null"#, with: #""revoked":"2026-01-01T00:00:00Z""#), mode: 0o644)
            #expect(try await soon { errors().count == 2 })
            #expect(errors().last?.contains("chmod 600") == true && isGood(first, for: server))
            chmod(scratch.file, 0o600)
            #expect(try await soon { !isGood(first, for: server) })
        }
    }

    @Test("a file that is removed leaves no accounts")
    func removal() async throws {
        let scratch = Scratch()
        let server = try await ServiceAccounts(scratch)
        let (_, token) = try await server.issue()
        try await serving(server) {
            unlink(scratch.file)
            let isGone = try await soon { !isGood(token, for: server) }
            #expect(isGone)
        }
    }

    @Test("no account is lost when two processes make them at the same time")
    func concurrency() async throws {
        let scratch = Scratch()
        let writers = [try await ServiceAccounts(scratch), try await ServiceAccounts(scratch)]
        let ids = try await withThrowingTaskGroup(of: String.self) { tasks in
            for number in 0..<60 {
                tasks.addTask { try await writers[number % 2].issue("account \(number)").id }
            }
            return try await tasks.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 60)
        for accounts in writers + [try await ServiceAccounts(scratch)] {
            let credentials = try await accounts.credentials()
            #expect(Set(credentials.map(\.id)) == ids && credentials.count == 60)
        }
        #expect(scratch.names() == ["service-accounts.json", "service-accounts.json.lock"])
    }

    @Test("a writer waits for another process, and a request waits for neither")
    func waiting() async throws {
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        let (_, token) = try await accounts.issue()
        let descriptor = open("\(scratch.file).lock", O_RDWR)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        async let late = accounts.issue("late")
        for _ in 0..<20 {
            #expect(isGood(token, for: accounts))
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(!scratch.read(scratch.file).contains("late"))
        close(descriptor)
        #expect(isGood(try await late.token, for: accounts))
    }
}
