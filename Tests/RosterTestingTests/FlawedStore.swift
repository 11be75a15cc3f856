import RosterCore
import SCIM

/// A correct store, but for one flaw.
actor FlawedStore: IdentityStore {
    let flaw: Flaw?
    var resources: [Resource] = []
    var claimed: [String: ResourceID] = [:]
    var deleted: Set<ResourceKey> = []
    var counter = 0

    init(_ flaw: Flaw?) {
        self.flaw = flaw
    }

    func create(_ draft: Draft) async throws -> Resource {
        counter += 1
        let number = flaw == .reusesIDs ? resources.count : counter
        let id = ResourceID("\(draft.type.name)-\(number)")
        if flaw == .claimsNameOfRefusedCreate { claim(draft, for: id) }
        try checkNames(draft.type, draft.attributes, of: id)
        if flaw == .checksNameThenActs || flaw == .racesOnNames { await Task.yield() }
        claim(draft, for: id)
        var attributes = draft.attributes
        if flaw == .dropsExtensions { attributes[AttributeName(Schema.enterpriseUser.id)] = nil }
        let resource = Resource(
            type: draft.type, id: id, version: version(of: attributes), created: .now, lastModified: .now,
            attributes: attributes)
        resources.append(resource)
        return resource
    }

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) -> Resource? {
        index(of: key).map { select(resources[$0], selection) }
    }

    func search(_ query: Query) throws -> Page {
        var query = query
        if flaw == .ignoresNot, case .not(let filter)? = query.filter { query.filter = filter }
        if flaw == .ignoresOrder { query.sort = nil }
        if flaw == .ignoresStartIndex { query.startIndex = 1 }
        if flaw == .walksForwardAlone, case .before(let place)? = query.step { query.step = .after(place) }
        if flaw == .losesItsPlace, let place = query.step?.position, !resources.contains(where: { $0.id == place.id }) {
            query.step = .after(nil)
        }
        if flaw == .takesZeroForAll, query.count == 0 { query.count = .max }
        if flaw == .selectsBeforeItFilters { return try query.page(of: resources.map { select($0, query.selection) }) }
        var page = try query.page(of: resources)
        page.resources = page.resources.map { select($0, query.selection) }
        return page
    }

    func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        guard let index = index(of: resource.key) else {
            if flaw == .createsOnUpdate {
                return try await create(Draft(unchecked: resource.attributes, as: resource.type))
            }
            throw SCIMError.notFound(resource.key)
        }
        if flaw != .ignoresPrecondition { try check(precondition, resources[index].version) }
        if flaw == .freesNameOfRefusedUpdate { release(resources[index]) }
        if flaw != .forgetsUniquenessOnUpdate { try checkNames(resource.type, resource.attributes, of: resource.id) }
        if flaw == .checksThenActs { await Task.yield() }
        release(resources[index])
        claim(Draft(unchecked: resource.attributes, as: resource.type), for: resource.id)
        return keep(resource.attributes, at: index)
    }

    func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        if flaw == .deletesTwice || flaw == .deletesTwiceInARace, deleted.contains(key) { return }
        guard let found = index(of: key) else { throw SCIMError.notFound(key) }
        if flaw != .ignoresPreconditionOfDelete { try check(precondition, resources[found].version) }
        if flaw != .neverFreesNames { release(resources[found]) }
        resources.remove(at: found)
        deleted.insert(key)
        guard flaw != .deleteKeepsMembers else { return }
        for (index, group) in resources.enumerated() where group.memberIDs.contains(key.id) {
            guard let attributes = group.type.attributes(group.attributes, without: key.id) else { continue }
            if flaw == .deleteKeepsVersionOfGroups {
                resources[index].attributes = attributes
            } else {
                _ = keep(attributes, at: index)
            }
        }
    }

    func modify(
        _ key: ResourceKey, by modification: Modification, if precondition: Precondition,
        selecting selection: AttributeSelection
    ) async throws -> Resource {
        for _ in 0..<256 {
            guard let index = index(of: key) else { throw SCIMError.notFound(key) }
            let current = resources[index]
            if flaw != .modifyIgnoresPrecondition { try check(precondition, current.version) }
            var changed = current
            changed.attributes = try apply(modification, to: current)
            if changed.attributes == current.attributes, flaw != .countsNoOpAsChange { return current }
            if flaw == .cutsMembersAfterModify { changed = select(changed, .minimum) }
            if flaw == .forgetsUniquenessOnModify { return keep(changed.attributes, at: index) }
            // What another writer may do meanwhile.
            await Task.yield()
            do {
                let expected = flaw == .modifyIgnoresRaces ? Precondition.none : Precondition(version: current.version)
                return try await update(changed, if: expected)
            } catch let error as SCIMError where error.code == .preconditionFailed && flaw != .showsLostRaces {
                continue
            }
        }
        throw SCIMError(.unavailable, "too many lost races")
    }

    func groups(of members: [ResourceID], in type: ResourceType) -> [ResourceID: [GroupReference]] {
        var groups: [ResourceID: [GroupReference]] = [:]
        for group in resources where group.type == .group {
            for member in Set(members) where group.memberIDs.contains(member) {
                if flaw == .forgetsNestedGroups, index(of: ResourceKey(.group, member)) != nil { continue }
                groups[member, default: []].append(GroupReference(group))
            }
        }
        return groups
    }

    func allGroups(
        of members: [ResourceID], in type: ResourceType, atMost limit: Int?
    ) -> [ResourceID: [GroupReference]] {
        let direct = groups(of: members, in: type)
        if flaw == .stopsAtDirectGroups { return direct }
        return direct.mapValues { direct in
            GroupWalk(from: direct) { groups(of: [$0], in: type)[$0] ?? [] }.groups
        }
    }
    func snapshot() -> (any IdentityStore)? { flaw == .showsLaterMoments ? self : nil }

    func types(of ids: [ResourceID], among types: [ResourceType]) -> [ResourceID: ResourceType] {
        var found: [ResourceID: ResourceType] = [:]
        for id in ids {
            found[id] = types.first { flaw == .guessesTypes || index(of: ResourceKey($0, id)) != nil }
        }
        return found
    }
}
