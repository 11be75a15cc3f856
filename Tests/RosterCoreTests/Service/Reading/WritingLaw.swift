import RosterCore
import SCIM

/// A request is accepted only if every part of it was applied, was true already, or is ignored on purpose.
///
/// Ignored on purpose are attributes that the schema does not know, read-only attributes, the `$ref` of a reference that has a
/// `value`, and members that do not exist; all but what the RFCs tell a server to ignore are counted as repairs.
struct WritingLaw {
    let request: WrittenRequest
    let before: Attributes
    /// The ids of users who exist.
    let people: Set<String>

    private var place: WrittenPlace { request.place }

    private var meaning: WrittenMeaning {
        let isWhole = [.post, .put].contains(request.verb) && !request.isFlattened
        return WrittenMeaning(
            request.value, as: place.definition, isComplete: isWhole || place.definition.isMultiValued)
    }

    /// What is wrong with an outcome; `nil` if nothing is.
    func objection(to outcome: WrittenOutcome) -> String? {
        switch outcome {
        case .refused(let error, let after):
            if let after, after != before { return "refused, and changed" }
            return mustBeAccepted ? "refused, although it can be read: \(error.detail)" : nil
        case .accepted(let after, let repairs):
            if mustBeRefused { return "accepted, although it cannot be read" }
            return objection(to: after, repairs)
        }
    }

    private var mustBeRefused: Bool {
        if meaning == .unreadable { return true }
        if meaning == .nothing {
            // A list of references is cleared by an empty one, not by values in which there is nothing.
            if place.namesMembers, request.verb != .remove { return !request.value.isEmptyList }
            return place.definition.isRequired || (request.verb == .remove && request.value != .null)
        }
        return emptiesByMistake
    }

    private var mustBeAccepted: Bool { !mustBeRefused }

    /// Whether none of the members that are put in the place of others exists.
    private var emptiesByMistake: Bool {
        guard place.namesMembers, [.put, .replace, .replaceWithoutPath].contains(request.verb) else { return false }
        let ids = memberIDs
        return !ids.isEmpty && ids.isDisjoint(with: people)
    }

    private var memberIDs: Set<String> { meaning.texts.subtracting(RandomRequests.types) }

    private func objection(to after: Attributes, _ repairs: Repairs) -> String? {
        let now = place.value(in: after), held = now?.keptTexts ?? []
        if request.verb == .remove { return objectionToRemoval(now) }
        var wanted = meaning.texts
        if place.namesMembers { wanted = wanted.intersection(people) }
        let lost = wanted.subtracting(held)
        if !lost.isEmpty { return "lost \(lost.sorted())" }
        let ignored = request.value.statedTexts(of: place.definition).subtracting(held)
        if !ignored.isEmpty, repairs.made.isEmpty { return "passed over \(ignored.sorted()) without counting it" }
        if meaning == .nothing, clears, now != nil, place.nested.count == 1 { return "did not clear" }
        if place.definition.type == .complex, now?.holdsJSONText ?? false { return "kept the text of JSON" }
        if now?.holdsNull ?? false { return "kept a null" }
        if place.definition.isMultiValued, (now?.values ?? []).contains(where: place.isShell) { return "kept a shell" }
        return changesOnlyItsPlace(after) ? nil : "changed something else"
    }

    private var clears: Bool { [.replace, .replaceWithoutPath, .put, .post].contains(request.verb) }

    private func objectionToRemoval(_ now: AttributeValue?) -> String? {
        let old = place.value(in: before)?.values ?? []
        if request.value == .null { return now == nil ? nil : "did not remove all" }
        return (now?.values ?? []).allSatisfy(old.contains) ? nil : "a removal added something"
    }

    private func changesOnlyItsPlace(_ after: Attributes) -> Bool {
        if [.post, .put].contains(request.verb) { return true }
        let own: Set<AttributeName> = [place.attribute, .schemas, .meta]
        return before.filter { !own.contains($0.name) }.elementsEqual(after.filter { !own.contains($0.name) }, by: ==)
    }
}

extension WrittenPlace {
    /// Whether a value has nothing but what describes it.
    fileprivate func isShell(_ value: AttributeValue) -> Bool {
        guard let parts = value.attributes else { return false }
        return parts.allSatisfy { [.type, .primary, .display, .reference].contains($0.name) }
    }
}

extension AttributeValue {
    /// All texts but those that RFCs tell a server to ignore: read-only parts, and what only a provider writes.
    fileprivate func statedTexts(of definition: AttributeDefinition) -> Set<String> {
        guard definition.type == .complex else { return string.map { [$0] } ?? allTexts }
        return switch openedJSON ?? self {
        case .array(let values): values.reduce(into: []) { $0.formUnion($1.statedTexts(of: definition)) }
        case .complex(let parts):
            parts.reduce(into: []) { texts, part in
                let isIgnored = part.name == .reference || definition.subAttribute(part.name)?.mutability == .readOnly
                if !isIgnored { texts.formUnion(part.value.allTexts) }
            }
        case let other: other.allTexts
        }
    }

    /// All texts as they stand.
    fileprivate var keptTexts: Set<String> {
        switch self {
        case .string(let text): [text]
        case .number(let number): [number.text]
        case .array(let values): values.reduce(into: []) { $0.formUnion($1.keptTexts) }
        case .complex(let parts): parts.reduce(into: []) { $0.formUnion($1.value.keptTexts) }
        case .null, .boolean: []
        }
    }

    fileprivate var holdsNull: Bool {
        switch self {
        case .null: true
        case .array(let values): values.contains(where: \.holdsNull)
        case .complex(let parts): parts.contains(where: \.value.holdsNull)
        default: false
        }
    }

    fileprivate var holdsJSONText: Bool {
        switch self {
        case .string: openedJSON != nil
        case .array(let values): values.contains(where: \.holdsJSONText)
        case .complex(let parts): parts.contains { $0.value.holdsJSONText }
        default: false
        }
    }
}
