import Foundation
import JSONFileStorage
import Logging
import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("Random histories — each answer shows one moment", .timeLimit(.minutes(10)))
struct HistoryTests {
    /// `HISTORY_STEPS` and `HISTORY_SEED` make longer and other runs.
    private static let environment = ProcessInfo.processInfo.environment
    private static let steps = environment["HISTORY_STEPS"].flatMap { Int($0) } ?? 10_000
    private static let seed = environment["HISTORY_SEED"].flatMap { UInt64($0) } ?? 1
    private static let types: [ResourceType] = [.user.showingRoleGrants, .group]

    private func inFolder(_ body: (_ open: () async throws -> JSONFileStore) async throws -> Void) async throws {
        let folder = URL.temporaryDirectory.appending(path: "roster-history-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body {
            try await JSONFileStore.open(
                path: folder.path(), types: Self.types, synchronization: .every(.milliseconds(50)),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }
    }

    private func report(_ history: History) {
        #expect(history.findings.count == 0, "seed \(Self.seed): \(history.findings.prefix(3).joined(separator: "\n"))")
    }

    @Test("over the json-file store, where others write between two look-ups; the feed tells each change once")
    func jsonFile() async throws {
        try await inFolder { open in
            let store = try await open()
            let history = try await History(over: store, feed: store, seed: Self.seed, interruptions: 5)
            // The first changes come from memory, all of them later from the journal.
            await history.play(Self.steps / 20)
            try await history.checkFeed(of: history.directory, isOver: false)
            await history.play(Self.steps * 9 / 20)
            await store.close()
            let again = try await open()
            let rest = try await History(over: again, feed: again, seed: 0, interruptions: 0)
            try await history.checkFeed(of: rest.directory, isOver: true)
            await again.close()
            report(history)
        }
    }

    @Test("over the store in memory, where others write between two look-ups")
    func inMemory() async throws {
        let history = try await History(over: InMemoryStore(), seed: Self.seed, interruptions: 5)
        await history.play(Self.steps * 3 / 10)
        report(history)
    }

    @Test("over the json-file store, where several write and read at the same time")
    func concurrentJSONFile() async throws {
        try await inFolder { open in
            let store = try await open()
            let history = try await History(over: store, feed: store, seed: Self.seed, interruptions: nil)
            await together(history, writers: 2, readers: 3, steps: Self.steps / 10)
            await store.close()
            report(history)
        }
    }

    @Test("over the store in memory, where one writes and several read at the same time")
    func concurrentInMemory() async throws {
        let history = try await History(over: InMemoryStore(), seed: Self.seed, interruptions: nil)
        await together(history, writers: 1, readers: 3, steps: Self.steps / 10)
        report(history)
    }

    private func together(_ history: History, writers: Int, readers: Int, steps: Int) async {
        await withTaskGroup { group in
            for _ in 0..<writers {
                group.addTask { for _ in 0..<steps / 2 / writers { await history.write() } }
            }
            for _ in 0..<readers {
                group.addTask { for _ in 0..<steps / 2 / readers { await history.read() } }
            }
        }
    }

    @Test(
        "where answers are read from no snapshot, the histories find moments that never were", arguments: [true, false])
    func withoutSnapshots(isInMemory: Bool) async throws {
        try await inFolder { open in
            let store: any IdentityStore
            if isInMemory { store = InMemoryStore() } else { store = try await open() }
            let history = try await History(
                over: store, feed: store.feed, seed: Self.seed, hasSnapshots: false, interruptions: 40)
            for _ in 0..<40 where history.findings.isEmpty { await history.play(50) }
            #expect(!history.findings.isEmpty)
            await (store as? JSONFileStore)?.close()
        }
    }
}
