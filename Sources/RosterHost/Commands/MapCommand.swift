import ArgumentParser
import Foundation
import RosterComposition
import RosterCore
import SCIM

/// Looks at the mappers of the configuration.
struct MapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map", abstract: "Look at the mapper before the store, or at that of the directory.",
        subcommands: [Explain.self])

    /// The command `roster map explain`.
    struct Explain: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show, rule by rule, the record that a SCIM body becomes; nothing is opened or stored.",
            discussion: """
                Where the configuration has one mapper, it is that one. Where there is one before the store as well, that of \
                the directory is shown what the store keeps of the body.
                """)

        @Argument(help: "A file with a user or a group as JSON.", completion: .file(extensions: ["json"]))
        var body: String

        @Option(
            help: """
                Which mapper: 'store' for the one before the store ('mapper:'), 'directory' for that of the records for the \
                application ('directory: mapper:'). Needed where the configuration has both.
                """)
        var mapper: MapperPlace?

        @OptionGroup var file: ConfigurationOption

        func run(in host: Host) async throws {
            let configuration = try host.configuration(file.config)
            let place = try place(in: configuration)
            let bytes: [UInt8]
            do {
                bytes = [UInt8](try Data(contentsOf: URL(filePath: body)))
            } catch {
                throw Failure(exitCode: 66, reason: "\(body): the file cannot be read")
            }
            let directory = try await configuration.makeDirectory(store: NoStore())
            let (fields, repairs): ([FieldExplanation], Tolerances)
            do {
                let body = try JSONReader.read(bytes)
                let keeper = configuration.storeMapper
                (fields, repairs) = try directory.explanation(
                    of: body, by: place == .store ? keeper : nil, keptBy: place == .store ? nil : keeper)
            } catch let error as SCIMError {
                throw Failure(exitCode: 65, reason: "\(body): \(error.detail)")
            }
            for field in fields { try print("\(field)".printable) }
            if !repairs.isEmpty { try print("\n" + "put right in the body: \(repairs)".printable) }
            if fields.contains(where: { $0.problem != nil }) { throw ExitCode(65) }
        }

        /// Which mapper is meant; `nil` if there is none, so that the record is the body.
        ///
        /// - Throws: ``Failure`` with status 64 if the configuration lacks the one that was named, or has two and none was.
        private func place(in configuration: Roster.Configuration) throws(Failure) -> MapperPlace? {
            let places = MapperPlace.allCases.filter { place in
                place == .store ? configuration.storeMapper != nil : configuration.hasDirectoryMapper
            }
            if let mapper {
                guard places.contains(mapper) else {
                    throw Failure(exitCode: 64, reason: "\(file.config) has no '\(mapper.setting)'")
                }
                return mapper
            }
            guard places.count < 2 else {
                let choices = places.map { "--mapper \($0.rawValue) for '\($0.setting)'" }.joined(separator: ", ")
                throw Failure(exitCode: 64, reason: "\(file.config) has two mappers; name one: \(choices)")
            }
            return places.first
        }
    }
}

/// Where a mapper stands.
enum MapperPlace: String, CaseIterable, ExpressibleByArgument {
    case store, directory

    /// The setting that puts it there.
    var setting: String { self == .store ? "mapper:" : "directory: mapper:" }
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
