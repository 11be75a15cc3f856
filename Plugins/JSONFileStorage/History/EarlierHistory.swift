import SCIM

/// Transactions that are not among the latest any more, as far as somebody reads them.
///
/// Whoever reads far back needs a state of that time beside the present one. Readers who are not far from one another share it,
/// and it goes when nobody has read for a while.
struct EarlierHistory {
    /// How many readers may be far from one another before they take the states from each other.
    private static let capacity = 2
    /// How many transactions are read ahead, and how far behind what is at hand a reader may be to share it.
    private static let reach = 256
    /// How long the lines of one reading may be together before no further one is read.
    private static let readingBytes = 4 << 20

    private struct Passage {
        var window: TransactionWindow
        var place: HistoryReader.Place
    }

    /// What is being read, that which was read last at the end.
    private var passages: [Passage] = []
    /// How often something was read.
    private(set) var readings = 0

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
        guard
            let (found, place) = try reader.transactions(
                after: start, past: position, upTo: last, count: position - start + max(count, Self.reach),
                bytes: Self.readingBytes, from: near.map { passages[$0].place })
        else { return nil }
        var passage =
            near.map { passages.remove(at: $0) } ?? Passage(window: TransactionWindow(after: start), place: place)
        passage.window.append(found, upTo: place.position)
        passage.place = place
        passages.append(passage)
        if passages.count > Self.capacity { passages.removeFirst() }
        return Array(found.drop { $0.position <= position }.prefix(count))
    }

    /// Lets go of everything.
    mutating func forget() { passages = [] }
}
