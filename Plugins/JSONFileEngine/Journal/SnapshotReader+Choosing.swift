extension SnapshotReader {
    /// A snapshot that is of no use.
    package struct Corrupt: Sendable {
        /// The number in its name.
        package let number: Int
        /// What is wrong with it, and where.
        package let broken: Broken

        /// What there is to say if nothing takes its place.
        package var error: JSONFileStoreError {
            .corrupt(
                FileName.snapshot(number),
                "\(broken.place): \(broken.reason); no older snapshot and no journal from the beginning take its place")
        }
    }

    /// What a sound snapshot holds, what it takes account of, and its length in bytes.
    package typealias Content = (state: StoreState, position: JournalPosition, length: Int)

    /// Reads the first of several snapshots that is sound.
    ///
    /// - Parameters:
    ///   - numbers: Their numbers.
    ///   - names: The names of those that are not called by their numbers.
    ///   - keepsContent: Whether the content is wanted; without it every line is checked, and the state stays empty.
    /// - Returns: What it holds; and those before it, which are not sound.
    package func first(
        of numbers: some Sequence<Int>, named names: [Int: String] = [:], layouts: [TypeLayout],
        keepingContent keepsContent: Bool = true
    ) throws -> (content: Content?, corrupt: [Corrupt]) {
        var corrupt: [Corrupt] = []
        for number in numbers {
            var state = StoreState(layouts)
            do {
                let found = try read(number, named: names[number]) { !keepsContent || state.apply($0) }
                return ((state, found.position, found.length), corrupt)
            } catch let broken as Broken {
                corrupt.append(Corrupt(number: number, broken: broken))
            }
        }
        return (nil, corrupt)
    }
}
