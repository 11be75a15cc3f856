import Dispatch
import RosterCore
import SCIM
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Looks at many resources or members, on threads of its own, one for each processor.
///
/// Nobody waits for it but who asked. Several scans take turns piece by piece.
final class Scanner: Sendable {
    /// How many resources and members are looked at in one go; fewer are not worth another thread.
    static let piece = 4_096
    private let queues: [DispatchQueue]

    /// The processors of the machine.
    static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Makes the threads.
    init(threads: Int) {
        queues = (0..<max(1, threads)).map { DispatchQueue(label: "roster.store.scan.\($0)") }
    }

    /// Answers a query.
    ///
    /// - Parameter work: How much there is to look at, in resources and members.
    /// - Throws: `CancellationError` if the task is cancelled before the scan has come to its end.
    func page(
        _ query: Query, by route: SearchRoute, work: Int, in state: StoreState, _ collection: ResourceCollection
    ) async throws -> Page {
        let all = collection.resources.count
        // So many resources that a piece is about as much work as any other.
        let size = max(1, all * Self.piece / max(all, work, 1))
        // What an index leads to is looked at in one go.
        let pieces = if case .scan = route { max(1, (all + size - 1) / size) } else { 1 }
        let run = Run(pieces: pieces)
        let first = Int.random(in: queues.indices)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                for number in 0..<pieces {
                    queues[(first + number) % queues.count].async {
                        let matches =
                            switch route {
                            case _ where run.isCancelled: [StoredResource]()
                            case .index(let candidates): state.matches(query, among: candidates, in: collection)
                            case .order, .scan: state.matches(query, in: collection, from: number * size, count: size)
                            }
                        guard let found = run.finish(number, matches) else { return }
                        continuation.resume(
                            with: Result {
                                if run.isCancelled { throw CancellationError() }
                                return state.page(query, of: found, in: collection)
                            })
                    }
                }
            }
        } onCancel: {
            run.cancel()
        }
    }

    /// How far a scan has come.
    private final class Run: Sendable {
        private struct Progress {
            var found: [[StoredResource]]
            var remaining: Int
            var isCancelled = false
        }

        private let progress: Mutex<Progress>

        init(pieces: Int) {
            progress = Mutex(Progress(found: Array(repeating: [], count: pieces), remaining: pieces))
        }

        var isCancelled: Bool { progress.withLock { $0.isCancelled } }

        func cancel() { progress.withLock { $0.isCancelled = true } }

        /// Takes in what a piece holds.
        ///
        /// - Returns: Everything that was found, in order, when no piece is left.
        func finish(_ number: Int, _ matches: [StoredResource]) -> [StoredResource]? {
            progress.withLock { progress in
                progress.found[number] = matches
                progress.remaining -= 1
                return progress.remaining == 0 ? Array(progress.found.joined()) : nil
            }
        }
    }
}
