import Logging
public import SCIM

extension Directory {
    /// One user's everything.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound``.
    public func user(_ id: ResourceID) async throws -> DirectoryUser {
        let view = try await service.store.view()
        return try await users([try await resource(ofUser: id, in: view)], in: view)[0]
    }

    /// Users in the order of their creation.
    ///
    /// - Parameters:
    ///   - filter: Which ones, in SCIM's syntax over fields of the record; `nil` for all.
    ///   - cursor: ``DirectoryPage/next`` of the page before; `nil` for the first one.
    ///   - count: The most users on the page.
    /// - Throws: ``SCIM/SCIMError/Code/invalidFilter`` for a filter over a field that holds no single attribute;
    ///   ``SCIM/SCIMError/Code/invalidCursor`` or ``SCIM/SCIMError/Code/expiredCursor`` for the cursor.
    public func users(where filter: String? = nil, after cursor: String? = nil, count: Int) async throws
        -> DirectoryPage<DirectoryUser>
    {
        let view = try await service.store.view()
        let page = try await page(
            of: try served(.user), where: filter, after: cursor, count: count, selecting: .byDefault, in: view)
        return DirectoryPage(entries: try await users(page.entries, in: view), total: page.total, next: page.next)
    }

    /// One team, without its members.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound``.
    public func team(_ id: ResourceID) async throws -> DirectoryTeam {
        let key = ResourceKey(try served(.group), id)
        guard let group = try await service.store.resource(key, selecting: Self.withoutMembers) else {
            throw SCIMError.notFound(key)
        }
        return team(group)
    }

    /// Teams in the order of their creation, without their members.
    ///
    /// - Throws: As ``users(where:after:count:)``.
    public func teams(where filter: String? = nil, after cursor: String? = nil, count: Int) async throws
        -> DirectoryPage<DirectoryTeam>
    {
        let page = try await page(
            of: try served(.group), where: filter, after: cursor, count: count, selecting: Self.withoutMembers,
            in: service.store)
        return DirectoryPage(entries: page.entries.map(team), total: page.total, next: page.next)
    }

    /// The members of a team in the order in which they were added: users and other teams.
    ///
    /// - Parameters:
    ///   - cursor: The id of the last member of the page before; `nil` for the first page.
    ///   - count: The most members on the page.
    /// - Throws: ``SCIM/SCIMError/Code/notFound`` for the team; ``SCIM/SCIMError/Code/invalidCursor`` if no member has that
    ///   id any more: begin again.
    public func members(
        of id: ResourceID, after cursor: String? = nil, count: Int
    ) async throws -> DirectoryPage<AttributeValue> {
        let key = ResourceKey(try served(.group), id)
        let selection = AttributeSelection(.only([AttributePath(.members)]))
        guard let group = try await service.store.resource(key, selecting: selection) else {
            throw SCIMError.notFound(key)
        }
        let members = group.attributes[.members]?.values ?? []
        var start = 0
        if let cursor {
            guard let place = members.firstIndex(where: { $0[.value]?.string == cursor }) else {
                throw SCIMError(.invalidCursor, "'after' names no member of the team; begin without it")
            }
            start = place + 1
        }
        let page = members[start...].prefix(min(max(0, count), service.settings.maximumPageSize))
        let isLast = start + page.count >= members.count
        return DirectoryPage(
            entries: page.map { member in
                [.id: member[.value] ?? .null, .type: .string(member[.type] == "Group" ? "team" : "user")]
            },
            total: members.count, next: isLast ? nil : page.last?[.value]?.string)
    }

    /// The roles that the application knows.
    public func catalogue() async throws -> [Role] { try await roles.catalogue }

    static let withoutMembers = AttributeSelection(.excluding([AttributePath(.members)]))

    /// The resource of a user.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound``.
    func resource(ofUser id: ResourceID, in store: any IdentityStore) async throws -> Resource {
        let key = ResourceKey(try served(.user), id)
        guard let resource = try await store.resource(key, selecting: .byDefault) else {
            throw SCIMError.notFound(key)
        }
        return resource
    }

