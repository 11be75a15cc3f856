/// Whether a reader may still be told something while an answer takes its time: credentials are revoked and expire meanwhile.
struct Readmission: Sendable {
    /// How often the credentials are looked at.
    ///
    /// A revocation reaches the server within half a second, and so the reader within one.
    private static let interval = Duration.milliseconds(250)

    /// Throws if the credentials of the request are not good any more.
    let check: @Sendable () async throws -> Void

    /// Waits for the end of some work, or for the end of the credentials, whereupon the work is cancelled.
    ///
    /// - Throws: What the work throws, or what the check does.
    func whileGood<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let result = try await withThrowingTaskGroup(of: Result?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await work() }
            group.addTask {
                while (try? await Task.sleep(for: Self.interval)) != nil { try await check() }
                return nil
            }
            for try await case let result? in group { return result }
            throw CancellationError()
        }
        try await check()
        return result
    }
}
