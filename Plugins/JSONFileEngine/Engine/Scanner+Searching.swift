import SCIM
import Synchronization

extension Scanner {
    /// Answers a query.
    ///
    /// - Parameter work: How much there is to look at, in resources and members.
    /// - Throws: `CancellationError` if the task is cancelled before the scan has come to its end,
    ///   ``SCIM/SCIMError/Code/tooMany`` if it takes more than the budget of the task allows,
    ///   ``SCIM/SCIMError/Code/unavailable`` if it is not done in time.
    func page(
        _ query: Query, by route: SearchRoute, work: Int, in state: StoreState, _ collection: ResourceCollection
    ) async throws -> Page {
        let scan = Scan(query: query, route: route, state: state, collection: collection, slice: slice)
        return try await value(of: scan.page) { scan.jobs(work: work, for: Self.account) }
    }
}

/// One query in progress over all resources of a type.
private final class Scan: Sendable {
    /// The page that the task awaits.
    let page = Awaited<Page>()
    private let query: Query
    private let route: SearchRoute
    private let state: StoreState
    private let collection: ResourceCollection
    private let slice: Int
    private let budget = WorkBudget.current
    private let progress = Mutex(Progress())

    /// What the finished pieces have found.
    private struct Progress {
        var found: [[StoredResource]] = []
        var remaining = 0
    }

    /// A range of resources, and the matches found in it so far.
    private struct Piece {
        package let number: Int
        var range: Range<Int>
        var found: [StoredResource] = []
    }

    init(query: Query, route: SearchRoute, state: StoreState, collection: ResourceCollection, slice: Int) {
        self.slice = slice
        self.query = query
        self.route = route
        self.state = state
        self.collection = collection
    }

    /// The pieces of the work; the candidates of an index are one.
    func jobs(work: Int, for account: String) -> [Job] {
        let all = collection.resources.count
        var pieces = [Piece(number: 0, range: 0..<all)]
        if case .scan = route {
            // So many resources that a piece is about as much work as any other.
            let size = max(1, all * Scanner.piece / max(all, work, 1))
            pieces = stride(from: 0, to: max(1, all), by: size).enumerated().map { number, start in
                Piece(number: number, range: start..<min(start + size, all))
            }
        }
        progress.withLock { progress in
            progress.found = Array(repeating: [], count: pieces.count)
            progress.remaining = pieces.count
        }
        return pieces.map { job(on: $0, for: account) }
    }

    private func job(on piece: Piece, for account: String) -> Job {
        Job(account: account) { [self] in
            if page.isOver { return nil }
            let meter = WorkMeter(budget) { [page] in page.isOver }
            var piece = piece
            do {
                try look(at: &piece, meter)
                try meter.finish()
                if !piece.range.isEmpty { return job(on: piece, for: account) }
                if let found = finish(piece) { page.end(.success(try page(of: found))) }
            } catch {
                page.end(.failure(error))
            }
            return nil
        }
    }

    /// Looks at as many of the resources as fit into a slice.
    private func look(at piece: inout Piece, _ meter: WorkMeter) throws {
        switch route {
        case .index(let candidates):
            piece.found = state.matches(query, among: candidates, in: collection, counting: meter)
            piece.range = piece.range.upperBound..<piece.range.upperBound
        case .order, .scan:
            let (found, looked) = state.matches(
                query, in: collection, from: piece.range.lowerBound, count: piece.range.count, counting: meter,
                upTo: slice)
            piece.found += found
            piece.range = min(piece.range.lowerBound + looked, piece.range.upperBound)..<piece.range.upperBound
        }
    }

    /// Takes in what a piece holds.
    ///
    /// - Returns: Everything that was found, in order, when no piece is left.
    private func finish(_ piece: Piece) -> [StoredResource]? {
        progress.withLock { progress in
            progress.found[piece.number] = piece.found
            progress.remaining -= 1
            return progress.remaining == 0 ? Array(progress.found.joined()) : nil
        }
    }

    private func page(of found: [StoredResource]) throws -> Page {
        let meter = WorkMeter(budget) { [page] in page.isOver }
        return try state.page(query, of: found, in: collection, counting: meter)
    }
}