    /// Shows users with the teams and roles that they have in a store.
    ///
    /// - Parameter isBounded: Whether more groups than an answer may hold are refused. A reader of changes cannot ask for less.
    func users(
        _ resources: [Resource], in store: any IdentityStore, isBounded: Bool = true
    ) async throws -> [DirectoryUser] {
        let ids = resources.map(\.id)
        let groups = try await store.allGroups(of: ids, in: .group, atMost: isBounded ? GroupCount.maximum : nil)
        let grants = try await roles.roles(of: service.subjects(resources, groups: groups))
        return resources.indices.map { place in
            let resource = resources[place], teams = groups[resource.id] ?? []
            let (record, problem) = record(of: resource, teams: teams)
            return DirectoryUser(
                id: resource.id, version: resource.version, record: record, problem: problem,
                incomplete: record == nil ? incompleteRecord(of: resource, teams: teams) : nil, teams: teams,
                roles: grants[place])
        }
    }

    func team(_ group: Resource) -> DirectoryTeam {
        let (record, problem) = record(of: group, teams: [])
        return DirectoryTeam(id: group.id, version: group.version, record: record, problem: problem)
    }

    private func incompleteRecord(of resource: Resource, teams: [GroupReference]) -> Attributes {
        var fields = Attributes()
        for explained in mapper.explanation(of: resource.viewed(teams), of: resource.type) {
            if let field = explained.field, explained.problem == nil { fields[field] = explained.value }
        }
        return fields
    }

    private func record(of resource: Resource, teams: [GroupReference]) -> (Attributes?, String?) {
        do {
            return (try mapper.record(from: resource.viewed(teams), of: resource.type), nil)
        } catch let error as SCIMError {
            return (nil, error.detail)
        } catch {
            logger.error("the mapper failed", metadata: ["resource": "\(resource.key)", "error": "\(error)"])
            return (nil, "the mapper failed; the log has the reason")
        }
    }

    private func step(after cursor: String, _ context: [UInt8]) throws(SCIMError) -> Query.Step {
        do {
            return try service.cursors.open(cursor, context: context).step
        } catch  where error.code == .invalidCursor {
            throw SCIMError(.invalidCursor, "'after' was not given out for this list; begin without it")
        }
    }

    private func page(
        of type: ResourceType, where filter: String?, after cursor: String?, count: Int,
        selecting selection: AttributeSelection, in store: any IdentityStore
    ) async throws -> DirectoryPage<Resource> {
        var writer = CursorWriter()
        writer.write("directory\(type.endpoint)")
        writer.write(filter)
        let context = writer.bytes
        var query = Query(type, count: min(max(0, count), service.settings.maximumPageSize) + 1, selection: selection)
        if let filter { query.filter = try resolve(filter, of: type) }
        query.step = try cursor.map { try step(after: $0, context) } ?? .after(nil)
        let page = try await store.search(query)
        let kept = min(page.resources.count, query.count - 1)
        var next: String?
        if page.resources.count > kept, kept > 0 {
            next = try service.cursors.issue(
                .after(page.positions[kept - 1]), count: kept, timeout: service.settings.cursorTimeout, context: context
            )
        }
        return DirectoryPage(entries: Array(page.resources.prefix(kept)), total: page.totalResults, next: next)
    }

    /// A filter over fields of the record as one over the attributes that they hold.
    private func resolve(_ filter: String, of type: ResourceType) throws(SCIMError) -> ResolvedFilter {
        var repairs = Repairs()
        let known = fields[type] ?? [:]
        let translated = try Filter(filter, repairs: &repairs).renamed { name throws(SCIMError) in
            guard let path = known[AttributeName(name)] else {
                let fields = known.keys.map(\.text).sorted().joined(separator: ", ")
                throw SCIMError(
                    .invalidFilter,
                    "no filter can look at the field '\(name: name.prefix(100))'; it can at: \(own: fields)")
            }
            return path
        }
        return try type.resolve(translated, repairs: &repairs)
    }
}

extension Filter {
    /// The filter with other names of what it compares; what stands in brackets keeps its names.
    fileprivate func renamed(_ rename: (String) throws(SCIMError) -> String) throws(SCIMError) -> Filter {
        func all(_ terms: [Filter]) throws(SCIMError) -> [Filter] {
            var renamed: [Filter] = []
            for term in terms { renamed.append(try term.renamed(rename)) }
            return renamed
        }
        switch self {
        case .any(let terms): return .any(try all(terms))
        case .all(let terms): return .all(try all(terms))
        case .not(let filter): return .not(try filter.renamed(rename))
        case .present(let name): return .present(try rename(name))
        case .compare(let name, let comparison, let value): return .compare(try rename(name), comparison, value)
        case .element(let name, let filter): return .element(try rename(name), filter)
        }
    }
}
