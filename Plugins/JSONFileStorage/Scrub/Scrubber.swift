import Dispatch
import JSONFileEngine
import Logging
import SCIM
import Synchronization

/// Reads the files of an open store now and then, to find those that the disk has corrupted while memory still knows better.
final class Scrubber: Sendable {
    /// How long after a start the files are read for the first time, unless that is to happen more often anyway.
    private static let firstScrub = Duration.seconds(600)
    /// The pause between two parts, in which requests have the disk to themselves.
    private static let rest = Duration.milliseconds(50)

    private let engine: StoreEngine
    private let queue = DispatchQueue(label: "roster.store.scrub", qos: .background)
    /// Wakes the thread when the store is being closed.
    private let stop = DispatchSemaphore(value: 0)

    init(_ engine: StoreEngine) {
        self.engine = engine
    }

    /// Begins to read the files as often as the configuration says.
    func start() {
        guard let interval = engine.options.scrubInterval else { return }
        scrub(in: min(Self.firstScrub, interval), every: interval)
    }

    /// Ends a run, once the engine says that it is about to be closed.
    func finish() async {
        stop.signal()
        await queue.run {}
    }

    private func scrub(in delay: Duration, every interval: Duration) {
        queue.asyncAfter(deadline: .now() + delay.dispatchInterval) { [weak self] in
            guard let self, !engine.isClosing else { return }
            look { self.stop.wait(timeout: .now() + Self.rest.dispatchInterval) == .timedOut }
            scrub(in: interval, every: interval)
        }
    }

    /// Reads all files now, without a rest, and waits until corrupt ones are replaced.
    func scrub() async {
        await queue.run { self.look { true } }
        await engine.snapshots.idle()
        await engine.queue.run {}
        await engine.snapshots.idle()
    }

    /// Reads all files, and has what seems to be corrupt looked at again.
    private func look(resting rest: @escaping () -> Bool) {
        // A snapshot that was made meanwhile may have taken away what was about to be read.
        guard !findings(rest).isEmpty else { return }
        engine.snapshots.betweenSnapshots { self.rescue() }
    }

    private func findings(_ rest: @escaping () -> Bool) -> [Scrub.Finding] {
        let (journal, snapshots) = engine.writer.withLock { ($0.journal, $0.snapshots) }
        let scrub = Scrub(
            folder: journal.folder, store: journal.store, types: TypePlaces(journal.layouts), first: journal.first,
            end: journal.position.number, snapshots: snapshots, rest: rest)
        do {
            return try scrub.run()
        } catch is Scrub.Abandoned {
            return []
        } catch {
            engine.logger.warning(
                "the files of the store could not all be checked", metadata: ["error": "\(error)"])
            return []
        }
    }

    /// Has a snapshot of what memory knows replace corrupt files.
    private func rescue() {
        let findings = findings { !self.engine.isClosing }
        for finding in findings {
            engine.logger.error(
                "a file of the store is broken on the disk; memory holds what it held, and a new snapshot takes its place",
                metadata: ["file": "\(finding.file)", "reason": "\(finding.reason)"])
        }
        guard !findings.isEmpty, !engine.isClosing else { return }
        engine.snapshots.note(corrupt: findings.map(\.file))
        engine.requestSnapshot()
    }
}
