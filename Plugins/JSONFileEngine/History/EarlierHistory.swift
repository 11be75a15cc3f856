import SCIM

/// Transactions that are not among the latest any more, as far as somebody reads them.
///
/// Whoever reads far back needs a state of that time beside the present one. Readers who are not far from one another share it,
/// and it goes when nobody has read for a while.
struct EarlierHistory {
    /// How many resources all states that are held may have, beyond those of the two that always are.
    private static let capacity = 200_000
    /// How many transactions are read ahead, and how far behind what is at hand a reader may be to share it.
    private static let reach = 256
    /// How long the lines of one reading may be together before no further one is read.
    private static let readingBytes = 4 << 20

    private struct Passage {
        var window: TransactionWindow
        package var place: HistoryReader.Place
    }

    /// What is being read, that which was read last at the end.
    private var passages: [Passage] = []
    /// How often something was read, and whether somebody looks after a while whether there was more.
    private(set) var readings = 0
    var isWatched = false

    /// The transactions that come next after a position.
    ///
    /// - Returns: `nil` if the files do not reach back so far.
    mutating func transactions(
        after position: Int, upTo last: Int, count: Int, with reader: HistoryReader
    ) throws -> [Transaction]? {
        readings += 1
        let near = passages.lastIndex { $0.window.floor...($0.window.end + Self.reach) ~= position }
        if let near, let found = passages[near].window.transactions(after: position, count: count), !found.isEmpty {
            passages.append(passages.remove(at: near))
            return found
        }
        // What lies before the position is taken along for those who come behind.
        let start = near.map { passages[$0].window.end } ?? position
        let reading = try reader.transactions(
            after: start, past: position, upTo: last, count: max(0, position - start) + max(count, Self.reach),
            bytes: Self.readingBytes, from: near.map { passages[$0].place } ?? latestPlace(before: position))
        guard let (found, floor, place) = reading else {
            guard let near else { return nil }
            // The files behind the passage are gone; there may be a snapshot between it and the position.
            passages.remove(at: near)
            return try transactions(after: position, upTo: last, count: count, with: reader)
        }
        var passage = Passage(window: TransactionWindow(after: floor), place: place)
        if let near {
            let known = passages.remove(at: near)
            if floor == start { passage.window = known.window }
        }
        passage.window.append(found, upTo: place.position)
        passages.append(passage)
        while passages.count > 2, passages.reduce(0, { $0 + $1.place.state.count }) > Self.capacity {
            passages.removeFirst()
        }
        return Array(found.drop { $0.position <= position }.prefix(count))
    }

    private func latestPlace(before position: Int) -> HistoryReader.Place? {
        passages.map(\.place).filter { $0.position <= position }.max { $0.position < $1.position }
    }

    /// Lets go of everything.
    mutating func forget() { passages = [] }
}
