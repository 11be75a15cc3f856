public import SCIM

extension Directory {
    /// How often a lost race is run again.
    private static let maximumAttempts = 64

    /// Changes fields of a user's record; the identity provider sees the change with its next import.
    ///
    /// - Parameters:
    ///   - patch: The fields that change, null for those that go (RFC 7396).
    ///   - precondition: What has to hold of ``DirectoryUser/entityVersion``.
    ///   - provenance: Who changes it, and by which request.
    /// - Throws: ``SCIM/SCIMError/Code/notFound``, ``SCIM/SCIMError/Code/preconditionFailed``,
    ///   ``SCIM/SCIMError/Code/invalidValue`` for an empty text or an element without content, or if the mapper refuses the record,
    ///   ``SCIM/SCIMError/Code/mutability`` for a field that cannot be written, ``SCIM/SCIMError/Code/uniqueness``.
    public func change(
        _ id: ResourceID, with patch: Attributes, if precondition: Precondition = .none, by provenance: Provenance
    ) async throws -> DirectoryUser {
        try patch.refuseValuesThatSayNothing()
        return try await write(id, if: precondition, by: provenance) { resource, shown in
            // What the record lacks may be just what the patch brings.
            let record = shown.record ?? shown.incomplete ?? Attributes()
            return try mapper.attributes(
                resource.viewed(shown.teams), updatedFrom: record.merged(with: patch), of: resource.type)
        }
    }

    /// Gives a user a role beside those that the identity provider pushed, which sees it with its next import.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound`` for the user, or for the role if the catalogue lacks it.
    public func grant(
        _ role: String, to id: ResourceID, if precondition: Precondition = .none, by provenance: Provenance
    ) async throws -> DirectoryUser {
        guard let role = try await roles.catalogue.first(where: { $0.id.caseFolded == role.caseFolded }) else {
            throw SCIMError(.notFound, "the catalogue has no role '\(role.prefix(100))'")
        }
        return try await write(id, if: precondition, by: provenance) { resource, shown in
            var attributes = resource.attributes
            guard !shown.roles.contains(where: { $0.role.id == role.id && !$0.origin.isDerived }) else {
                return attributes
            }
            attributes[.roles] = .array((attributes[.roles]?.values ?? []) + [.complex(role.attributes)])
            return attributes
        }
    }

    /// Takes a role from a user that was pushed, given by default or granted here.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound`` for the user, or if the user does not have the role;
    ///   ``SCIM/SCIMError/Code/mutability`` if the role follows from a rule alone.
    public func revoke(
        _ role: String, from id: ResourceID, if precondition: Precondition = .none, by provenance: Provenance
    ) async throws -> DirectoryUser {
        let resolver = roles
        return try await write(id, if: precondition, by: provenance) { resource, shown in
            let grants = shown.roles.filter { $0.role.id.caseFolded == role.caseFolded }
            if grants.isEmpty { throw SCIMError(.notFound, "the user does not have this role") }
            guard grants.contains(where: { !$0.origin.isDerived }) else {
                throw SCIMError(.mutability, "the role follows from a rule, so nobody can take it away here")
            }
            var attributes = resource.attributes
            var kept: [AttributeValue] = []
            for value in attributes[.roles]?.values ?? [] {
                let alone = RoleSubject(id: id, attributes: [.roles: [value]], groups: [])
                let named = try await resolver.roles(of: alone).first { !$0.origin.isDerived }
                if named?.role.id.caseFolded != role.caseFolded { kept.append(value) }
            }
            attributes[.roles] = kept.isEmpty ? nil : .array(kept)
            return attributes
        }
    }

    /// Puts new attributes in the place of a user's, by the way that identity providers take.
    private func write(
        _ id: ResourceID, if precondition: Precondition, by provenance: Provenance,
        _ attributes: (Resource, DirectoryUser) async throws -> Attributes
    ) async throws -> DirectoryUser {
        let key = ResourceKey(try served(.user), id)
        for _ in 0..<Self.maximumAttempts {
            guard let resource = try await service.store.resource(key, selecting: .byDefault) else {
                throw SCIMError.notFound(key)
            }
            let shown = try await users([resource], in: service.store)[0]
            try precondition.check(shown.entityVersion)
            var body = try await attributes(resource, shown)
            for name in [.id, .meta, .groups] as [AttributeName] { body[name] = nil }
            body[.schemas] = .array(resource.schemas.map { .string($0) })
            var repairs = Repairs()
            do {
                let changed = try await service.replace(
                    key, with: try Draft(validating: .complex(body), as: key.type, repairs: &repairs),
                    besides: resource.attributes[.roles]?.values ?? [], if: Precondition(version: resource.version),
                    selecting: .byDefault, by: provenance, repairs: &repairs)
                return try await users([changed], in: service.store)[0]
            } catch let error as SCIMError where error.code == .preconditionFailed {
                continue
            }
        }
        throw SCIMError(.unavailable, "the user is being changed too often; try again")
    }
}

extension DirectoryUser {
    /// A version that changes with everything that is shown: the record, the teams and the roles.
    public var entityVersion: Version { Version(of: representation) }
}

extension DirectoryTeam {
    /// A version that changes with the record and with the members.
    public var entityVersion: Version { version }
}

extension Attributes {
    /// Refuses what SCIM would take for no value although the patch holds one: null alone takes a field away.
    fileprivate func refuseValuesThatSayNothing() throws(SCIMError) {
        for (name, value) in self {
            let isHollow =
                switch value {
                case .string(let text): text.isEmpty
                case .array(let values): values.contains { !$0.isPresent }
                default: false
                }
            if isHollow {
                throw SCIMError(
                    .invalidValue, "'\(name: name.text)' holds a value without content; null takes the field away")
            }
            if case .complex(let parts) = value { try parts.refuseValuesThatSayNothing() }
        }
    }

    /// The object after a merge patch (RFC 7396).
    fileprivate func merged(with patch: Attributes) -> Attributes {
        var merged = self
        for (name, value) in patch {
            switch value {
            case .null: merged[name] = nil
            case .complex(let parts):
                merged[name] = .complex((merged[name]?.attributes ?? Attributes()).merged(with: parts))
            default: merged[name] = value
            }
        }
        return merged
    }
}
