public import Logging
public import SCIM
import Synchronization

/// The application's side: users, teams and roles in its own words.
///
/// It reads the store that identity providers write to, shows its resources through the mapper, and has the resolver say which
/// roles a user has. What is derived is computed when it is read, so that it is never out of date.
public final class Directory: Sendable {
    /// What identity providers write through; writes of the application take the same way.
    public let service: ProvisioningService
    let mapper: any AttributeMapper
    let roles: any RoleResolver
    let logger: Logger
    /// Whom the change concerns of which the last part was told that is not the last.
    let unfinished = Mutex<(position: Int, affected: Affected)?>(nil)
    /// For each type the attribute that a field of its record holds, by the name of the field.
    let fields: [ResourceType: [AttributeName: String]]

    /// Puts a directory together.
    ///
    /// - Parameters:
    ///   - service: What identity providers write through; writes of the application take the same way.
    ///   - mapper: The lens between resources and records.
    public init(service: ProvisioningService, mapper: any AttributeMapper, logger: Logger) {
        self.service = service
        self.mapper = mapper
        self.logger = logger
        roles = service.roles
        fields = Dictionary(
            uniqueKeysWithValues: [ResourceType.user, .group].compactMap { type in
                service.types.first { $0 == type }.map { ($0, Self.fields(of: $0, by: mapper)) }
            })
    }

    /// The names of the fields that records of users and teams have.
    package var fieldNames: [AttributeName] { fields.values.flatMap(\.keys) }

    /// How many entries a page holds if nobody says.
    public var defaultPageSize: Int { service.settings.defaultPageSize }

    /// What a caller is told of a failure: of one that is not its own only where the log has it.
    public func failure(for error: any Error, in request: RequestID) -> SCIMError {
        service.failure(for: error, in: request)
    }

    /// The resource type of users or of groups as it is served.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound`` if it is not.
    func served(_ type: ResourceType) throws(SCIMError) -> ResourceType {
        guard let served = service.types.first(where: { $0 == type }) else {
            throw SCIMError(.notFound, "this provider has no \(type.name)s")
        }
        return served
    }

    /// Turns the mapper's knowledge of paths round.
    private static func fields(of type: ResourceType, by mapper: any AttributeMapper) -> [AttributeName: String] {
        var fields: [AttributeName: String] = [:]
        func note(_ path: AttributePath) {
            guard let field = mapper.recordPath(for: path, of: type), field.schema == nil else { return }
            fields[AttributeName(field.description)] = path.description
        }
        func note(_ attributes: [AttributeDefinition], in schema: AttributeName?) {
            for attribute in attributes {
                note(AttributePath(schema: schema, attribute.name))
                for part in attribute.subAttributes { note(AttributePath(schema: schema, attribute.name, part.name)) }
            }
        }
        note(type.schema.attributes, in: nil)
        for `extension` in type.extensions { note(`extension`.schema.attributes, in: `extension`.name) }
        note([CommonAttributes.definition(.id), CommonAttributes.definition(.externalId)].compactMap { $0 }, in: nil)
        return fields
    }
}
