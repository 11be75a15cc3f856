import Logging
import RosterCore
import RosterTesting
import SCIM
import Synchronization

@testable import JSONFileEngine
@testable import JSONFileStorage

/// A random history of a store on a simulated disk, and what is left of it when the power goes at any moment.
///
/// The store's writer is driven call by call on one thread, so a seed says everything.
struct Simulation {
    /// What a run found wrong.
    struct Finding: Error, CustomStringConvertible {
        let description: String
    }

    /// What kind of run it is.
    struct Plan {
        var operations = 40
        /// After how many batches a snapshot is made; `nil` for never.
        var compactionInterval: Int?
        /// Whether changes are answered before they are on the disk.
        var answersEarly = false
        /// How many ways each moment is tried.
        var outcomes = 3
        /// In how many of a hundred recoveries the power goes once more.
        var secondCuts = 20
        /// The bugs of a store that has one.
        var mutant: StoreMutant?
    }

    /// How many recoveries were made.
    var recoveries = 0

    private let seed: UInt64
    let plan: Plan
    var generator: SeededGenerator
    private let surroundings = Surroundings()
    /// What the store has to hold after each change, beginning with none.
    private(set) var history = [SimulatedDirectory()]
    private var answered = 0

    init(seed: UInt64, _ plan: Plan) {
        self.seed = seed
        self.plan = plan
        generator = SeededGenerator(seed: seed)
    }

    /// Plays the history, and then every moment of it.
    mutating func run() throws {
        let disk = SimulatedDisk()
        disk.record()
        try play(on: disk)
        for (place, moment) in disk.moments().enumerated() {
            for outcome in 0..<plan.outcomes {
                do {
                    try recover(from: moment, outcome)
                } catch {
                    throw finding("moment \(place) (\(moment.changes) changes), outcome \(outcome): \(error)")
                }
            }
        }
    }

    /// Plays the history while one call fails, then starts anew without and with a power cut.
    ///
    /// - Returns: Whether the history was over before the call came.
    mutating func run(failing fault: SimulatedDisk.Fault) throws -> Bool {
        let disk = SimulatedDisk()
        disk.state.withLock { $0.fault = fault }
        var isOver = false
        do {
            try play(on: disk)
            isOver = true
        } catch is Stopped {}
        let state = disk.state.withLock { $0 }
        do {
            // The process starts again over the same cache; then the power goes after all.
            let (restarted, content) = try open(state.afterRestart(), from: state)
            let cut = restarted.state.withLock { $0 }.afterPowerCut(&generator)
            let (_, again) = try open(cut, from: state)
            guard content == again else {
                throw finding("what was served after the restart is not what is on the disk")
            }
            _ = try open(state.afterPowerCut(&generator), from: state)
        } catch {
            throw finding("errno \(fault.code) of call \(fault.call): \(error)")
        }
        return isOver && state.calls <= fault.call
    }

    func finding(_ text: String) -> Finding { Finding(description: "SIM_SEED=\(seed): \(text)") }
}

extension Simulation {
    /// The store has stopped, as it must after some failures.
    private struct Stopped: Error {}

    private func options(_ disk: any FileSystem) -> StoreOptions {
        .test(plan.mutant.map { MutantDisk(disk, with: $0) } ?? disk) { options in
            options.clock = { [surroundings] in surroundings.now() }
            options.makeID = { [surroundings] _, _ in surroundings.makeID() }
            options.requiresMembers = true
            if plan.answersEarly { options.synchronization = .every(.seconds(1)) }
            if seed.isMultiple(of: 2) { options.history = .seconds(86_400) }
        }
    }

    /// A clock that is set back and forth by years, and ids in a row.
    private final class Surroundings: Sendable {
        private let time = Mutex<Int64>(0)
        private let ids = Mutex(0)

        var lastID: Int { ids.withLock { $0 } }

        func now() -> DateTime {
            let time = time.withLock { time in
                time += 1
                return time
            }
            let jump = (time / 7) % 3 - 1
            return DateTime(millisecondsSinceEpoch: 1_700_000_000_000 + time + jump * 315_360_000_000)
        }

        func makeID() -> String {
            let number = ids.withLock { number in
                number += 1
                return number
            }
            return "i\(number)"
        }
    }

    func openWriter(_ disk: any FileSystem, logger: Logger = quiet) throws -> Writer {
        try Writer(opening: folder, types: servedTypes, options: options(disk), logger: logger)
    }

    /// Plays the history.
    ///
    /// - Parameter closing: Whether it has a clean end.
    mutating func play(on disk: SimulatedDisk, closing: Bool = true) throws {
        var writer = try start(on: disk)
        var made = 0, batches = 0
        while made < plan.operations {
            let requests = requests(.random(in: 1...5, using: &generator), after: history[history.count - 1])
            made += requests.count
            try commit(requests, with: &writer, on: disk)
            batches += 1
            if let interval = plan.compactionInterval, batches.isMultiple(of: interval) {
                try compact(&writer, on: disk)
            }
            switch Int.random(in: 0..<12, using: &generator) {
            case 0:
                writer.seal()
            case 1:
                writer.close()
                writer = try start(on: disk)
            case 2...4 where plan.answersEarly:
                writer.synchronize()
            default: break
            }
            guard writer.failure == nil else {
                writer.release()
                throw Stopped()
            }
            note(writer, on: disk)
        }
        if closing { writer.close() } else { writer.release() }
    }

