import RosterCore
import SCIM

/// The steps of the store's methods, each of which a flaw may spoil.
extension FlawedStore {
    func index(of key: ResourceKey) -> Int? {
        resources.firstIndex { resource in
            let isID =
                flaw == .looksUpInAnyCase
                ? resource.id.text.caseFolded == key.id.text.caseFolded : resource.id == key.id
            return isID && (resource.type == key.type || flaw == .looksUpUnderAnyType)
        }
    }

    func check(_ precondition: Precondition, _ version: Version) throws {
        try (flaw == .knowsIfMatchAlone ? Precondition(ifMatch: precondition.ifMatch) : precondition).check(version)
    }

    func keep(_ attributes: Attributes, at index: Int) -> Resource {
        resources[index].attributes = attributes
        resources[index].version = version(of: attributes)
        if flaw != .standsStill { resources[index].lastModified = .now }
        let kept = resources[index]
        if flaw == .movesChangedToEnd { resources.append(resources.remove(at: index)) }
        return kept
    }

    func version(of attributes: Attributes) -> Version {
        counter += 1
        if flaw == .issuesNoVersion { return Version("") }
        return Version(flaw == .versionFromContent ? AttributeValue.complex(attributes).json : "v\(counter)")
    }

    func apply(_ modification: Modification, to resource: Resource) throws -> Attributes {
        switch (flaw, modification) {
        case (.appliesHalfPatch, .patch(let operations)):
            var repairs = Repairs()
            for operation in operations {
                guard let index = index(of: resource.key) else { continue }
                try operation.apply(to: &resources[index].attributes, repairs: &repairs)
            }
            return try modification.applied(to: resource.attributes, of: resource.type)
        case (.appliesFirstOperationOnly, .patch(let operations)):
            return try Modification.patch(Array(operations.prefix(1))).applied(
                to: resource.attributes, of: resource.type)
        case (.losesAddedMembers, .patch(let operations))
        where operations.first?.kind == .add && !resource.memberIDs.isEmpty:
            return resource.attributes
        case (.keepsWhatPutLeavesOut, .replace(let draft)):
            return Attributes(
                uniqueNames: Dictionary(resource.attributes.map { ($0.name, $0.value) }) { $1 }
                    .merging(draft.attributes.map { ($0.name, $0.value) }) { $1 }.map { ($0.key, $0.value) })
        default:
            return try modification.applied(to: resource.attributes, of: resource.type)
        }
    }

    func select(_ resource: Resource, _ selection: AttributeSelection) -> Resource {
        var selected = resource
        if flaw == .dropsWhatWasAskedFor, selection.scope != .byDefault { selected.attributes = Attributes() }
        if flaw == .selectsBeforeItFilters || flaw == .cutsMembersAfterModify {
            selected.attributes = selection.project(resource.attributes, of: resource.type)
        }
        if flaw == .cutsSilently, let most = selection.maximumValues, resource.memberIDs.count > most {
            selected.attributes[.members] = nil
        }
        return selected
    }

    func names(_ type: ResourceType, _ attributes: Attributes) -> [String] {
        var names = type.uniqueValues(in: attributes).map { "\(type.name) \($0.value)" }
        if flaw == .comparesUserNameWithCase { names = [attributes[.userName]?.string ?? ""].filter { !$0.isEmpty } }
        if flaw == .makesGroupNamesUnique, type == .group { names.append(attributes[.displayName]?.string ?? "") }
        return names
    }

    func checkNames(_ type: ResourceType, _ attributes: Attributes, of id: ResourceID) throws {
        for name in names(type, attributes) where claimed[name] != nil {
            if claimed[name] != id || flaw == .refusesOwnName {
                throw SCIMError.taken(AttributePath(.userName), by: type)
            }
        }
    }

    func claim(_ draft: Draft, for id: ResourceID) {
        for name in names(draft.type, draft.attributes) { claimed[name] = id }
    }

    func release(_ resource: Resource) {
        for name in names(resource.type, resource.attributes) where claimed[name] == resource.id { claimed[name] = nil }
    }
}
