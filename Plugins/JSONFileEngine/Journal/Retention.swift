import SCIM

/// Which snapshots and segments are kept: what a start needs, and the history that is wanted.
///
/// A generation is a snapshot, or the beginning, with the journal up to the next snapshot.
struct Retention: Sendable {
    /// How many generations are kept however old they are: one more than is needed, for the case that the newest
    /// snapshot spoils.
    private static let generations = 2

    /// The folder of the store.
    package let folder: StoreFolder
    /// When lines must have been written for their generation to be kept beyond that; `nil` if none is.
    let wantedSince: DateTime?

    /// Deletes the generations that nobody wants any more.
    func deleteSuperfluous() throws {
        let listing = try StoreListing(folder)
        guard listing.snapshots.count >= Self.generations else { return }
        let bases = (listing.segments.first == 1 ? [0] : []) + listing.snapshots
        var superfluous = bases.dropLast(Self.generations)
        if wantedSince != nil {
            superfluous = superfluous.prefix { base in
                bases.first { $0 > base }.map { isOver(from: base, upTo: $0, listing.segments) } ?? false
            }
        }
        let oldest = bases[superfluous.endIndex...].first ?? 0
        for file in listing.files {
            // Every snapshot was preceded by the beginning of a segment, so no segment reaches across one.
            switch file {
            case .snapshot(let number) where number < oldest: break
            case .segment(let number) where number <= oldest: if isWanted(number, bases) { continue }
            default: continue
            }
            try folder.disk.remove(folder.path(of: file.name))
            // One after the other, so that what a power cut leaves leads on to the rest.
            try folder.disk.synchronizeFolder(folder.path)
        }
    }

    /// Whether a segment is to be kept though the snapshot before it is gone: what it tells is history all the same.
    private func isWanted(_ segment: Int, _ bases: [Int]) -> Bool {
        guard let wantedSince, !bases.contains(where: { $0 < segment }) else { return false }
        return firstTime(inSegment: segment).map { $0 >= wantedSince } ?? true
    }

    /// Whether all lines of a generation were written before those that are wanted, as far as the first line of each segment
    /// and the one behind the last of them tell.
    ///
    /// A file that does not tell, as one that is broken, keeps its generation.
    private func isOver(from base: Int, upTo end: Int, _ segments: [Int]) -> Bool {
        guard let wantedSince else { return true }
        let inside = segments.filter { $0 > base && $0 <= end }.map(firstTime)
        let behind = segments.lazy.filter { $0 > end }.compactMap(firstTime).first
        return (inside + [behind]).allSatisfy { $0.map { $0 < wantedSince } ?? false }
    }

    private func firstTime(inSegment first: Int) -> DateTime? {
        (try? folder.firstTime(inSegment: first)) ?? nil
    }
}
