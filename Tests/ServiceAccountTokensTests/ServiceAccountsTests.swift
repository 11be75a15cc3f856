import ConformanceLedger
import RosterCore
import SCIM
import ServiceAccountTokens
import Synchronization
import Testing

@Suite("Service accounts — issuing, expiry, revocation")
struct ServiceAccountsTests {
    @Test("an account authenticates with its own scopes")
    func scopes() async throws {
        let accounts = try await ServiceAccounts(Scratch())
        let scopes: Set<Scope> = [.read(.user), .write(.user)]
        let (credential, secret) = try await accounts.issue(name: "Entra ID", scopes: scopes, lifetime: .seconds(60))
        let principal = try accounts.authenticate("Bearer \(secret.expose())")
        #expect(principal == Principal(id: credential.id, name: "Entra ID", scopes: scopes))
    }

    @Test("a token is good until the very instant of its expiry", .shows("6750-3.1-b", "7644-2.1-a", "7644-7.4-a"))
    func expiry() async throws {
        let clock = Clock()
        let accounts = try await ServiceAccounts(Scratch(), clock: clock)
        let (credential, secret) = try await accounts.issue(name: "okta", scopes: [.all], lifetime: .seconds(86_400))
        #expect(credential.created == clock.now)
        #expect(credential.expires?.secondsSinceEpoch == clock.now.secondsSinceEpoch + 86_400)
        let value = "Bearer \(secret.expose())"
        clock.advance(by: .milliseconds(86_399_999))
        #expect(try accounts.authenticate(value) != nil)
        clock.advance(by: .milliseconds(1))
        #expect(throws: refusal) { try accounts.authenticate(value) }
    }

    @Test("a token without an end is good for a thousand years")
    func eternity() async throws {
        let clock = Clock()
        let accounts = try await ServiceAccounts(Scratch(), clock: clock)
        let (_, token) = try await accounts.issue(lifetime: nil)
        clock.advance(by: .seconds(86_400 * 365_000))
        #expect(try accounts.authenticate("Bearer \(token)") != nil)
    }

