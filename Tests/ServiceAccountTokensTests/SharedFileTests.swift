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

    /// Accounts that tell of each time they look at the clock, which is at their start and after every look at the file.
    private func watched(_ scratch: Scratch) async throws -> (ServiceAccounts, AsyncStream<Void>) {
        let (looks, continuation) = AsyncStream.makeStream(of: Void.self)
        let accounts = try await ServiceAccounts(file: scratch.file, logger: CapturedLog().logger) {
            continuation.yield()
            return .now
        }
        return (accounts, looks)
    }

    private func isGood(_ token: String, for accounts: ServiceAccounts) -> Bool {
        (try? accounts.authenticate("Bearer \(token)")) != nil
    }

    @Test("the server sees what a command made and revoked")
    func commands() async throws {
        let scratch = Scratch()
        let server = try await ServiceAccounts(scratch)
        let command = try await ServiceAccounts(scratch)
        let (id, token) = try await command.issue()
        #expect(!isGood(token, for: server))
        try await server.refreshOnce()
        #expect(isGood(token, for: server))
        try await command.revoke(id: id)
        try await server.refreshOnce()
        #expect(!isGood(token, for: server))
    }

    @Test("a token is good in the server as soon as the command has made it, however many requests come with others")
    func atOnce() async throws {
        let scratch = Scratch()
        let (server, command) = (try await ServiceAccounts(scratch), try await ServiceAccounts(scratch))
        for _ in 0..<10 {
            let (_, token) = try await command.issue()
            await withTaskGroup(of: Void.self) { tasks in
                for number in 0..<50 {
                    let text = number % 2 == 0 ? token : "\(token)x"
                    tasks.addTask {
                        let asked = request(authorization: ["Bearer \(text)"])
                        let principal = try? await server.authenticate(asked, from: Peer())
                        #expect((principal != nil) == (text == token))
                    }
                }
            }
        }
    }

    @Test("who has no good token is refused also while nobody can look at the file", .timeLimit(.minutes(5)))
    func patience() async throws {
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        let (_, token) = try await accounts.issue()
        let descriptor = open("\(scratch.file).lock", O_RDWR)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        async let late = accounts.issue("late")
        for _ in 0..<3 {
            await #expect(throws: refusal) {
                try await accounts.authenticate(request(authorization: ["Bearer \(token)x"]), from: Peer())
            }
        }
        #expect(!scratch.read(scratch.file).contains("late"))
        close(descriptor)
        #expect(isGood(try await late.token, for: accounts))
    }

    @Test("while the server runs it looks by itself, again and again", .timeLimit(.minutes(5)))
    func watch() async throws {
        let scratch = Scratch()
        let (server, looks) = try await watched(scratch)
        var look = looks.makeAsyncIterator()
        _ = await look.next()
        try await serving(server) {
            // The first look finds nothing, so that a later one has to find the account.
            _ = await look.next()
            let (_, token) = try await (try await ServiceAccounts(scratch)).issue()
            while !isGood(token, for: server), await look.next() != nil {}
            #expect(isGood(token, for: server))
        }
    }

    @Test("cancelling ends the watch, too", .timeLimit(.minutes(5)))
    func cancellation() async throws {
        let scratch = Scratch()
        let (accounts, looks) = try await watched(scratch)
        var look = looks.makeAsyncIterator()
        _ = await look.next()
        let task = Task { try await accounts.run() }
        // Now it runs.
        _ = await look.next()
        task.cancel()
        try await task.value
    }

    @Test("a file that becomes unfit changes nothing, is logged once, and is read again when it is fit")
    func damage() async throws {
        let (scratch, log) = (Scratch(), CapturedLog())
        let server = try await ServiceAccounts(scratch, log: log)
        let (_, first) = try await server.issue()
        let content = scratch.read(scratch.file)
        let errors = { log.lines.filter { $0.hasPrefix("error: ") } }
        scratch.write("{")
        for _ in 0..<3 {
            try await server.refreshOnce()
            #expect(errors().count == 1 && isGood(first, for: server))
        }
        scratch.write(content.replacing(#""revoked":null"#, with: #""revoked":"2026-01-01T00:00:00Z""#), mode: 0o644)
        try await server.refreshOnce()
        #expect(errors().count == 2 && isGood(first, for: server))
        #expect(errors().last?.contains("chmod 600") == true)
        chmod(scratch.file, 0o600)
        try await server.refreshOnce()
        #expect(errors().count == 2 && !isGood(first, for: server))
    }

    @Test("a file that is removed leaves no accounts")
    func removal() async throws {
        let scratch = Scratch()
        let server = try await ServiceAccounts(scratch)
        let (_, token) = try await server.issue()
        unlink(scratch.file)
        try await server.refreshOnce()
        #expect(!isGood(token, for: server))
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
        let names = ["service-accounts.json", "service-accounts.json.lock", "service-accounts.json.spare"]
        #expect(scratch.names() == names)
    }

    @Test("a writer waits for another process, and a request waits for neither")
    func waiting() async throws {
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        let (_, token) = try await accounts.issue()
        let descriptor = open("\(scratch.file).lock", O_RDWR)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        async let late = accounts.issue("late")
        for _ in 0..<1_000 { #expect(isGood(token, for: accounts)) }
        #expect(!scratch.read(scratch.file).contains("late"))
        close(descriptor)
        #expect(isGood(try await late.token, for: accounts))
    }
}
