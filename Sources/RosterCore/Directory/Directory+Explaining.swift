public import SCIM

extension Directory {
    /// Finds a user by its id or, without regard to letter case, by its user name.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound``.
    public func user(called name: String) async throws -> DirectoryUser {
        let type = try served(.user), view = try await service.store.view()
        if let resource = try await view.resource(ResourceKey(type, ResourceID(name)), selecting: .byDefault) {
            return try await users([resource], in: view)[0]
        }
        let filter = try type.resolve(.compare(AttributeName.userName.text, .eq, .string(name)))
        let found = try await view.search(Query(type, filter: filter, count: 1)).resources
        guard let resource = found.first else {
            throw SCIMError(.notFound, "no user has the id or the user name '\(name.prefix(100))'")
        }
        return try await users([resource], in: view)[0]
    }

    /// One user's everything, and how each field of the record comes to its value.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound``.
    public func explainedUser(_ id: ResourceID) async throws -> (user: DirectoryUser, fields: [FieldExplanation]) {
        let view = try await service.store.view()
        let resource = try await resource(ofUser: id, in: view)
        let user = try await users([resource], in: view)[0]
        return (user, mapper.explanation(of: resource.viewed(user.teams), of: resource.type))
    }

    /// Through which groups a user is a member of a group: the one that names the user first, the group itself last.
    ///
    /// - Returns: One of the shortest ways; empty if there is none.
    public func path(fromUser id: ResourceID, to group: ResourceID) async throws -> [GroupReference] {
        let view = try await service.store.view()
        let direct = try await view.groups(of: [id], in: .group)[id] ?? []
        let holders = try await view.holders(of: direct.map(\.id), in: .group)
        return GroupWalk(from: direct) { holders[$0] ?? [] }.path(to: group)
    }

    /// How each field comes to its value in the record of a SCIM body, which need not be complete.
    ///
    /// - Parameter body: A user or a group, told by its `schemas`; a user if they tell nothing.
    /// - Returns: What the mapper says, and what had to be put right in the body.
    /// - Throws: ``SCIM/SCIMError`` if the body is no valid resource.
    public func explanation(of body: AttributeValue) throws -> (fields: [FieldExplanation], repairs: Tolerances) {
        try explanation(of: body, by: nil, keptBy: nil)
    }

    /// How each field comes to its value in the record of a SCIM body, where a mapper stands before the store.
    ///
    /// - Parameters:
    ///   - chosen: The mapper that is explained; `nil` for that of the directory.
    ///   - keeper: The mapper before the store, where the record shows what a store keeps of the body.
    /// - Throws: As ``explanation(of:)``; what the mapper before the store throws.
    package func explanation(
        of body: AttributeValue, by chosen: (any AttributeMapper)?, keptBy keeper: (any AttributeMapper)?
    ) throws -> (fields: [FieldExplanation], repairs: Tolerances) {
        let uris = body[.schemas]?.values.compactMap(\.string).map { AttributeName($0) } ?? []
        let group = try served(.group)
        let type = uris.contains(AttributeName(group.schema.id)) ? group : try served(.user)
        guard case .complex(var attributes) = body else {
            throw SCIMError(.invalidSyntax, "the body must be an object")
        }
        if uris.isEmpty { attributes[.schemas] = [.string(type.schema.id)] }
        var repairs = Repairs()
        var view = try Draft(validating: .complex(attributes), as: type, repairs: &repairs).attributes
        if let keeper {
            view = try keeper.attributes([:], updatedFrom: try keeper.record(from: view, of: type), of: type)
        }
        // What only the provider writes is explained too, where the body has it.
        for name in [.id, .meta, .groups] as [AttributeName] { view[name] = attributes[name] }
        return ((chosen ?? mapper).explanation(of: view, of: type), repairs.made)
    }

    /// What in the configuration does not fit what the store holds now.
    public func problems() async throws -> [ConfigurationProblem] { try await roles.problems(in: service.store) }
}