    @Test("an account whose token cannot be shown is not made")
    func unshown() async throws {
        struct Unseen: Error {}
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        await #expect(throws: Unseen.self) {
            try await accounts.issue(name: "okta", scopes: [.all], lifetime: nil, subject: nil) { _, _ in throw Unseen()
            }
        }
        #expect(try await accounts.credentials().isEmpty)
        let shown = Mutex<String?>(nil)
        let credential = try await accounts.issue(name: "okta", scopes: [.all], lifetime: nil, subject: nil) {
            credential, secret in shown.withLock { $0 = secret.expose() }
        }
        let token = try #require(shown.withLock { $0 })
        #expect(try accounts.authenticate("Bearer \(token)")?.id == credential.id)
    }

    @Test("a revoked token is worthless at once, and after a restart", .shows("6750-3.1-b", "7644-2.1-a"))
    func revocation() async throws {
        let scratch = Scratch()
        let clock = Clock()
        let accounts = try await ServiceAccounts(scratch, clock: clock)
        let (id, token) = try await accounts.issue()
        let (_, other) = try await accounts.issue()
        let time = clock.now
        try await accounts.revoke(id: id)
        clock.advance(by: .seconds(5))
        try await accounts.revoke(id: id)
        for accounts in [accounts, try await ServiceAccounts(scratch, clock: clock)] {
            #expect(throws: refusal) { try accounts.authenticate("Bearer \(token)") }
            #expect(try accounts.authenticate("Bearer \(other)") != nil)
            #expect(try await accounts.credentials().map(\.revoked) == [time, nil])
        }
    }

    @Test("revoking what is not there is said so", arguments: ["", "00000000", "nonsense", "é"])
    func unknown(_ id: String) async throws {
        let accounts = try await ServiceAccounts(Scratch())
        _ = try await accounts.issue()
        let error = await #expect(throws: SCIMError.self) { try await accounts.revoke(id: id) }
        #expect(error?.code == .notFound)
    }

    @Test("a token of one set of accounts is worth nothing in another (GHSA-rjg6-39jm-rgg4)", .shows("7644-2.1-a"))
    func isolation() async throws {
        let (first, second) = (try await ServiceAccounts(Scratch()), try await ServiceAccounts(Scratch()))
        let (_, token) = try await first.issue()
        _ = try await second.issue()
        #expect(throws: refusal) { try second.authenticate("Bearer \(token)") }
    }

    @Test("credentials come in the order of their creation and survive a restart")
    func order() async throws {
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        #expect(try await accounts.credentials() == [])
        for name in ["z", "a", "okta \"prod\" \\ é 😀", "a"] {
            _ = try await accounts.issue(name, lifetime: .seconds(9))
        }
        let credentials = try await accounts.credentials()
        #expect(credentials.map(\.name) == ["z", "a", "okta \"prod\" \\ é 😀", "a"])
        #expect(try await ServiceAccounts(scratch).credentials() == credentials)
    }

    @Test(
        "names and lifetimes that make no sense are refused, and nothing is made",
        arguments: [
            ("", nil), ("a\nb", nil), ("\u{1B}[31m", nil), ("a\u{0}", nil), (String(repeating: "a", count: 129), nil),
            ("a", .zero), ("a", .seconds(-1)), ("a", .seconds(Int64.max)), ("a", .seconds(400_000_000_000)),
        ] as [(String, Duration?)])
    func nonsense(_ name: String, lifetime: Duration?) async throws {
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        let error = await #expect(throws: SCIMError.self) {
            try await accounts.issue(name: name, scopes: [.all], lifetime: lifetime)
        }
        #expect(error?.code == .invalidValue)
        #expect(try await accounts.credentials() == [] && scratch.names() == [])
    }

    @Test("an account that stands for nobody is refused, and nothing is made")
    func emptySubject() async throws {
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        let error = await #expect(throws: SCIMError.self) {
            try await accounts.issue(name: "x", scopes: [.readSelf], lifetime: nil, subject: ResourceID(""))
        }
        #expect(error?.code == .invalidValue && error?.detail.contains("user") == true)
        #expect(try await accounts.credentials() == [] && scratch.names() == [])
    }

    @Test("the secret is in no file, no description and no log (GitLab #11640)")
    func secrecy() async throws {
        let scratch = Scratch()
        let log = CapturedLog()
        let accounts = try await ServiceAccounts(scratch, log: log)
        let (credential, secret) = try await accounts.issue(name: "okta", scopes: [.all], lifetime: .seconds(60))
        let token = secret.expose()
        let random = token.dropFirst(19)
        _ = try accounts.authenticate("Bearer \(token)")
        #expect(throws: refusal) { try accounts.authenticate("Bearer \(token)x") }
        try await accounts.revoke(id: credential.id)
        let refused = #expect(throws: refusal) { try accounts.authenticate("Bearer \(token)") }

        var seen = log.lines + scratch.names().map { scratch.read("\(scratch.folder)/data/\($0)") } + scratch.names()
        seen += ["\(secret)", "\(credential)", String(reflecting: secret), "\(refused as Any)", "\(accounts)"]
        for value in [accounts, secret, credential] as [Any] {
            var text = ""
            dump(value, to: &text)
            seen.append(text)
        }
        #expect(!log.lines.isEmpty && seen.contains { $0.contains(credential.id) })
        for length in [8, 16] {
            for start in stride(from: 0, through: random.count - length, by: 1) {
                let part = random.dropFirst(start).prefix(length)
                #expect(!seen.contains { $0.contains(part) })
            }
        }
    }

    @Test("each stage before an expiry is warned of once")
    func warnings() async throws {
        let scratch = Scratch()
        let (clock, log) = (Clock(), CapturedLog())
        let accounts = try await ServiceAccounts(scratch, clock: clock)
        let (id, _) = try await accounts.issue("soon", lifetime: .seconds(86_400 * 31))
        let (revoked, _) = try await accounts.issue("revoked", lifetime: .seconds(86_400))
        try await accounts.revoke(id: revoked)
        _ = try await accounts.issue("eternal", lifetime: nil)
        var said: [String?] = []
        for days in [0, 1, 10, 14, 5, 1] {
            clock.advance(by: .seconds(86_400 * days))
            let log = CapturedLog()
            _ = try await ServiceAccounts(scratch, log: log, clock: clock)
            #expect(log.lines.count <= 1)
            said.append(log.lines.first)
        }
        let expires = "2027-02-15T08:00:00.000Z"
        let line = { (time: String) in
            "warning: the token of a service account expires within \(time) expires=\(expires) id=\(id) name=soon"
        }
        #expect(said == [nil, line("30 days"), line("30 days"), line("7 days"), line("a day"), nil])
        #expect(!log.lines.contains { $0.hasPrefix("warning: ") })
    }
}
