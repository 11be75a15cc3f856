import Dispatch
import Logging
import RosterCore
import SCIM
import Synchronization

extension JSONFileStore {
    /// The longest time after which a backup that failed is tried again.
    private static let retryInterval = Duration.seconds(600)

    /// Has a backup made now and then, if the configuration says so.
    func beginBackingUp() {
        guard let interval = options.backup.interval else { return }
        backUp(in: .zero, every: interval)
    }

    private func backUp(in delay: Duration, every interval: Duration) {
        backupQueue.asyncAfter(deadline: .now() + delay.dispatchInterval) { [weak self] in
            guard let self, !isClosing.withLock({ $0 }) else { return }
            backUp(in: makeBackupIfDue(every: interval), every: interval)
        }
    }

    /// Makes a backup now and waits for it.
    package func backUp() async { await on(backupQueue) { self.makeBackup() } }

    private var maintenance: JSONFileMaintenance {
        let journal = writer.withLock { $0.journal }
        return JSONFileMaintenance(
            path: journal.folder.path, types: journal.layouts.map(\.type), options: options, logger: logger)
    }

    /// How long the newest backup is still new, so that a server that is started again does not make one each time.
    private func rest(until interval: Duration) -> Duration {
        let store = writer.withLock { $0.journal.store }
        let now = options.clock().millisecondsSinceEpoch
        // A backup from the future says nothing.
        let ages = (try? maintenance.backupFolder.all(of: store).map { now - $0.made.millisecondsSinceEpoch }) ?? []
        guard let age = ages.filter({ $0 >= 0 }).min() else { return .zero }
        return max(.zero, interval - .milliseconds(age))
    }

    /// Whether the newest backup holds the last change.
    ///
    /// It may end with the seal behind that one, which changes nothing.
    private var isBackedUp: Bool {
        let (store, lastChange, end) = writer.withLock { ($0.journal.store, $0.lastChange, $0.journal.position.number) }
        let all = (try? maintenance.backupFolder.all(of: store)) ?? []
        // One that ends where the journal has not come to is of another time than this folder.
        return [all.last, all.max { $0.wasMadeBefore($1) }].contains {
            $0.map { lastChange...end ~= $0.position } ?? false
        }
    }

    /// Makes a backup unless the newest one is new or holds the last change.
    ///
    /// - Returns: When to look again.
    private func makeBackupIfDue(every interval: Duration) -> Duration {
        let rest = rest(until: interval)
        guard rest == .zero, !isBackedUp else {
            lacksBackup.withLock { $0 = false }
            if rest == .zero { logger.debug("nothing has changed since the last backup") }
            return rest == .zero ? interval : rest
        }
        makeBackup()
        return lacksBackup.withLock { $0 } ? min(interval, Self.retryInterval) : interval
    }

    private func makeBackup() {
        do {
            let report = try maintenance.createBackup(in: nil, .none) { self.isClosing.withLock { $0 } }
            logger.info(
                "made a backup",
                metadata: ["backup": "\(report.backup.name)", "bytes": "\(report.backup.bytes)"])
            lacksBackup.withLock { $0 = false }
            for name in report.deleted { logger.info("deleted a backup", metadata: ["backup": "\(name)"]) }
        } catch is BackupMaker.Abandoned {
            return
        } catch {
            lacksBackup.withLock { $0 = true }
            logger.error(
                "no backup could be made; it is tried again within ten minutes", metadata: ["error": "\(error)"])
        }
    }
}
