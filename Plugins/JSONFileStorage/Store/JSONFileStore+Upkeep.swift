import Dispatch
import Logging
import Synchronization

extension JSONFileStore {
    /// Lets the process know that the store has stopped.
    func report(_ failure: JSONFileStoreError?) {
        guard let failure else { return }
        stopped.withLock { $0 = failure }
        failureContinuation.yield(failure)
    }

    /// Logs that changes are refused for want of room, or taken again: once, however many there are.
    ///
    /// The thread of the writer calls it.
    func report(_ shortage: FileSystemError?) {
        let hadRoom = hasRoom.withLock { hasRoom in
            defer { hasRoom = shortage == nil }
            return hasRoom
        }
        guard hadRoom != (shortage == nil) else { return }
        let path = writer.withLock { $0.journal.path }
        if let shortage {
            logger.error(
                "there is no room for changes: they are refused until there is, and reads are answered",
                metadata: ["file": "\(path)", "reason": "\(shortage.reason)"])
        } else {
            logger.notice("there is room again: changes are taken", metadata: ["file": "\(path)"])
        }
    }

    /// Logs that changes are refused because they would wait for too long, and why, or that they are taken again: once,
    /// however many there are.
    func report(delay: WriterDelay?) {
        let known = self.delay.withLock { known in
            defer { known = delay }
            return known
        }
        guard delay != known else { return }
        if let delay {
            logger.error("\(delay.beginning)")
        } else if let known {
            logger.notice("\(known.end)")
        }
    }

    /// Reports a failure, and begins segments and snapshots where they are due.
    func tidy(force: Bool = false) {
        do {
            let spoilt = spoilt.withLock { $0 }
            let (failure, compaction) = try writer.withLock { writer in
                let compaction = isClosing.withLock { $0 } ? nil : try writer.rotate(force: force, spoilt: spoilt)
                return (writer.failure, compaction)
            }
            report(failure)
            if let compaction { compactionQueue.async { self.carryOut(compaction) } }
        } catch {
            logger.warning("there is no room for a new file of the journal", metadata: ["error": "\(error)"])
        }
    }

    private func carryOut(_ compaction: Compaction) {
        let result = Result { try compaction.run { self.isClosing.withLock { $0 } } }
        do {
            let failure = try writer.withLock { writer in
                try writer.end(compaction, result)
                return writer.failure
            }
            report(failure)
            if case .success = result {
                let isLeft = spoilt.withLock { spoilt in
                    spoilt.subtract(compaction.spoilt)
                    return !spoilt.isEmpty
                }
                // Found while this snapshot was being made, which does not make good for it.
                if isLeft { queue.async { self.tidy(force: true) } }
            }
        } catch {
            logger.warning("there is no room for a snapshot", metadata: ["error": "\(error)"])
        }
    }

    /// Waits for the disk as late as the configuration allows, once for everything that is written until then.
    func synchronizeSoon() {
        guard case .every(let interval) = options.synchronization else { return }
        let isScheduled = waiting.withLock { waiting in
            defer { waiting.isWaitScheduled = true }
            return waiting.isWaitScheduled
        }
        if isScheduled { return }
        queue.asyncAfter(deadline: .now() + interval.dispatchInterval) {
            self.waiting.withLock { $0.isWaitScheduled = false }
            self.writer.withLock { $0.synchronize() }
            self.settle()
            self.tidy()
        }
    }

    /// Tells those who follow the store of what is on the disk by now.
    private func settle() {
        guard writer.withLock({ $0.failure == nil && !$0.journal.isAhead }) else { return }
        for waiter in recent.withLock({ $0.settle() }) { waiter.resume() }
    }

    /// Seals the journal if no change comes for a while, so that damage can be told from a write that was cut short.
    func sealSoon() {
        guard let delay = options.sealDelay else { return }
        let number = writer.withLock { $0.journal.isSealed ? nil : $0.journal.position.number }
        guard let number else { return }
        queue.asyncAfter(deadline: .now() + delay.dispatchInterval) {
            self.writer.withLock { writer in
                if writer.journal.position.number == number { writer.seal() }
            }
            self.settle()
            self.tidy()
        }
    }
}

extension Duration {
    /// The same for a queue.
    var dispatchInterval: DispatchTimeInterval {
        .nanoseconds(Int(clamping: components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000))
    }
}
