import ServiceLifecycle

/// A service of the server without which it is not to go on: its failure ends the process at once.
///
/// Were it left to the service group, that would cancel the server, and SwiftNIO traps when a connection that has just been taken in
/// is dropped then.
struct VitalService: Service {
    let service: any Service
    let end: @Sendable (any Error) -> Never

    func run() async throws {
        do {
            try await service.run()
        } catch  where !(error is CancellationError) {
            end(error)
        }
    }
}
