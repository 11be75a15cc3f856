import Foundation
import RosterTesting
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("A simulated disk — power cuts at every moment, failing calls, and bugs that have to be found")
struct SimulationTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// How many histories are played; `make crash` plays more.
    private static let histories = environment["SIM_HISTORIES"].flatMap { Int($0) } ?? 150
    private static let first = environment["SIM_SEED"].flatMap { UInt64($0) } ?? 1

    private static let cuts = Lanes(4) {
        "R1: \(histories) histories of 40 operations, seeds from \(first), \($0) recoveries: 0 findings"
    }
    private static let subsets = Lanes(4) {
        "R1: \($0) recoveries from all that can be left of short histories: 0 findings"
    }
    private static let flips = Lanes(4) {
        "R2: \($0) bits of one store flipped one by one: each told with file and byte"
    }
    private static let ends = Lanes(2) { "R3: \($0) recoveries of a last segment cut off at each byte: 0 findings" }
    private static let faults = Lanes(9) { "R4: 9 errors at each call of two histories, \($0) runs: 0 findings" }
    private static let repairs = Lanes(4) { "R2: \($0) stores damaged at random and repaired: each sound, 0 findings" }
    private static let found = Lanes(StoreMutant.allCases.count) {
        "R14: \($0) of \(StoreMutant.allCases.count) bugs found"
    }

    @Test("what was answered is there, whole, after a power cut at every moment of random histories", arguments: 0..<4)
    func powerCuts(lane: Int) async throws {
        var recoveries = 0
        for number in stride(from: lane, to: Self.histories, by: 4) {
            let seed = Self.first + UInt64(number)
            var plan = Simulation.Plan()
            if number.isMultiple(of: 2) { plan.compactionInterval = 1 + number % 5 }
            plan.answersEarly = number % 5 == 4
            var simulation = Simulation(seed: seed, plan)
            try simulation.run()
            recoveries += simulation.recoveries
        }
        Self.cuts.add(recoveries)
    }

    @Test("whatever a power cut leaves of a short history, all subsets, is a state that it had", arguments: 0..<4)
    func exhaustively(lane: Int) async throws {
        var recoveries = 0
        for seed in 0..<3 {
            var simulation = Simulation(
                seed: UInt64(1_000 + lane * 10 + seed), Simulation.Plan(operations: 6, compactionInterval: 2))
            try simulation.runExhaustively(limit: 6)
            recoveries += simulation.recoveries
        }
        Self.subsets.add(recoveries)
    }

    @Test(
        "a call that fails stops the store or one change, and takes nothing away",
        arguments: [EIO, ENOSPC, EDQUOT, EFBIG, EMFILE, ENFILE, EROFS, EACCES, ENOMEM])
    func failingCalls(code: Int32) async throws {
        var runs = 0
        for (operations, interval) in [(8, 2), (12, nil)] as [(Int, Int?)] {
            var call = 0, isOver = false
            while !isOver {
                var simulation = Simulation(
                    seed: 7, Simulation.Plan(operations: operations, compactionInterval: interval))
                isOver = try simulation.run(failing: SimulatedDisk.Fault(call: call, code: code))
                call += 1
            }
            #expect(call > 30)
            runs += call
        }
        Self.faults.add(runs)
    }

    @Test("a bit that has changed is noticed, and the file named", arguments: 0..<4)
    func bitRot(lane: Int) async throws {
        if Self.environment["SIM_FLIPS"] == "all" {
            // One store of at least 64 KiB, a quarter of whose bits each lane flips.
            for operations in stride(from: 400, through: 2_000, by: 20) {
                var simulation = Simulation(
                    seed: 50, Simulation.Plan(operations: operations, compactionInterval: 50))
                let flips = try simulation.run(flippingFrom: lane, by: 4, ofAtLeast: 1 << 19)
                if flips == 0 { continue }
                Self.flips.add(flips)
                return
            }
            Issue.record("no store was large enough")
            return
        }
        var plan = Simulation.Plan()
        if lane > 0 { plan.compactionInterval = lane }
        var simulation = Simulation(seed: UInt64(50 + lane), plan)
        try simulation.run(flips: 1_500)
    }

    @Test("a last segment that is cut off at any byte holds what was whole", arguments: 0..<2)
    func cutOff(lane: Int) async throws {
        var simulation = Simulation(seed: UInt64(70 + lane), Simulation.Plan(operations: 12))
        try simulation.runCuttingOff()
        Self.ends.add(simulation.recoveries)
    }

    @Test(
        "whatever is damaged, a repair leaves a store that is sound, and nothing that was never there", arguments: 0..<4
    )
    func repair(lane: Int) async throws {
        var count = 0
        for number in stride(from: lane, to: Self.histories / 3, by: 4) {
            var plan = Simulation.Plan(operations: 20)
            if number.isMultiple(of: 2) { plan.compactionInterval = 1 + number % 5 }
            var simulation = Simulation(seed: Self.first + UInt64(number), plan)
            try simulation.runRepairing(20)
            count += 20
        }
        Self.repairs.add(count)
    }

    @Test("a line that stands once more somewhere else costs nothing", arguments: 0..<2)
    func misplacedLine(lane: Int) async throws {
        var simulation = Simulation(
            seed: UInt64(80 + lane), Simulation.Plan(operations: 12, compactionInterval: lane == 0 ? nil : 3))
        try simulation.runRepairingMisplaced()
    }

    @Test("files under each other's names cost nothing", arguments: 0..<8)
    func swappedNames(lane: Int) async throws {
        var simulation = Simulation(
            seed: UInt64(90 + lane), Simulation.Plan(operations: 30, compactionInterval: 2 + lane % 3))
        try simulation.runRepairingSwapped()
    }

    @Test("each bug that a store might have is found", .timeLimit(.minutes(2)), arguments: StoreMutant.allCases)
    func mutants(mutant: StoreMutant) async throws {
        for seed in UInt64(0)..<60 {
            do {
                var plan = Simulation.Plan(operations: 20, compactionInterval: 3, mutant: mutant)
                switch mutant {
                case .cutsAtFirstBadLine, .readsChecksumsLeniently:
                    var simulation = Simulation(seed: seed, plan)
                    try simulation.run(flips: 400)
                case .retriesFailedSync:
                    plan.operations = 6
                    for call in 0..<120 {
                        var simulation = Simulation(seed: seed, plan)
                        if try simulation.run(failing: SimulatedDisk.Fault(call: call, code: EIO)) { break }
                    }
                default:
                    var simulation = Simulation(seed: seed, plan)
                    try simulation.run()
                }
            } catch let finding as Simulation.Finding {
                print("\(mutant): found with seed \(seed): \(finding)".prefix(240))
                Self.found.add(1)
                return
            }
        }
        Issue.record("\(mutant) was not found")
    }
}
