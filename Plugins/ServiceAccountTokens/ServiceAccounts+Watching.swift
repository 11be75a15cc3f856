import Dispatch
import Logging
public import RosterCore
import SCIM
public import ServiceLifecycle
import Synchronization

extension ServiceAccounts: Service, BackgroundWork {
    /// Half of the second within which a revocation has to count everywhere.
    private static let interval = DispatchTimeInterval.milliseconds(500)
    private static let patience = DispatchTimeInterval.seconds(1)

    /// Watches the file for changes by other processes, until the server shuts down.
    public func run() async throws {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now(), repeating: Self.interval, leeway: .milliseconds(50))
        timer.setEventHandler { [self] in refresh() }
        queue.async { [self] in prepareSpare() }
        timer.activate()
        defer { timer.cancel() }
        do {
            try await gracefulShutdown()
        } catch is CancellationError {
            // Being cancelled is another way to be told to stop.
        }
    }

    /// Looks at the file once, as ``run()`` does again and again; for tests, which then need not wait.
    package func refreshOnce() async throws {
        try await queue.run { [self] in refresh() }
    }

    /// Waits for a look at the file that begins from now on; requests that come before it begins share it.
    ///
    /// A disk that does not answer holds up nobody for longer than a second.
    func lookAtFile() async {
        let (look, isNew) = nextLook.withLock { next in
            if let next { return (next, false) }
            let look = AwaitedLook()
            next = look
            return (look, true)
        }
        if isNew {
            queue.async { [self] in
                nextLook.withLock { $0 = nil }
                refresh()
                look.end()
            }
            patienceQueue.asyncAfter(deadline: .now() + Self.patience) { look.end() }
        }
        await look.wait()
    }

    /// Reads the file again if it is not the one that was read last.
    ///
    /// What cannot be read changes nothing: an editor's half-written file must not lock everybody out. A file that was
    /// removed is one without accounts.
    private func refresh() {
        do throws(AccountFileError) {
            if try file.fingerprint() != watch.withLock({ $0.fingerprint }) {
                publish(try file.load())
                logger.debug("service accounts read again", metadata: ["file": "\(file.path)"])
            }
        } catch {
            let isNew = watch.withLock { watch in
                defer { watch.failure = error }
                return watch.failure != error
            }
            if isNew { logger.error("service accounts stay as they were: \(error.reason)") }
        }
        warnOfExpiry()
    }

    /// Makes room for revocations while there is some.
    private func prepareSpare() {
        do throws(AccountFileError) {
            try file.prepareSpare()
        } catch {
            logger.notice(
                "tokens may not be revoked on a full disk: there is no spare beside the file of service accounts",
                metadata: ["reason": "\(error.reason)"])
        }
    }

    /// Lets requests see what the file holds.
    func publish(_ contents: AccountFile.Contents) {
        table.withLock { $0 = AccountTable(contents.accounts) }
        let groupMode = contents.status.flatMap { $0.isOpenToGroup ? $0.mode : nil }
        let isNewMode = watch.withLock { watch in
            watch.fingerprint = contents.status?.fingerprint
            watch.failure = nil
            defer { watch.groupMode = groupMode }
            return watch.groupMode != groupMode
        }
        guard let groupMode, isNewMode else { return }
        logger.warning(
            "the file of the service accounts is open to its group; if only the server needs it, run: chmod 600 \(file.path)",
            metadata: ["file": "\(file.path)", "mode": "0\(String(groupMode, radix: 8))"])
    }

    /// Logs the accounts that have come near their end.
    func warnOfExpiry() {
        let accounts = table.withLock { $0 }.accounts
        let time = now()
        for (account, days) in watch.withLock({ $0.expiry.due(among: accounts, at: time) }) {
            logger.warning(
                "the token of a service account expires within \(days == 1 ? "a day" : "\(days) days")",
                metadata: [
                    "id": "\(account.credential.id)", "name": "\(account.credential.name)",
                    "expires": "\(account.credential.expires?.description ?? "never")",
                ])
        }
    }
}

extension DispatchQueue {
    /// Runs blocking work on the queue without holding up the caller's thread.
    func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            async { continuation.resume(with: Swift.Result { try work() }) }
        }
    }
}
