import RosterTesting

extension SimulatedDisk {
    /// What of the bytes that were not synchronised survives.
    enum Bytes: CaseIterable {
        case all, none, beginning, some, someAndZeros, rubbishAtTheEnd
    }

    /// What of the changes of names that were not synchronised survives.
    enum Names: CaseIterable {
        case all, none, beginning, some
    }
}

extension SimulatedDisk.State {
    /// The disk when the power is back.
    func afterPowerCut(
        _ generator: inout SeededGenerator, bytes: SimulatedDisk.Bytes? = nil, names: SimulatedDisk.Names? = nil
    ) -> SimulatedDisk.State {
        var cut = self
        for folder in pendingNames.keys.sorted() {
            let all = pendingNames[folder] ?? []
            for naming in Self.survivors(of: all, names ?? .random(&generator), &generator) { cut.settle(naming) }
        }
        cut.pendingNames = [:]
        cut.folders = cut.durableFolders
        cut.names = cut.durableNames.filter { cut.folders.contains(SimulatedDisk.folder(of: $0.key)) }
        cut.durableNames = cut.names
        let kept = Set(cut.names.values)
        cut.files = [:]
        for (number, file) in files.sorted(by: { $0.key < $1.key }) where kept.contains(number) {
            let content = file.afterPowerCut(bytes ?? .random(&generator), &generator)
            cut.files[number] = SimulatedDisk.File(current: content, durable: content)
        }
        cut.restart()
        return cut
    }

    /// The disk after the process has ended and nothing else: what is in the cache is read as if it were on the disk.
    func afterRestart() -> SimulatedDisk.State {
        var state = self
        state.restart()
        return state
    }

    private mutating func restart() {
        openings = [:]
        openFolders = [:]
        locks = [:]
        fault = nil
        failures = [:]
        lastChange = .max
        space = .max
        descriptorsLeft = .max
        hasLostSync = false
    }

    private static func survivors(
        of all: [SimulatedDisk.Naming], _ kind: SimulatedDisk.Names, _ generator: inout SeededGenerator
    ) -> [SimulatedDisk.Naming] {
        switch kind {
        case .all: return all
        case .none: return []
        case .beginning: return Array(all.prefix(Int.random(in: 0...all.count, using: &generator)))
        case .some: return all.filter { _ in Bool.random(using: &generator) }
        }
    }
}

extension SimulatedDisk.File {
    fileprivate func afterPowerCut(_ kind: SimulatedDisk.Bytes, _ generator: inout SeededGenerator) -> [UInt8] {
        var content = durable
        switch kind {
        case .none: break
        case .all: for change in pending { content.apply(change) }
        case .beginning:
            for change in pending.prefix(Int.random(in: 0...pending.count, using: &generator)) { content.apply(change) }
        case .some:
            for change in pending where Bool.random(using: &generator) { content.apply(change) }
        case .someAndZeros:
            for change in pending where Bool.random(using: &generator) { content.apply(change) }
            if content.count < current.count {
                content += [UInt8](repeating: 0, count: current.count - content.count)
            }
        case .rubbishAtTheEnd:
            var kept = pending.prefix(Int.random(in: 0...pending.count, using: &generator))
            if case .write(let offset, var bytes)? = kept.popLast() {
                for place in Int.random(in: 0...bytes.count, using: &generator)..<bytes.count {
                    bytes[place] = UInt8.random(in: 0...255, using: &generator)
                }
                kept.append(.write(at: offset, bytes))
            }
            for change in kept { content.apply(change) }
        }
        return content
    }
}

extension CaseIterable {
    fileprivate static func random(_ generator: inout SeededGenerator) -> Self {
        let cases = Array(allCases)
        return cases[Int.random(in: 0..<cases.count, using: &generator)]
    }
}
