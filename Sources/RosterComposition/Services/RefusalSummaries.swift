import RosterHTTP
import ServiceLifecycle

/// Has the log say once a minute, and when the server stops, how often refusals were repeated.
struct RefusalSummaries: Service {
    private static let interval = Duration.seconds(60)

    let log: RefusalLog

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: Self.interval)) != nil { log.flush() }
        }
        log.flush()
    }
}
