import Logging
import RosterTesting
import SCIM
import Synchronization

@testable import JSONFileEngine
@testable import JSONFileStorage

extension Simulation {
    /// Plays the history, and every way in which the power may go at each moment that leaves little to chance.
    mutating func runExhaustively(limit: Int) throws {
        let disk = SimulatedDisk()
        disk.record()
        try play(on: disk)
        for (place, moment) in disk.moments().enumerated() {
            for (outcome, cut) in (moment.allPowerCuts(limit: limit) ?? []).enumerated() {
                do {
                    _ = try open(cut, from: moment)
                } catch {
                    throw finding("moment \(place), outcome \(outcome): \(error)")
                }
            }
        }
    }

    /// Plays the history to a clean end and then damages what is there, bit by bit.
    ///
    /// - Parameter flips: How many bits, chosen at random.
    mutating func run(flips: Int) throws {
        let (end, content) = try playToEnd()
        let bits = end.bits
        let chosen = (0..<flips).compactMap { _ in bits.randomElement(using: &generator) }
        for bit in chosen { try flip(bit, of: end, expecting: content) }
    }

    /// Plays the history to a clean end and then flips every so many-th bit of what is there.
    ///
    /// - Returns: How many they were; 0 if the store has fewer than `least` bits, none of which is flipped then.
    mutating func run(flippingFrom first: Int, by step: Int, ofAtLeast least: Int) throws -> Int {
        let (end, content) = try playToEnd()
        let bits = end.bits
        guard bits.count >= least else { return 0 }
        let chosen = stride(from: first, to: bits.count, by: step)
        for place in chosen { try flip(bits[place], of: end, expecting: content) }
        return chosen.underestimatedCount
    }

    private mutating func flip(
        _ bit: (path: String, number: Int), of end: SimulatedDisk.State, expecting content: SimulatedDirectory
    ) throws {
        do {
            try look(
                at: end.flipping(bit: bit.number, of: bit.path), damagedIn: bit.path,
                at: end.lineStart(before: bit.number / 8, of: bit.path), expecting: content)
        } catch {
            throw finding("bit \(bit.number % 8) of byte \(bit.number / 8) of \(bit.path): \(error)")
        }
    }

    /// Plays the history to an end that is not sealed and cuts the last segment off at each byte.
    mutating func runCuttingOff() throws {
        let disk = SimulatedDisk()
        try play(on: disk, closing: false)
        let end = disk.state.withLock { $0 }
        guard let last = end.names.keys.filter({ $0.contains("journal-") }).max() else { return }
        let moment = end.askedFromTheBeginning
        var latest = -1
        for length in 0...end.length(of: last) {
            let cut = end.cutting(last, to: length)
            let bytes = cut.files[cut.names[last] ?? 0]?.current ?? []
            // Without its header a segment is none: that a file of the store is gone is no write that was cut short.
            guard bytes.contains(10) else { continue }
            do {
                let (_, content) = try open(cut.afterRestart(), from: moment)
                guard let place = place(of: content, from: max(0, latest)) else {
                    throw finding("a longer file holds less")
                }
                latest = place
            } catch {
                throw finding("\(last) cut off at \(length): \(error)")
            }
        }
        guard latest == moment.asked else { throw finding("the whole file does not hold everything") }
    }

    /// Plays the history to a clean end.
    mutating func playToEnd() throws -> (SimulatedDisk.State, SimulatedDirectory) {
        let disk = SimulatedDisk()
        try play(on: disk)
        let end = disk.state.withLock { $0 }
        return (end, try open(end.afterRestart(), from: end).1)
    }

    /// Opens a store that was damaged: it has to refuse and say where, or to hold everything and to have set aside what is
    /// broken and said so, or the file must be one that it does not need.
    ///
    /// - Parameter byte: Where the line that is damaged begins.
    private mutating func look(
        at state: SimulatedDisk.State, damagedIn path: String, at byte: Int, expecting content: SimulatedDirectory
    ) throws {
        let disk = SimulatedDisk(state.afterRestart()), log = RecordedLog(from: .warning)
        let name = String(path.dropFirst(folder.utf8.count + 1))
        let found: SimulatedDirectory
        do {
            found = try open(disk, logger: log.logger)
        } catch let error as JSONFileStoreError {
            let places = ["\(name): byte \(byte) ", "\(name) is broken at byte \(byte) "]
            guard places.contains(where: error.reason.contains), error.kind == .corrupt || error.kind == .newerFormat
            else {
                throw finding("refused without the place, byte \(byte): \(error)")
            }
            return
        }
        guard found == content else { throw finding("opened with another content") }
        let newest = state.names.keys.filter { $0.contains("snapshot-") }.max() ?? ""
        let isNeeded =
            path.contains("journal-") ? path > newest.replacing("snapshot-", with: "journal-") : path >= newest
        let isSetAside = disk.state.withLock { state in state.names.keys.contains { $0.contains("quarantine/") } }
        guard isSetAside || !isNeeded else { throw finding("opened as if nothing had happened") }
        guard !isSetAside || log.lines.contains(where: { $0.contains(name) && $0.contains("\(byte)") }) else {
            throw finding("set aside without the place, byte \(byte): \(log.lines)")
        }
    }
}

extension SimulatedDisk.State {
    fileprivate func length(of path: String) -> Int { names[path].flatMap { files[$0] }?.current.count ?? 0 }

    /// All bits of all files but the lock.
    fileprivate var bits: [(path: String, number: Int)] {
        let paths = names.keys.filter { !$0.hasSuffix("LOCK") }.sorted()
        return paths.flatMap { path in (0..<length(of: path) * 8).map { (path, $0) } }
    }

    /// Where the line begins that a byte belongs to.
    fileprivate func lineStart(before byte: Int, of path: String) -> Int {
        let content = names[path].flatMap { files[$0] }?.current ?? []
        return content[..<byte].lastIndex(of: 10).map { $0 + 1 } ?? 0
    }

    /// The same, if nothing had been answered.
    fileprivate var askedFromTheBeginning: SimulatedDisk.State {
        var state = self
        state.answered = 0
        return state
    }
}
