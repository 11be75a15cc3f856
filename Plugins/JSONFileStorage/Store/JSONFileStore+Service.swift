public import ServiceLifecycle

extension JSONFileStore: Service {
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
