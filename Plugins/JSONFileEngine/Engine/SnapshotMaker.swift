import Dispatch
import Synchronization

/// Makes snapshots, one at a time, on a thread of its own; and remembers which files are corrupt until one replaces them.
package final class SnapshotMaker: Sendable {
    private let queue = DispatchQueue(label: "roster.store.compaction")
    private let corrupt = Mutex<Set<String>>([])

    /// The corrupt files that no snapshot has replaced yet.
    var corruptFiles: Set<String> { corrupt.withLock { $0 } }

    /// Notes that files are corrupt.
    package func note(corrupt files: [String]) { corrupt.withLock { $0.formUnion(files) } }

    /// Makes a snapshot.
    ///
    /// - Parameters:
    ///   - isAbandoned: Asked now and then whether the snapshot is not wanted any more.
    ///   - completion: Receives the outcome, and whether files are left that were found to be corrupt meanwhile.
    package func make(
        _ compaction: Compaction, isAbandoned: @escaping @Sendable () -> Bool,
        completion: @escaping @Sendable (Result<Compaction.Outcome, any Error>, _ leavesCorrupt: Bool) -> Void
    ) {
        queue.async { [self] in
            let result = Result { try compaction.run(isAbandoned: isAbandoned) }
            let leavesCorrupt = corrupt.withLock { corrupt in
                guard case .success = result else { return false }
                corrupt.subtract(compaction.corrupt)
                return !corrupt.isEmpty
            }
            completion(result, leavesCorrupt)
        }
    }

    /// Does something while no snapshot is made.
    package func betweenSnapshots(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

    /// Waits until nothing is left to do.
    package func idle() async { await queue.run {} }
}
