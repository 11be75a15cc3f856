import Dispatch
import JSONFileEngine
import Logging
import RosterCore
import SCIM
import Synchronization

/// Makes backups of an open store now and then.
final class BackupScheduler: Sendable {
    /// The longest time after which a backup that failed is tried again.
    private static let retryInterval = Duration.seconds(600)

    private let engine: StoreEngine
    private let queue = DispatchQueue(label: "roster.store.backup", qos: .background)
    private let failed = Mutex(false)

    init(_ engine: StoreEngine) {
        self.engine = engine
    }

    /// Whether the last backup that was due could not be made.
    var hasFailed: Bool { failed.withLock { $0 } }

    /// Begins to make backups, if the configuration says so.
    func start() {
        guard let interval = engine.options.backup.interval else { return }
        backUp(in: .zero, every: interval)
    }

    private func backUp(in delay: Duration, every interval: Duration) {
        queue.asyncAfter(deadline: .now() + delay.dispatchInterval) { [weak self] in
            guard let self, !engine.isClosing else { return }
            backUp(in: makeBackupIfDue(every: interval), every: interval)
        }
    }

    /// Makes a backup now and waits for it.
    func backUp() async { await queue.run { self.makeBackup() } }

    /// Waits for what is under way; a backup is given up once the engine says that it is about to be closed.
    func idle() async { await queue.run {} }

    private var maintenance: JSONFileMaintenance {
        let journal = engine.writer.withLock { $0.journal }
        return JSONFileMaintenance(
            path: journal.folder.path, types: journal.layouts.map(\.type), options: engine.options,
            logger: engine.logger)
    }

    /// How long the newest backup is still new, so that a server that is started again does not make one each time.
    private func rest(until interval: Duration) -> Duration {
        let store = engine.writer.withLock { $0.journal.store }
        let now = engine.options.clock().millisecondsSinceEpoch
        // A backup from the future says nothing.
        let ages = (try? maintenance.backupFolder.all(of: store).map { now - $0.made.millisecondsSinceEpoch }) ?? []
        guard let age = ages.filter({ $0 >= 0 }).min() else { return .zero }
        return max(.zero, interval - .milliseconds(age))
    }

    /// Whether the newest backup holds the last change.
    ///
    /// It may end with the seal behind that one, which changes nothing.
    private var isBackedUp: Bool {
        let (store, lastChange, end) = engine.writer.withLock {
            ($0.journal.store, $0.lastChange, $0.journal.position.number)
        }
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
            failed.withLock { $0 = false }
            if rest == .zero { engine.logger.debug("nothing has changed since the last backup") }
            return rest == .zero ? interval : rest
        }
        makeBackup()
        return failed.withLock { $0 } ? min(interval, Self.retryInterval) : interval
    }

    private func makeBackup() {
        do {
            let report = try maintenance.createBackup(in: nil, .none) { self.engine.isClosing }
            engine.logger.info(
                "made a backup",
                metadata: ["backup": "\(report.backup.name)", "bytes": "\(report.backup.bytes)"])
            failed.withLock { $0 = false }
            for name in report.deleted { engine.logger.info("deleted a backup", metadata: ["backup": "\(name)"]) }
        } catch is BackupMaker.Abandoned {
            return
        } catch {
            failed.withLock { $0 = true }
            engine.logger.error(
                "no backup could be made; it is tried again within ten minutes", metadata: ["error": "\(error)"])
        }
    }
}
