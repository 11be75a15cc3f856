import RosterCore
import RosterTesting
import SCIM

@testable import JSONFileEngine
@testable import JSONFileStorage

extension Simulation {
    /// What may happen to the files of a store that nobody runs.
    private enum Damage: CaseIterable {
        case bit, line, early, late, swap, end, zeros, block, file
    }

    /// Plays the history to a clean end, damages what is there, and repairs it.
    ///
    /// - Parameter damages: How often that is tried.
    mutating func runRepairing(_ damages: Int) throws {
        let (end, _) = try playToEnd()
        for number in 0..<damages {
            let disk = SimulatedDisk(end)
            var told: [String] = []
            for _ in 0...Int.random(in: 0..<3, using: &generator) { told.append(damage(disk)) }
            do {
                try repair(disk)
            } catch {
                throw finding("damage \(number), \(told.joined(separator: " and ")): \(error)")
            }
        }
    }

    /// Plays the history to a clean end and has each line stand a second time in each place, of which nothing must come.
    mutating func runRepairingMisplaced() throws {
        let (end, content) = try playToEnd()
        for path in end.names.keys.filter({ $0.contains(".jsonl") }).sorted() {
            let lines = SimulatedDisk(end).lines(of: path)
            for source in lines.indices.dropFirst() {
                for place in lines.indices.dropFirst() {
                    let disk = SimulatedDisk(end)
                    let bytes = disk.content[path] ?? []
                    let line = bytes[lines[source].lowerBound...lines[source].upperBound]
                    disk.content[path]?.insert(contentsOf: line, at: lines[place].lowerBound)
                    do {
                        let report = try repair(disk)
                        guard report?.isNeeded == false || report?.findings.isEmpty == false else {
                            throw finding("nothing was told")
                        }
                        guard try open(disk) == content else { throw finding("something is lost") }
                    } catch {
                        throw finding("line \(source + 1) of \(path) once more before line \(place + 1): \(error)")
                    }
                }
            }
        }
    }

    /// Plays the history to a clean end and gives any two files each other's names, of which nothing must come.
    mutating func runRepairingSwapped() throws {
        let (end, content) = try playToEnd()
        let paths = end.names.keys.filter { $0.contains(".jsonl") && !$0.contains("quarantine") }.sorted()
        for (place, first) in paths.enumerated() {
            for second in paths[(place + 1)...] {
                let disk = SimulatedDisk(end)
                let bytes = disk.content
                disk.content[first] = bytes[second]
                disk.content[second] = bytes[first]
                do {
                    guard let report = try repair(disk), report.isNeeded == false || !report.findings.isEmpty else {
                        throw finding("nothing was told")
                    }
                    guard try open(disk) == content else { throw finding("something is lost: \(report.findings)") }
                } catch {
                    throw finding("\(first) and \(second) under each other's names: \(error)")
                }
            }
        }
    }

    /// Repairs a folder, and looks at what comes of it.
    ///
    /// - Returns: What was told of it; `nil` if it was refused.
    @discardableResult
    private mutating func repair(_ disk: SimulatedDisk) throws -> RepairReport? {
        let before = disk.content
        let report: RepairReport
        do {
            report = try maintenance(on: disk).repair(applying: true, .none)
        } catch let error as JSONFileStoreError where [.corrupt, .missing].contains(error.kind) {
            guard disk.content.filter({ !$0.key.hasSuffix("LOCK") }) == before.filter({ !$0.key.hasSuffix("LOCK") })
            else {
                throw finding("refused, and changed something: \(error)")
            }
            return nil
        }
        // Files that no start needs are left as they are, and a server that reads them again makes good for them.
        let problems = report.isNeeded ? try maintenance(on: disk).verify(.none).findings : []
        guard problems.isEmpty else { throw finding("left \(problems)") }
        let content = try open(disk)
        try check(content)
        try importAnew(disk, content)
        return report
    }

    /// Makes sure that everything was there once, and that memberships lead to somebody.
    private func check(_ content: SimulatedDirectory) throws {
        for (id, user) in content.users {
            // One of two of a name may have been given another one.
            let name = user.attributes[.userName]?.string ?? ""
            let wasThere = hasHeld { other in
                guard let then = other.users[id] else { return false }
                var attributes = then.attributes
                if name.hasSuffix("~\(id)") { attributes[.userName] = user.attributes[.userName] }
                return attributes == user.attributes && user.version >= then.version
            }
            guard wasThere else { throw finding("\(id) is as it never was: \(user)") }
        }
        for (id, group) in content.groups {
            guard hasHeld({ $0.groups[id]?.attributes == group.attributes }) else {
                throw finding("\(id) is as it never was: \(group)")
            }
            for member in group.members where content.users[member] == nil && content.groups[member] == nil {
                throw finding("\(member), a member of \(id), is not there")
            }
        }
    }

    /// Fills another store with what a repaired one holds.
    private mutating func importAnew(_ disk: SimulatedDisk, _ content: SimulatedDirectory) throws {
        var lines: [[UInt8]] = []
        try maintenance(on: disk).export(.none) { lines.append($0.line) }
        var rest = lines[...]
        let other = SimulatedDisk()
        _ = try maintenance(on: other).import(from: { rest.popFirst() }, .none)
        guard try open(other) == content else { throw finding("an import of what is left holds something else") }
    }

    /// Does something to a file.
    ///
    /// - Returns: What was done.
    private mutating func damage(_ disk: SimulatedDisk) -> String {
        let paths = disk.content.keys.filter { $0.hasPrefix("\(folder)/") && $0.contains(".json") }.sorted()
        guard let path = paths.randomElement(using: &generator),
            let damage = Damage.allCases.randomElement(using: &generator),
            var bytes = disk.content[path], let byte = bytes.indices.randomElement(using: &generator)
        else { return "nothing" }
        let lines = disk.lines(of: path)
        guard let line = lines.randomElement(using: &generator), let other = lines.randomElement(using: &generator)
        else {
            return "nothing"
        }
        let text = bytes[line.lowerBound...line.upperBound]
        switch damage {
        case .bit: bytes[byte] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case .line: bytes.removeSubrange(line.lowerBound...line.upperBound)
        case .early: bytes.insert(contentsOf: text, at: min(line.lowerBound, other.lowerBound))
        case .late: bytes.insert(contentsOf: text, at: max(line.lowerBound, other.lowerBound))
        case .swap:
            let (first, second) = line.lowerBound < other.lowerBound ? (line, other) : (other, line)
            if first == second { break }
            let late = Array(bytes[second.lowerBound...second.upperBound])
            let early = Array(bytes[first.lowerBound...first.upperBound])
            bytes.replaceSubrange(second.lowerBound...second.upperBound, with: early)
            bytes.replaceSubrange(first.lowerBound...first.upperBound, with: late)
        case .end: bytes.removeSubrange(byte...)
        case .zeros: for place in byte..<min(byte + 512, bytes.count) { bytes[place] = 0 }
        case .block:
            // What another file has there, or this one at another place.
            let source = paths.randomElement(using: &generator).flatMap { disk.content[$0] } ?? bytes
            let start = (source.indices.randomElement(using: &generator) ?? 0) / 512 * 512
            let place = byte / 512 * 512
            for offset in 0..<512 where place + offset < bytes.count && start + offset < source.count {
                bytes[place + offset] = source[start + offset]
            }
        case .file:
            try? disk.remove(path)
            return "\(path) gone"
        }
        disk.content[path] = bytes
        return "\(damage) at \(byte) of \(path)"
    }
}
