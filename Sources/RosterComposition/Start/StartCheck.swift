package import RosterHTTP
import SCIM
import ServiceLifecycle

/// Has an endpoint check itself while store and authenticators run, and before anybody else can ask.
package struct StartCheck {
    private static let pause = Duration.milliseconds(100)

    private let endpoint: Endpoint
    private let limit: Duration

    /// - Parameter limit: How long it may take, which includes the time that the store needs to become ready.
    package init(endpoint: Endpoint, limit: Duration) {
        self.endpoint = endpoint
        self.limit = limit
    }

    /// Waits until the endpoint has checked itself.
    ///
    /// - Throws: ``Failure`` with status 70 if a promise is not kept or the time is over; `CancellationError` if the
    ///   server is told to stop.
    package func run() async throws {
        // A task group would wait for its tasks, and a store that never answers may not hear that it is cancelled.
        let (ends, end) = AsyncStream.makeStream(of: Result<Void, any Error>.self)
        let check = Task {
            do {
                end.yield(.success(try await checkWhenReady()))
            } catch {
                end.yield(.failure(error))
            }
        }
        let alarm = Task {
            try await Task.sleep(for: limit)
            end.yield(
                .failure(
                    Failure(
                        exitCode: 70,
                        reason: "the store or an authenticator is not ready: the server could not check itself within "
                            + "\(limit.components.seconds) seconds")))
        }
        defer {
            check.cancel()
            alarm.cancel()
        }
        for await result in ends.cancelOnGracefulShutdown() { return try result.get() }
        throw CancellationError()
    }

    private func checkWhenReady() async throws {
        while true {
            do {
                return try await endpoint.check()
            } catch let error as SCIMError where error.code == .unavailable {
                // What starts together with this check may still be on its way.
                try await Task.sleep(for: Self.pause)
            } catch let promise as BrokenPromise {
                throw Failure(exitCode: 70, reason: "the server does not do what it says: \(promise)")
            }
        }
    }
}
