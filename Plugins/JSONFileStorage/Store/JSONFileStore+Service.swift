public import RosterCore
public import ServiceLifecycle
import Synchronization

extension JSONFileStore: Service, BackgroundWork {
    /// Waits for the end: closes the store when the process is to shut down.
    ///
    /// - Throws: ``JSONFileStoreError`` as soon as the disk cannot be trusted any more, so that the process ends.
    public func run() async throws {
        for await failure in failures.cancelOnGracefulShutdown() {
            await close()
            throw failure
        }
        await close()
    }
}

extension JSONFileStore {
    /// That the store has stopped, that the disk is full, what has kept changes waiting for ten seconds, or that the last backup
    /// failed.
    public var impediment: String? {
        if failure != nil { return "the store has stopped" }
        if !hasRoom.withLock({ $0 }) { return "there is no room for changes on the disk" }
        let now = clock.read()
        if let delay = waiting.withLock({ $0.delay(at: now) }) { return delay.impediment }
        return lacksBackup.withLock { $0 } ? "the last backup failed" : nil
    }
}
