import AttributeRules
import HTTPTypes
import Logging
import PluginConfiguring
import RoleRules
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterTesting
import SCIM
import Synchronization
import Testing

/// One random history: writes of identity providers and of the application, and between and beside them reads of all kinds, each
/// of which has to show one moment.
final class History: Sendable {
    private static let roles = """
        default: reader
        roles:
          - { id: reader, name: Reader }
          - { id: operator, name: Operator }
          - { id: admin, name: Administrator }
        rules:
          - { name: ops, role: operator, group: { pattern: "ops*" } }
          - { name: chiefs, role: admin, group: { name: Ops }, users: 'title eq "Chief"' }
          - { name: known, role: operator, group: { external-id: x1 } }
          - { name: bosses, role: admin, users: 'title eq "Boss"' }
        """
    private static let records = """
        keep-others: false
        users:
          login: userName
          job: title
          active: active
          roles: { from: roles, each: { uuid: value, label: { from: display, direction: to-application } } }
        groups:
          title: displayName
        """
    /// How a write is weighed against a read.
    private static let writesOfAHundred = 35

    let journal = ReferenceJournal()
    let directory: Directory
    private let scim: Endpoint
    private let application: DirectoryEndpoint
    private let random: Mutex<SeededGenerator>
    private let found = Mutex<[String]>([])
    /// Whether the store keeps out members that have been deleted since they were looked up.
    private let refusesStrangers: Bool

    /// What is wrong, in words.
    var findings: [String] { found.withLock { $0 } }

    /// - Parameters:
    ///   - feed: The store, if it tells of its changes.
    ///   - hasSnapshots: Whether answers may be read from snapshots.
    ///   - interruptions: How many of a hundred look-ups another write comes before; `nil` to let other tasks act there.
    init(
        over store: any IdentityStore, feed: (any ChangeFeed)? = nil, seed: UInt64, hasSnapshots: Bool = true,
        interruptions: Int?
    ) async throws {
        let (resolver, problems) = try await configure(PluginFactory<any RoleResolver>.rules, Self.roles)
        let (mapper, others) = try await configure(PluginFactory<any AttributeMapper>.rules, Self.records)
        #expect(problems + others == [])
        random = Mutex(SeededGenerator(seed: seed))
        refusesStrangers = feed != nil
        let interrupter = Interrupter()
        let watched = WatchedStore(base: store, journal: journal, hasSnapshots: hasSnapshots, feed: feed) {
            await interrupter.act()
        }
        let roles = try #require(resolver), lens = try #require(mapper)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let service = ProvisioningService(
            store: CatalogueStore(watched, roles: roles), roles: roles, mapper: lens,
            types: [.user.showingRoleGrants, .group, .catalogueRole, .catalogueEntitlement], cursors: AESCursorSeal(),
            logger: logger)
        directory = Directory(service: service, mapper: lens, logger: logger)
        scim = Endpoint(service: service, authenticators: [Anybody()], settings: .init(), logger: logger)
        application = DirectoryEndpoint(directory: directory, authenticators: [Anybody()], logger: logger)
        interrupter.action.withLock { action in
            action = { [weak self] in await self?.interrupt(interruptions) }
        }
    }

    /// A random number below another one.
    func pick(_ count: Int) -> Int { random.withLock { Int.random(in: 0..<count, using: &$0) } }

    func pick<Choice>(_ choices: [Choice]) -> Choice? { choices.isEmpty ? nil : choices[pick(choices.count)] }

    func note(_ finding: String) { found.withLock { $0.append(finding) } }

    /// Plays some steps, one after the other.
    func play(_ steps: Int) async {
        for _ in 0..<steps {
            if pick(100) < Self.writesOfAHundred { await write() } else { await read() }
            if findings.count > 20 { return }
        }
    }

    /// Lets others act between two look-ups.
    private func interrupt(_ percent: Int?) async {
        guard let percent else { return await Task.yield() }
        guard !Self.isInterruption, pick(100) < percent else { return }
        // A store that takes deleted members in would know more groups than the reference.
        if !refusesStrangers, Step.current?.step.addsMembers == true { return }
        await Self.$isInterruption.withValue(true) { await write() }
    }

    @TaskLocal private static var isInterruption = false

    /// Sends a request.
    func send(_ method: HTTPRequest.Method, _ path: String, _ body: AttributeValue? = nil, toApplication: Bool) async
        -> (status: Int, json: AttributeValue)
    {
        let base = toApplication ? "/directory" : "/scim"
        let target = base + path.replacing(" ", with: "%20").replacing("\"", with: "%22")
        var request = HTTPRequest(method: method, scheme: "https", authority: "a", path: target)
        if body != nil {
            request.headerFields[.contentType] = toApplication ? "application/json" : "application/scim+json"
        }
        let bytes = body.map { Array($0.json.utf8) } ?? []
        let answer =
            toApplication
            ? await application.answer(request, from: Peer()) { _ in bytes }
            : await scim.answer(request, from: Peer()) { _ in bytes }
        return (answer.head.status.code, (try? JSONReader.read(answer.body)) ?? .null)
    }
}

extension History {
    /// Carries a random write out and holds it against the reference.
    func write() async {
        guard let step = randomStep(journal.now) else { return }
        let progress = Progress(step)
        let first = journal.last
        let (status, json) = await Step.$current.withValue(progress) {
            await send(step.method, step.path, step.body, toApplication: step.isOfApplication)
        }
        let last = await journal.settled()
        let label = "\(step.method) \(step.path) \(step.body?.json ?? "") → \(status) \(json.json)"
        switch (progress.state.value, status) {
        case (let state?, 200..<300):
            guard !step.isRefused(journal[state - 1...state - 1][0]) else { return note("taken: \(label)") }
            guard let answer = step.answer else { return }
            let actual = step.isOfApplication ? json.withSortedOrigins : json.withSortedGrants
            if !journal[state...last].contains(where: { answer($0) == actual }) { note("no such moment: \(label)") }
        case (let state?, 404):
            // It was made, and then deleted before it could be shown.
            let isGone = journal[state...last].contains { step.answer?($0) == .some(nil) }
            if !isGone { note("made and not found: \(label)") }
        case (nil, 400..<500):
            if !journal[first...last].contains(where: step.isRefused) { note("refused: \(label)") }
        default: note("wrong: \(label)")
        }
    }

    /// Holds an answer against the moments at which it may have been given.
    func expect(
        _ label: String, _ actual: (status: Int, json: AttributeValue?), since first: Int,
        _ expected: (Reference) -> AttributeValue?
    ) async {
        let last = await journal.settled()
        let moments = journal[first...last].map(expected)
        let isRight = moments.contains { moment in
            moment == nil ? actual.status == 404 : actual.status == 200 && actual.json == moment
        }
        guard !isRight else { return }
        let known = moments.map { $0?.inOrder.json ?? "nothing" }.joined(separator: "\n  or ")
        note("\(label) → \(actual.status) \(actual.json?.inOrder.json ?? "")\n  is not \(known)")
    }
}

/// What happens between two look-ups; the store has to know before there is a history.
private final class Interrupter: Sendable {
    let action = Mutex<(@Sendable () async -> Void)?>(nil)

    func act() async {
        let action = action.withLock { $0 }
        await action?()
    }
}

/// Lets anybody do anything.
private struct Anybody: Authenticator {
    let scheme = AuthenticationScheme.bearerToken

    func authenticate(_ request: HTTPRequest, from peer: Peer) -> Principal? {
        Principal(id: "1", name: "test", scopes: [.all])
    }
}
