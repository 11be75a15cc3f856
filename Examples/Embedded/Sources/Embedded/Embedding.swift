import Hummingbird
import JSONFileStorage
import RosterComposition
import RosterCore
import RosterHummingbird
import ServiceAccountTokens
import YAMLConfiguration

/// The application with SCIM beside its routes: everything that embedding takes.
func application(
    configuration: String, port: Int, badges: Badges,
    showing show: @escaping @Sendable (_ token: String) -> Void
) async throws -> some ApplicationProtocol {
    let roster = try await Roster(
        configuration: configuration,
        plugins: Plugins(configuration: [.yaml], stores: [.jsonFile], authenticators: [.serviceAccounts]))
    let router = Router()
    router.add(middleware: EndpointMiddleware(roster.endpoints))
    badges.addRoutes(to: router)
    var application = Application(
        router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
        services: roster.services + [BadgePrinter(directory: roster.directory, badges: badges)])
    application.beforeServerStarts {
        try await roster.prepare()
        try await roster.welcome { _, token in show(token.expose()) }
    }
    return application
}
