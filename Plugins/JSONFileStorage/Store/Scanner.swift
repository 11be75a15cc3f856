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

/// Looks at all resources of a type, on threads of its own, one for each processor.
///
/// Nobody waits for it but who asked. Several scans take turns piece by piece.
final class Scanner: Sendable {
    /// How many resources are looked at in one go; fewer are not worth another thread.
    static let piece = 4_096
    private let queues: [DispatchQueue]

    /// The processors of the machine.
    static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Makes the threads.
    init(threads: Int) {
        queues = (0..<max(1, threads)).map { DispatchQueue(label: "roster.store.scan.\($0)") }
    }

    /// Answers a query that no index answers.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before the scan has come to its end.
    func page(_ query: Query, in state: StoreState, _ collection: ResourceCollection) async throws -> Page {
        let pieces = (collection.resources.count + Self.piece - 1) / Self.piece
        let run = Run(pieces: pieces)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                for number in 0..<pieces {
                    queues[number % queues.count].async {
                        guard let matches = run.finish(number, Self.matches(query, number, state, collection, run))
                        else {
                            return
                        }
                        continuation.resume(
                            with: Result {
                                if run.isCancelled { throw CancellationError() }
                                return state.page(query, of: matches, in: collection)
                            })
                    }
                }
            }
        } onCancel: {
            run.cancel()
        }
    }

    private static func matches(
        _ query: Query, _ number: Int, _ state: StoreState, _ collection: ResourceCollection, _ run: Run
    ) -> [StoredResource] {
        if run.isCancelled { return [] }
        return state.matches(query, in: collection, from: number * piece, count: piece)
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
