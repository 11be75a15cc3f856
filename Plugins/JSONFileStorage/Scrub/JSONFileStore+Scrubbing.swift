import Dispatch
import Logging
import SCIM
import Synchronization

extension JSONFileStore {
    /// How long after a start the files are read for the first time, unless that is to happen more often anyway.
    private static let firstScrub = Duration.seconds(600)
    /// How long to rest between two parts, so that whoever waits for the disk comes first.
    private static let rest = Duration.milliseconds(50)

    /// Has the files of the store read now and then, to find those that the disk has spoilt.
    func beginScrubbing() {
        guard let interval = options.scrubInterval else { return }
        scrub(in: min(Self.firstScrub, interval), every: interval)
    }

    private func scrub(in delay: Duration, every interval: Duration) {
        scrubQueue.asyncAfter(deadline: .now() + delay.dispatchInterval) { [weak self] in
            guard let self, !isClosing.withLock({ $0 }) else { return }
            look { self.closing.wait(timeout: .now() + Self.rest.dispatchInterval) == .timedOut }
            scrub(in: interval, every: interval)
        }
    }

    /// Reads all files now, without a rest, and waits until what is broken is made good for.
    package func scrub() async {
        await on(scrubQueue) { self.look { true } }
        await on(compactionQueue) {}
        await on(queue) {}
        await on(compactionQueue) {}
    }

    /// Reads all files, and has what seems to be broken looked at again.
    private func look(resting rest: @escaping () -> Bool) {
        // A snapshot that was made meanwhile may have taken away what was about to be read.
        guard !findings(rest).isEmpty else { return }
        compactionQueue.async { self.rescue() }
    }

    private func findings(_ rest: @escaping () -> Bool) -> [Scrub.Finding] {
        let (journal, snapshots) = writer.withLock { ($0.journal, $0.snapshots) }
        let scrub = Scrub(
            folder: journal.folder, store: journal.store, types: TypePlaces(journal.layouts), first: journal.first,
            length: journal.length, snapshots: snapshots, rest: rest)
        do {
            return try scrub.run()
        } catch is Scrub.Abandoned {
            return []
        } catch {
            logger.warning("the files of the store could not all be checked", metadata: ["error": "\(error)"])
            return []
        }
    }

    /// Puts a snapshot of what memory knows in the place of files that are broken.
    private func rescue() {
        let findings = findings { !self.isClosing.withLock { $0 } }
        for finding in findings {
            logger.error(
                "a file of the store is broken on the disk; memory holds what it held, and a new snapshot takes its place",
                metadata: ["file": "\(finding.file)", "reason": "\(finding.reason)"])
        }
        guard !findings.isEmpty, !isClosing.withLock({ $0 }) else { return }
        spoilt.withLock { $0.formUnion(findings.map(\.file)) }
        queue.async { self.tidy(force: true) }
    }
}
