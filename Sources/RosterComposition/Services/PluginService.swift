import RosterCore
import ServiceLifecycle

/// The background work of a plug-in as a service.
struct PluginService: Service {
    let work: any BackgroundWork

    func run() async throws { try await work.run() }
}
