public import SCIM

extension Directory {
    /// Finds a user by its id or, without regard to letter case, by its user name.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound``.
    public func user(called name: String) async throws -> DirectoryUser {
        let type = try served(.user)
        if let resource = try await service.store.resource(ResourceKey(type, ResourceID(name)), selecting: .byDefault) {
            return try await users([resource], in: service.store)[0]
        }
        let filter = try type.resolve(.compare(AttributeName.userName.text, .eq, .string(name)))
        let found = try await service.store.search(Query(type, filter: filter, count: 1)).resources
        guard let resource = found.first else {
            throw SCIMError(.notFound, "no user has the id or the user name '\(name.prefix(100))'")
        }
        return try await users([resource], in: service.store)[0]
    }

    /// How each field of a user's record comes to its value.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound``.
    public func explanation(ofUser id: ResourceID) async throws -> [FieldExplanation] {
        let key = ResourceKey(try served(.user), id)
        guard let resource = try await service.store.resource(key, selecting: .byDefault) else {
            throw SCIMError.notFound(key)
        }
        let teams = try await service.store.allGroups(of: [id], in: .group)[id] ?? []
        return mapper.explanation(of: resource.viewed(teams), of: resource.type)
    }

    /// Through which groups a user is a member of a group: the one that names the user first, the group itself last.
    ///
    /// - Returns: One of the shortest ways; empty if there is none.
    public func path(fromUser id: ResourceID, to group: ResourceID) async throws -> [GroupReference] {
        let direct = try await service.store.groups(of: [id], in: .group)[id] ?? []
        let holders = try await service.store.holders(of: direct.map(\.id), in: .group)
        return GroupWalk(from: direct) { holders[$0] ?? [] }.path(to: group)
    }

    /// How each field comes to its value in the record of a SCIM body, which need not be complete.
    ///
    /// - Parameter body: A user or a group, told by its `schemas`; a user if they tell nothing.
    /// - Returns: What the mapper says, and what had to be put right in the body.
    /// - Throws: ``SCIM/SCIMError`` if the body is no valid resource.
    public func explanation(of body: AttributeValue) throws -> (fields: [FieldExplanation], repairs: Tolerances) {
        let uris = body[.schemas]?.values.compactMap(\.string).map { AttributeName($0) } ?? []
        let group = try served(.group)
        let type = uris.contains(AttributeName(group.schema.id)) ? group : try served(.user)
        guard case .complex(var attributes) = body else {
            throw SCIMError(.invalidSyntax, "the body must be an object")
        }
        if uris.isEmpty { attributes[.schemas] = [.string(type.schema.id)] }
        var repairs = Repairs()
        var view = try Draft(validating: .complex(attributes), as: type, repairs: &repairs).attributes
        // What only the provider writes is explained too, where the body has it.
        for name in [.id, .meta, .groups] as [AttributeName] { view[name] = attributes[name] }
        return (mapper.explanation(of: view, of: type), repairs.made)
    }

    /// What in the configuration does not fit what the store holds now.
    public func problems() async throws -> [ConfigurationProblem] { try await roles.problems(in: service.store) }
}
