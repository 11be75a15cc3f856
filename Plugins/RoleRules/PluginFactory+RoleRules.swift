public import RosterCore
import SCIM

extension PluginFactory<any RoleResolver> {
    /// Roles by a catalogue and a default: `type: rules`.
    ///
    /// - `roles` (list, optional): The catalogue; each role has an `id`, a `name` and, if identity providers name it by
    ///   one, a `type`. No two roles share one of these.
    /// - `default` (text, optional): The id of the role of users for whom none was pushed.
    public static var rules: Self {
        Self(type: "rules") { section, _ in
            let catalogue = try section.catalogue()
            let defaultRole = try section.defaultRole(of: catalogue)
            return { RuleRoleResolver(catalogue: catalogue, default: defaultRole) }
        }
    }
}

extension ConfigurationSection {
    /// Reads all roles, to the end even if some are wrong.
    fileprivate func catalogue() throws(ConfigurationProblem) -> [Role] {
        var catalogue: [Role] = []
        var taken: [String: Set<String>] = [:]
        var first: ConfigurationProblem?
        for entry in try sections("roles") {
            do throws(ConfigurationProblem) {
                catalogue.append(try entry.role(avoiding: &taken))
            } catch {
                first = first ?? error
            }
        }
        if let first { throw first }
        return catalogue
    }

    private func role(avoiding taken: inout [String: Set<String>]) throws(ConfigurationProblem) -> Role {
        let role = Role(id: try required("id"), name: try required("name"), type: try optional("type"))
        // A type or a name of two roles would leave it to chance which of them a user gets.
        for (key, text) in [("id", role.id), ("name", role.name), ("type", role.type)] {
            guard let text else { continue }
            let isNew = taken[key, default: []].insert(text.caseFolded).inserted
            if !text.isEmpty, isNew { continue }
            let problem = problem(
                for: key,
                text.isEmpty
                    ? "'\(key)' must not be empty" : "another role has the \(key) \(text.quotedForDisplay) already")
            record(problem)
            throw problem
        }
        return role
    }

    fileprivate func defaultRole(of catalogue: [Role]) throws(ConfigurationProblem) -> Role? {
        guard let id = try optional("default", as: String.self) else { return nil }
        if let role = catalogue.first(where: { $0.id == id }) { return role }
        throw problem(
            for: "default", "no role of the catalogue has the id \(id.quotedForDisplay)",
            suggestion: id.nearest(among: catalogue.map(\.id)))
    }
}
