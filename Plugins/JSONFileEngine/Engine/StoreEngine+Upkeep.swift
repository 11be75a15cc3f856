import Dispatch
import Logging
import Synchronization

extension StoreEngine {
    /// Why no change can be made at the moment; `nil` if changes can be made.
    package var impediment: String? {
        if failure != nil { return "the store has stopped" }
        if !hasRoom.withLock({ $0 }) { return "there is no room for changes on the disk" }
        let now = clock.read()
        return waiting.withLock { $0.delay(at: now) }?.impediment
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

    /// Begins segments and snapshots where they are due.
    ///
    /// - Parameter force: Whether a snapshot is to be made however short the journal is.
    func rotateIfDue(force: Bool = false) {
        do {
            let (failure, compaction) = try writer.withLock { writer in
                let compaction =
                    isClosing ? nil : try writer.rotate(force: force, corrupt: snapshots.corruptFiles)
                return (writer.failure, compaction)
            }
            report(failure)
            if let compaction { makeSnapshot(compaction) }
        } catch {
            logger.warning("there is no room for a new file of the journal", metadata: ["error": "\(error)"])
        }
    }

    private func makeSnapshot(_ compaction: Compaction) {
        snapshots.make(compaction) {
            self.isClosing
        } completion: { result, leavesCorrupt in
            do {
                let failure = try self.writer.withLock { writer in
                    try writer.end(compaction, result)
                    return writer.failure
                }
                self.report(failure)
                if leavesCorrupt { self.requestSnapshot() }
            } catch {
                self.logger.warning("there is no room for a snapshot", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Has a snapshot made as soon as the writer has time.
    package func requestSnapshot() { queue.async { self.rotateIfDue(force: true) } }

    /// Makes a snapshot now and waits for it.
    package func compact() async {
        await queue.run { self.rotateIfDue(force: true) }
        await snapshots.idle()
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
            self.rotateIfDue()
        }
    }

    /// Tells those who follow the store of what is on the disk by now.
    private func settle() {
        guard writer.withLock({ $0.failure == nil && !$0.journal.isAhead }) else { return }
        history.settle()
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
            self.rotateIfDue()
        }
    }
}