    /// Opens the store in the course of the history, where only a failing call may keep it from starting.
    private func start(on disk: SimulatedDisk) throws -> Writer {
        do {
            return try openWriter(disk)
        } catch {
            throw disk.state.withLock({ $0.fault == nil }) ? finding("no start: \(error)") : Stopped()
        }
    }

    private mutating func compact(_ writer: inout Writer, on disk: SimulatedDisk) throws {
        let compaction: Compaction?
        do { compaction = try writer.rotate(force: true) } catch { return }
        guard let compaction else { return }
        // Changes come while the snapshot is being written.
        if Bool.random(using: &generator) {
            try commit(requests(2, after: history[history.count - 1]), with: &writer, on: disk)
        }
        try? writer.end(compaction, Result { try compaction.run { false } })
    }

    /// Has the writer carry requests out, and holds its answers against what has to come of them.
    private mutating func commit(
        _ requests: [SimulatedDirectory.Request], with writer: inout Writer, on disk: SimulatedDisk
    ) throws {
        var rest = try requests.map { try $0.submission() }[...]
        var expected: [Bool] = []
        var states: [SimulatedDirectory] = []
        var directory = history[history.count - 1]
        for request in requests {
            let (isAllowed, changes) = directory.carryOut(request)
            expected.append(isAllowed)
            if changes { states.append(directory) }
        }
        let before = history.count
        history += states
        disk.note(answered: answered, asked: history.count - 1)
        var results: [Bool] = []
        while !rest.isEmpty {
            let (answers, _) = writer.commit(rest)
            if answers.contains(where: \.isUnavailable) {
                // Nothing of it may be on the disk.
                guard results.isEmpty else { throw finding("a batch was refused in part") }
                history.removeSubrange(before...)
                note(writer, on: disk)
                return
            }
            // Nobody knows what of it is on the disk.
            if writer.failure != nil { return }
            results += answers.map { (try? $0.get()) != nil }
            rest = rest.dropFirst(answers.count)
        }
        guard results == expected else { throw finding("answers \(results) instead of \(expected) to \(requests)") }
        guard !disk.state.withLock({ $0.hasLostSync }) else {
            throw finding("an answer after a call that could not make it durable")
        }
        guard SimulatedDirectory(writer.state) == directory else { throw finding("the state is not what was answered") }
        note(writer, on: disk)
    }

    /// Notes what a power cut may not take any more: everything, unless the writer knows of what the disk has yet to get.
    private mutating func note(_ writer: Writer, on disk: SimulatedDisk) {
        if !writer.journal.isAhead { answered = history.count - 1 }
        disk.note(answered: answered, asked: history.count - 1)
    }

    private mutating func requests(_ count: Int, after directory: SimulatedDirectory) -> [SimulatedDirectory.Request] {
        var directory = directory
        // Ids are given out in the order in which the store makes resources, those that are refused included.
        var next = surroundings.lastID
        var requests: [SimulatedDirectory.Request] = []
        for _ in 0..<count {
            let user = directory.users.keys.sorted().randomElement(using: &generator)
            let group = directory.groups.keys.sorted().randomElement(using: &generator)
            let name = "n\(Int.random(in: 0..<12, using: &generator))"
            let request: SimulatedDirectory.Request
            switch (Int.random(in: 0..<13, using: &generator), user, group) {
            case (0, let user?, _): request = .deleteUser(user)
            case (1, _, let group?): request = .deleteGroup(group)
            case (2...4, let user?, let group?): request = .addMembers(group, [user, "x\(name)"])
            case (5, let user?, let group?): request = .removeMember(group, user)
            case (6, let user?, _): request = .rename(user, name, ifVersion: Bool.random(using: &generator) ? 1 : nil)
            case (7...8, let user?, _):
                // Some lines are longer than what reaches the disk as one.
                let length = Int.random(in: 0..<1_500, using: &generator)
                request = .setTitle(user, String(repeating: "t", count: length) + name)
            case (9, _, _):
                next += 1
                request = .createGroup(id: "i\(next)", name: name, members: user.map { [$0] } ?? [])
            default:
                next += 1
                request = .createUser(id: "i\(next)", name: name, title: name)
            }
            _ = directory.carryOut(request)
            requests.append(request)
        }
        return requests
    }
}

extension Writer.Answer {
    fileprivate var isUnavailable: Bool {
        if case .failure(let error as SCIMError) = self { error.code == .unavailable } else { false }
    }
}
