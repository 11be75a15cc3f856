import JSONFileEngine
public import RosterCore
public import ServiceLifecycle

extension JSONFileStore: Service, BackgroundWork {
    /// Waits for the end: closes the store when the process is to shut down.
    ///
    /// - Throws: ``JSONFileStoreError`` as soon as the disk cannot be trusted any more, so that the process ends.
    public func run() async throws {
        for await failure in engine.failures.cancelOnGracefulShutdown() {
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
        engine.impediment ?? (backups.hasFailed ? "the last backup failed" : nil)
    }
}
