import Logging
import SCIM
import Synchronization

@testable import JSONFileEngine
@testable import JSONFileStorage

extension Simulation {
    /// Opens the store after a power cut at a moment, perhaps with another cut on the way, and goes on with it.
    mutating func recover(from moment: SimulatedDisk.State, _ outcome: Int) throws {
        var state = moment.afterPowerCut(&generator)
        if Int.random(in: 0..<100, using: &generator) < plan.secondCuts {
            let disk = SimulatedDisk(state)
            let steps = state.changes + Int.random(in: 0..<14, using: &generator)
            disk.state.withLock { $0.lastChange = steps }
            if var writer = try? openWriter(disk) { writer.release() }
            state = disk.state.withLock { $0 }.afterPowerCut(&generator)
        }
        let (disk, content) = try open(state, from: moment)
        guard outcome == 0 else { return }
        // What was read has been served, so no further cut may take it away.
        let again = disk.state.withLock { $0 }.afterPowerCut(&generator)
        let (_, second) = try open(again, from: moment)
        guard second == content else { throw finding("a second cut has changed what was served after the first one") }
    }

    /// Opens the store and holds what it has against what it may have.
    mutating func open(
        _ state: SimulatedDisk.State, from moment: SimulatedDisk.State
    ) throws -> (SimulatedDisk, SimulatedDirectory) {
        recoveries += 1
        let disk = SimulatedDisk(state)
        var writer = try openWriter(disk)
        defer { writer.release() }
        let content = SimulatedDirectory(writer.state)
        guard let place = (moment.answered...moment.asked).last(where: { history[$0] == content }) else {
            let elsewhere =
                history.lastIndex { $0 == content }.map { "the state after change \($0)" } ?? "no state at all"
            throw finding("\(elsewhere), not one after \(moment.answered) to \(moment.asked)")
        }
        try checkIndexes(of: writer.state, against: history[place])
        return (disk, content)
    }

    /// Opens the store and tells what it has.
    mutating func open(_ disk: SimulatedDisk, logger: Logger = quiet) throws -> SimulatedDirectory {
        recoveries += 1
        var writer = try openWriter(disk, logger: logger)
        defer { writer.release() }
        return SimulatedDirectory(writer.state)
    }

    /// After which change, from one on, the store has a content.
    func place(of content: SimulatedDirectory, from first: Int) -> Int? { history[first...].firstIndex(of: content) }

    /// Whether the store had a content of which something is true.
    func hasHeld(_ isTrue: (SimulatedDirectory) -> Bool) -> Bool { history.contains(where: isTrue) }

    private func checkIndexes(of state: StoreState, against directory: SimulatedDirectory) throws {
        for (id, user) in directory.users {
            let name = user.attributes[.userName]?.string ?? ""
            let found = try state.page(
                Query(.user, filter: try ResourceType.user.resolve(Filter(#"userName eq "\#(name)""#))))
            guard found.resources.map(\.id.text) == [id] else { throw finding("the index of userName misses \(name)") }
            let groups = Set(state.groups(of: id).map(\.id.text))
            guard groups == Set(directory.groups.filter { $0.value.members.contains(id) }.keys) else {
                throw finding("the index of members misses groups of \(id)")
            }
            // One is enough: the others go the same way.
            return
        }
    }
}
