import Foundation
import JSONFileStorage
import Logging
import RosterCore
import SCIM
import Testing

@Suite("kill -9 and power cuts under load lose nothing that was acknowledged", .serialized, .onThreadOfItsOwn)
struct CrashTests {
    @Test("killed again and again in the middle of the work of 8 clients")
    func killUnderLoad() async throws {
        let rounds = Kernel.count("CRASH_KILLS", 20), users = Kernel.count("CRASH_USERS", 1_000)
        let server = try ServerProcess()
        try await Self.fill(server.folder.appending(path: "data"), users: users)
        let workload = Workload(besides: users)
        try server.start()
        var rates: [Double] = [], starts: [Double] = []
        for _ in 0..<rounds {
            let before = workload.acknowledgements
            let began = ContinuousClock.now
            workload.start(on: server)
            #expect(workload.wait(for: .random(in: 20...150)))
            server.kill()
            rates.append(Double(workload.acknowledgements - before) / (ContinuousClock.now - began).seconds)
            workload.end()
            let fell = ContinuousClock.now
            try server.start()
            starts.append((ContinuousClock.now - fell).seconds)
            let problems = try workload.check(on: server)
            #expect(problems.isEmpty, "\(problems.prefix(5))")
        }
        #expect(try workload.check(on: server, whole: true).isEmpty)
        #expect(server.stop() == 0)
        Kernel.report(
            "R5",
            "\(rounds) kills, \(workload.acknowledgements) answered changes, 0 lost; \(rates.median.formatted) changes/s from 8 "
                + "clients; ready again after \(starts.median.formatted) s, \((starts.max() ?? 0).formatted) s at most, with \(users) users"
        )
    }

    @Test("the power of an ext4 disk cut again and again in the middle of the work of 8 clients", .whereLoopDisksMount)
    func powerCutUnderLoad() throws {
        let cuts = try cutPower(of: Workload(), afterAnswers: 10...120)
        Kernel.report("R6", "\(cuts.count) power cuts on ext4, \(cuts.answers) answered changes, 0 lost")
    }

    @Test("the power of an ext4 disk cut again and again while snapshots are made all the time", .whereLoopDisksMount)
    func powerCutWhileCompacting() throws {
        let cuts = try cutPower(
            of: Workload(usersEach: 1), afterAnswers: 40...120, store: "snapshot-after: 1KiB"
        ) { folder in
            // Half of the cuts come as soon as a snapshot is seen to be written.
            guard Bool.random() else { return }
            for _ in 0..<1_000_000 where try Self.names(in: folder).contains(where: { $0.hasSuffix(".tmp") }) { return }
        }
        #expect(cuts.snapshots > cuts.count / 2)
        Kernel.report(
            "R6",
            "\(cuts.count) power cuts on ext4 while snapshots are made all the time (\(cuts.unfinished) between a new segment "
                + "and its snapshot), \(cuts.answers) answered changes, 0 lost")
    }

    private static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder)
    }

    /// What power was cut, and what was there afterwards.
    private struct Cuts {
        let count = Kernel.count("CRASH_POWER_CUTS", 10)
        /// How many changes were answered.
        var answers = 0
        /// After how many cuts there was a snapshot that had not been there before, and a segment without the snapshot before it.
        var snapshots = 0, unfinished = 0
    }

    private func cutPower(
        of workload: Workload, afterAnswers answers: ClosedRange<Int>, store options: String = "",
        waiting wait: (_ folder: String) throws -> Void = { _ in }
    ) throws -> Cuts {
        var cuts = Cuts(), last = 0
        let disk = try LoopDisk()
        let folder = disk.folder.path() + "/data"
        let path = "path: \(folder)\(options.isEmpty ? "" : ", ")\(options)"
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("path: data", with: path))
        defer { server.kill() }
        try server.start()
        for _ in 0..<cuts.count {
            workload.start(on: server)
            #expect(workload.wait(for: .random(in: answers)))
            try wait(folder)
            // An fdatasync that is under way while ext4 shuts down may say that all is well, though nothing comes of it.
            workload.freeze()
            try disk.cutPower()
            // The failing calls stop the store, and the store the process.
            #expect(server.waitForEnd() == 74, "\(server.output.suffix(4_000))")
            workload.end()
            try disk.unmount()
            try disk.mount()
            let names = try Self.names(in: folder)
            func newest(_ kind: String) -> Int {
                names.compactMap { $0.wholeMatch(of: /([a-z]+)-([0-9]+)\.jsonl/) }.filter { $0.1 == kind }
                    .compactMap { Int($0.2) }.max() ?? 0
            }
            if newest("snapshot") > last { cuts.snapshots += 1 }
            last = newest("snapshot")
            if newest("journal") > last + 1 { cuts.unfinished += 1 }
            try server.start()
            let problems = try workload.check(on: server)
            #expect(problems.isEmpty, "\(problems.prefix(5))")
        }
        #expect(try workload.check(on: server, whole: true).isEmpty)
        #expect(server.stop() == 0)
        try disk.unmount()
        cuts.answers = workload.acknowledgements
        return cuts
    }

    @Test("of two processes that start at once on one folder one serves, and the other names it")
    func race() throws {
        let rounds = Kernel.count("CRASH_RACES", 10)
        for _ in 0..<rounds {
            let server = try ServerProcess()
            let rivals = try (0..<2).map { _ in try server.launch() }
            var winners: [Int32] = [], losers: [(status: Int32, output: String)] = []
            for rival in rivals {
                var text = ""
                while !text.contains("serving") {
                    let data = rival.output.availableData
                    if data.isEmpty { break }
                    text += String(decoding: data, as: UTF8.self)
                }
                if text.contains("serving") {
                    winners.append(rival.process.processIdentifier)
                } else {
                    rival.process.waitUntilExit()
                    losers.append((rival.process.terminationStatus, text))
                }
            }
            for rival in rivals where rival.process.isRunning {
                kill(rival.process.processIdentifier, SIGKILL)
                rival.process.waitUntilExit()
            }
            #expect(winners.count == 1 && losers.map(\.status) == [75])
            let name = "in use by process \(winners.first ?? 0) "
            #expect(losers.first?.output.contains(name) == true, "\(losers)")
        }
        Kernel.report("R7", "\(rounds) races of two processes, 1 winner each, the other ended with 75 and named it")
    }

    private static func fill(_ folder: URL, users: Int) async throws {
        let store = try await JSONFileStore.open(
            path: folder.path(), types: [.user, .group], logger: Logger(label: "fill") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<users {
                tasks.addTask {
                    _ = try await store.create(Draft(unchecked: [.userName: .string("user\(number)")], as: .user))
                }
            }
            try await tasks.waitForAll()
        }
        await store.close()
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension [Double] {
    fileprivate var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}

extension Double {
    fileprivate var formatted: String { String(format: self < 10 ? "%.2f" : "%.0f", self) }
}
