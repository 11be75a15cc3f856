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
    ///   ``SCIM/SCIMError/Code/invalidValue`` if the mapper refuses the record, or if a field would not be read as it was
    ///   written, such as an empty text; ``SCIM/SCIMError/Code/mutability`` for a field that cannot be written,
    ///   ``SCIM/SCIMError/Code/uniqueness``.
    public func change(
        _ id: ResourceID, with patch: Attributes, if precondition: Precondition = .none, by provenance: Provenance
    ) async throws -> DirectoryUser {
        return try await write(id, if: precondition, by: provenance) { resource, shown in
            // What the record lacks may be just what the patch brings.
            let record = (shown.record ?? shown.incomplete ?? Attributes()).merged(with: patch)
            let view = resource.viewed(shown.teams)
            let wanted = try mapper.attributes(view, updatedFrom: record, of: resource.type)
            let draft = try await draft(wanted, of: resource)
            var kept = resource
            kept.attributes = try Modification.replace(with: draft).applied(to: resource.attributes, of: resource.type)
            try RecordCheck(mapper: mapper, type: resource.type).check(
                record, becoming: wanted.filled(from: view), keptAs: kept.viewed(shown.teams))
            return draft
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
            if !shown.roles.contains(where: { $0.role.id == role.id && !$0.origin.isDerived }) {
                attributes[.roles] = .array((attributes[.roles]?.values ?? []) + [.complex(role.attributes)])
            }
            return try await draft(attributes, of: resource)
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
            return try await draft(attributes, of: resource)
        }
    }

    /// Puts new attributes in the place of a user's, by the way that identity providers take.
    private func write(
        _ id: ResourceID, if precondition: Precondition, by provenance: Provenance,
        _ draft: (Resource, DirectoryUser) async throws -> Draft
    ) async throws -> DirectoryUser {
        for _ in 0..<Self.maximumAttempts {
            let view = try await service.store.view()
            let resource = try await resource(ofUser: id, in: view)
            let shown = try await users([resource], in: view)[0]
            try precondition.check(shown.entityVersion)
            let draft = try await draft(resource, shown)
            do {
                let written = try await service.modify(
                    resource.key, by: .replace(with: draft), if: Precondition(version: resource.version),
                    selecting: .byDefault, by: provenance)
                return try await show(written: written)
            } catch let error as SCIMError where error.code == .preconditionFailed {
                continue
            }
        }
        throw SCIMError(.unavailable, "the user is being changed too often; try again")
    }

    /// New attributes of a user, valid and complete.
    private func draft(_ wanted: Attributes, of resource: Resource) async throws -> Draft {
        var body = wanted
        for name in [.id, .meta, .groups] as [AttributeName] { body[name] = nil }
        body[.schemas] = .array(resource.schemas.map { .string($0) })
        let stored = resource.attributes
        var repairs = Repairs()
        var draft = try await service.complete(
            try Draft(validating: .complex(body), as: resource.type, repairs: &repairs),
            of: resource.key, besides: stored[.roles]?.values ?? [], repairs: &repairs)
        // What a write leaves alone stays as it is, also where it was stored under other rules.
        for (name, value) in stored where wanted[name] == value { draft.attributes[name] = value }
        return draft
    }

    /// Shows a user that has just been written as it stands a moment later, with teams and roles of the same moment.
    private func show(written resource: Resource) async throws -> DirectoryUser {
        guard let snapshot = try await service.store.snapshot() else {
            return try await users([resource], in: service.store)[0]
        }
        return try await users([try await self.resource(ofUser: resource.id, in: snapshot)], in: snapshot)[0]
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
    /// What a mapper made of a resource, with what it may look at and need not hand back.
    func filled(from view: Attributes) -> Attributes {
        var filled = self
        for name in [.id, .meta, .groups] as [AttributeName] where filled[name] == nil { filled[name] = view[name] }
        return filled
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
