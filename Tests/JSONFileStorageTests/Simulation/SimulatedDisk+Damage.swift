import RosterTesting

extension SimulatedDisk.State {
    /// Every way in which the power may go: each subset of what was not synchronised, with and without zeros for the rest.
    ///
    /// - Parameter limit: How many pieces or names may be pending in one place; `nil` is the answer if there are more.
    func allPowerCuts(limit: Int) -> [SimulatedDisk.State]? {
        let namings = pendingNames.keys.sorted().flatMap { pendingNames[$0] ?? [] }
        let dirty = files.filter { !$0.value.pending.isEmpty }.sorted { $0.key < $1.key }
        guard namings.count <= limit, dirty.reduce(0, { $0 + $1.value.pending.count }) <= limit else { return nil }
        var cuts: [SimulatedDisk.State] = []
        for chosen in 0..<(1 << namings.count) {
            var named = self
            for (place, naming) in namings.enumerated() where chosen >> place & 1 == 1 { named.settle(naming) }
            named.pendingNames = [:]
            var contents = [named]
            for (number, file) in dirty {
                contents = contents.flatMap { state in
                    file.allPowerCuts.map { content in
                        var state = state
                        state.files[number] = content
                        return state
                    }
                }
            }
            cuts += contents
        }
        var generator = SeededGenerator(seed: 0)
        // What is pending no more has one outcome.
        return cuts.map {
            $0.afterPowerCut(&generator, bytes: SimulatedDisk.Bytes.none, names: SimulatedDisk.Names.none)
        }
    }

    /// The disk with one bit of a file flipped.
    func flipping(bit: Int, of path: String) -> SimulatedDisk.State {
        changing(path) { $0[bit / 8] ^= 1 << UInt8(bit % 8) }
    }

    /// The disk with a file cut off.
    func cutting(_ path: String, to length: Int) -> SimulatedDisk.State {
        changing(path) { $0.removeSubrange(length...) }
    }

    private func changing(_ path: String, _ change: (inout [UInt8]) -> Void) -> SimulatedDisk.State {
        guard let number = names[path], var content = files[number]?.current else { return self }
        change(&content)
        var state = self
        state.files[number] = SimulatedDisk.File(current: content, durable: content)
        return state
    }
}

extension SimulatedDisk.File {
    fileprivate var allPowerCuts: [SimulatedDisk.File] {
        (0..<(1 << pending.count)).flatMap { chosen -> [SimulatedDisk.File] in
            var content = durable
            for (place, change) in pending.enumerated() where chosen >> place & 1 == 1 { content.apply(change) }
            var filled = content
            if content.count < current.count { filled += [UInt8](repeating: 0, count: current.count - content.count) }
            let all = filled == content ? [content] : [content, filled]
            return all.map { SimulatedDisk.File(current: $0, durable: $0) }
        }
    }
}
