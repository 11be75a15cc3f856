import ArgumentParser
import Foundation
import RosterComposition
import RosterCore
import SCIM

/// Looks at the mapper of the directory.
struct MapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map", abstract: "Look at the mapper of the directory.", subcommands: [Explain.self])

    /// The command `roster map explain`.
    struct Explain: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show, rule by rule, the record that a SCIM body becomes; nothing is opened or stored.")

        @Argument(help: "A file with a user or a group as JSON.", completion: .file(extensions: ["json"]))
        var body: String

        @OptionGroup var file: ConfigurationOption

        func run(with plugins: Plugins) async throws {
            let configuration = try Roster.Configuration(reading: file.config, plugins: plugins)
            let bytes: [UInt8]
            do {
                bytes = [UInt8](try Data(contentsOf: URL(filePath: body)))
            } catch {
                throw Failure(exitCode: 66, reason: "\(body): the file cannot be read")
            }
            let directory = try await configuration.makeDirectory(store: NoStore())
            let (fields, repairs): ([FieldExplanation], Tolerances)
            do {
                (fields, repairs) = try directory.explanation(of: try JSONReader.read(bytes))
            } catch let error as SCIMError {
                throw Failure(exitCode: 65, reason: "\(body): \(error.detail)")
            }
            for field in fields { try print("\(field)".printable) }
            if !repairs.isEmpty { try print("\n" + "put right in the body: \(repairs)".printable) }
            if fields.contains(where: { $0.problem != nil }) { throw ExitCode(65) }
        }
    }
}

/// Holds nothing: what a body becomes does not depend on what is stored.
private struct NoStore: IdentityStore {
    private static let closed = SCIMError(.unavailable, "there is no store")

    func create(_ draft: Draft) throws -> Resource { throw Self.closed }
    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) -> Resource? { nil }
    func search(_ query: Query) -> Page { Page([], totalResults: 0) }
    func update(_ resource: Resource, if precondition: Precondition) throws -> Resource { throw Self.closed }
    func delete(_ key: ResourceKey, if precondition: Precondition) throws { throw Self.closed }
}
