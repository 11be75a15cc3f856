package import SCIM

/// How large the parts of a store may grow.
package enum StoreLimits {
    /// The most bytes of one line, which is one transaction.
    package static let line = 16 << 20
    /// The most bytes of a line that is read; a snapshot frames a resource with a few bytes more than the journal does.
    static let lineRead = line + (64 << 10)
    /// The bytes of a segment of the journal after which the next one begins.
    package static let segment = 64 << 20
    /// The highest number of a line and of a version: far beyond what is ever reached, and far from where numbers end.
    package static let number = 900_000_000_000_000_000
    /// The most transactions that share one wait for the disk.
    static let batchTransactions = 512
    /// The bytes after which a batch takes no more transactions.
    static let batchBytes = 1 << 20
    /// The most requests that may wait for the writer.
    static let waitingRequests = 16_384
    /// How long a request may wait for the writer, and after which wait for the disk no other joins it.
    static let wait = Duration.seconds(10)
    /// How long a search or a large change may wait until its turns on the threads of the scanner have done it.
    static let scanWait = Duration.seconds(30)
    /// How much of a resource a change may look at for the writer to compute it in its turn, which saves the race.
    static let extentAtOnce = 8 << 10
    /// How much of a resource a change may look at where it is asked for; for more there are other threads.
    static let extentInPlace = 64 << 10
    /// How much of a resource a change may look at on the thread of the writer when others have come first too often.
    static let extentOnWriter = 16 << 20
    /// How often a change is computed before the turn of the writer, when others come first each time: a large one and a small one.
    static let attempts = 16
    static let attemptsInPlace = 3
    /// The most members that one operation or one line of a snapshot names.
    static let membersPerOperation = 5_000

    /// What a line may cost to read.
    ///
    /// What was accepted has to be readable, so these bounds lie above those of requests.
    package static let json = JSONLimits(
        depth: 128, stringBytes: lineRead, membersPerObject: 1_000_000, numberDigits: 1_000_000)
}
