import RosterCore
import SCIM

/// A fault in reading that takes or keeps something without saying so.
enum WritingFault: String, CaseIterable {
    case emptiesGroups = "members that cannot be read empty the group"
    case clearsLists = "values that cannot be read clear the attribute"
    case addsNothing = "values that cannot be read are not added"
    case keepsJSONText = "the text of JSON is kept as a value"
    case removesNothing = "a removal of values that cannot be read removes nothing"
    case passesOverFilteredKeys = "keys with a value filter are passed over"
    case passesOverFlattenedKeys = "keys with dots and URNs are passed over in bodies"
    case keepsShells = "a value that lost its 'value' is kept"
}

/// A reader with one fault, made of the right one.
struct FaultyReader: WrittenReader {
    let fault: WritingFault
    let reader: ServiceReader

    func outcome(of request: WrittenRequest, on before: Representation) async throws -> WrittenOutcome {
        var request = request
        switch fault {
        case .emptiesGroups where request.place.namesMembers && request.replaces:
            request.value = request.value.dropping(request.place.isUnreadable)
        case .clearsLists
        where request.place.definition.isMultiValued && !request.place.namesMembers && request.replaces:
            request.value = request.value.dropping(request.place.isUnreadable)
        case .addsNothing where request.place.definition.isMultiValued && !request.replaces && request.verb != .remove:
            request.value = request.value.dropping(request.place.isUnreadable)
        case .keepsJSONText where request.value.openedJSON != nil && request.place.definition.isMultiValued:
            request.value = [[.value: request.value]]
        case .removesNothing where request.verb == .remove && request.value.dropping(request.place.isUnreadable) == []:
            return .accepted(before.attributes, Repairs())
        case .passesOverFilteredKeys where request.isFlattened && request.place.nested.isEmpty && request.isWithoutPath:
            return .accepted(before.attributes, Repairs())
        case .passesOverFlattenedKeys where request.isFlattened && request.verb == .put:
            return .accepted(before.attributes, Repairs())
        case .keepsShells:
            return try await keepingShells(request, before)
        default: break
        }
        return try await reader.outcome(of: request, on: before)
    }

    private func keepingShells(_ request: WrittenRequest, _ before: Representation) async throws -> WrittenOutcome {
        let outcome = try await reader.outcome(of: request, on: before)
        let shell = (request.value.array ?? []).first { $0[.type]?.string?.isEmpty == false && $0[.value] == "" }
        guard case .accepted(var after, let repairs) = outcome, let type = shell?[.type],
            request.place.nested.count == 1
        else { return outcome }
        after[request.place.attribute] = .array((after[request.place.attribute]?.values ?? []) + [[.type: type]])
        return .accepted(after, repairs)
    }
}

extension WrittenRequest {
    fileprivate var replaces: Bool { [.put, .replace, .replaceWithoutPath].contains(verb) }
    fileprivate var isWithoutPath: Bool { verb == .addWithoutPath || verb == .replaceWithoutPath }
}

extension WrittenPlace {
    fileprivate func isUnreadable(_ value: AttributeValue) -> Bool {
        WrittenMeaning([value], as: definition, isComplete: true) == .unreadable
    }
}

extension AttributeValue {
    fileprivate func dropping(_ isUnreadable: (AttributeValue) -> Bool) -> AttributeValue {
        .array(values.filter { !isUnreadable($0) })
    }
}
