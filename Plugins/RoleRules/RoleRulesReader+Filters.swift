import RosterCore
import SCIM

extension RoleRulesReader {
    /// Reads the filter over users that a rule has as `users`; `nil` after saying what is wrong with it.
    func filter(_ text: String, in section: ConfigurationSection) -> ResolvedFilter? {
        do throws(SCIMError) {
            let filter = try Filter(text, limits: .body)
            if let name = filter.names.first(where: { userType.resolve($0) == nil }) {
                let message = "unknown attribute \(name.quotedForDisplay)"
                if let whole = userType.extensionAttribute(name) {
                    section.refuse("users", "\(message); it stands in an extension: write \(whole)")
                } else {
                    section.refuse("users", message, suggestion: userType.attribute(like: name))
                }
                return nil
            }
            let resolved = try userType.resolve(filter)
            if let path = resolved.places.first(where: \.isOutOfSight) {
                section.refuse("users", "'\(path.path)' is not at hand where roles are decided")
                return nil
            }
            return resolved
        } catch {
            section.refuse("users", error.detail)
            return nil
        }
    }
}

extension Filter {
    /// The attributes that the filter names; in brackets stand parts of them, which are not among these.
    fileprivate var names: [String] {
        switch self {
        case .any(let terms), .all(let terms): terms.flatMap(\.names)
        case .not(let filter): filter.names
        case .present(let name), .compare(let name, _, _), .element(let name, _): [name]
        }
    }
}

extension ResolvedFilter {
    /// All paths, those in brackets too.
    fileprivate var places: [ResolvedPath] {
        switch self {
        case .any(let terms), .all(let terms): terms.flatMap(\.places)
        case .not(let filter): filter.places
        case .element(let path, let filter): [path] + filter.places
        case .present(let path), .compare(let path, _, _): [path]
        }
    }
}

extension ResolvedPath {
    /// Whether a resolver cannot see what stands here: version and times are the store's, and URLs depend on the client.
    fileprivate var isOutOfSight: Bool {
        path.schema == nil && path.attribute == .meta || definition.name == .reference
    }
}

extension ResourceType {
    /// The whole name of an attribute of an extension that was named without its URN.
    fileprivate func extensionAttribute(_ name: String) -> String? {
        extensions.map { "\($0.schema.id):\(name)" }.compactMap(resolve).first.map { "\($0.path)" }
    }

    /// The attribute that a name was probably meant to be.
    fileprivate func attribute(like name: String) -> String? {
        var names = (schema.attributes + CommonAttributes.definitions).flatMap { $0.names(behind: "") }
        for `extension` in extensions {
            names += `extension`.schema.attributes.flatMap { $0.names(behind: "\(`extension`.schema.id):") }
        }
        return name.nearest(among: names)
    }
}

extension AttributeDefinition {
    fileprivate func names(behind prefix: String) -> [String] {
        ["\(prefix)\(name)"] + subAttributes.map { "\(prefix)\(name).\($0.name)" }
    }
}
