import RosterCore
import SCIM

/// Where the paths of rules are looked up.
enum RuleScope {
    /// A resource.
    case resource(ResourceType)
    /// One value of a multi-valued attribute, whose parts are the provider's if it is.
    case element(AttributeDefinition)

    /// Why a text is no path.
    struct Problem: Error {
        let message: String
        var suggestion: String?
    }

    /// Reads a path.
    ///
    /// - Parameter picks: Whether one of several values is meant.
    func path(_ text: String, picking picks: Bool) throws(Problem) -> RulePath {
        switch self {
        case .resource(let type):
            return try path(text, of: type, picking: picks)
        case .element(let attribute):
            guard var part = attribute.subAttribute(AttributeName(text)) else {
                throw Problem(
                    message: "unknown sub-attribute \(text.quotedForDisplay) of '\(attribute.name)'",
                    suggestion: text.nearest(among: attribute.subAttributes.map(\.name.text)))
            }
            if attribute.mutability == .readOnly { part.mutability = .readOnly }
            return RulePath(text: text, target: ResolvedPath(part), selection: picks ? .picked : .whole)
        }
    }

    private func path(_ text: String, of type: ResourceType, picking picks: Bool) throws(Problem) -> RulePath {
        let target = try target(text, of: type)
        let definition = target.path.attribute
        if definition.mutability == .writeOnly, definition.name == .password {
            throw Problem(message: "passwords are not kept, so no record has one")
        }
        let hasParts = definition.isMultiValued && target.path.subAttribute != nil
        let selection: RulePath.Selection
        if let filter = target.filter {
            if picks { throw Problem(message: "'pick' and a value filter do not go together") }
            selection = .matching(filter, making: target.conditions)
        } else {
            selection = picks && definition.isMultiValued ? .picked : hasParts ? .list : .whole
        }
        return RulePath(text: text, target: target.path, selection: selection)
    }

    private func target(_ text: String, of type: ResourceType) throws(Problem) -> PatchTarget {
        do throws(SCIMError) {
            // First to the letter of the RFC; only then leniently, which tells what a filter makes.
            var strict = Repairs(allowed: false)
            _ = try PatchTarget(text, of: type, repairs: &strict)
            return try PatchTarget(text, of: type)
        } catch {
            let known = type.pathTexts
            let head = String(text.prefix { $0 != "[" })
            guard type.resolve(head) == nil else { throw Problem(message: error.detail) }
            throw Problem(
                message: "unknown path \(text.quotedForDisplay)",
                suggestion: head.nearest(among: known).map { $0 + text.dropFirst(head.count) })
        }
    }
}

extension ResourceType {
    /// Every path without value filters.
    fileprivate var pathTexts: [String] {
        let base = (schema.attributes + CommonAttributes.definitions).flatMap { $0.pathTexts(below: "") }
        return base
            + extensions.flatMap { part in
                [part.schema.id] + part.schema.attributes.flatMap { $0.pathTexts(below: "\(part.schema.id):") }
            }
    }
}

extension AttributeDefinition {
    fileprivate func pathTexts(below prefix: String) -> [String] {
        ["\(prefix)\(name)"] + subAttributes.map { "\(prefix)\(name).\($0.name)" }
    }
}
