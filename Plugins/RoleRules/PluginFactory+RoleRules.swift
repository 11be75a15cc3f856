public import RosterCore

extension PluginFactory<any RoleResolver> {
    /// Roles by a catalogue, a default, and rules: `type: rules`.
    ///
    /// - `roles` (list, optional): The catalogue; each role has an `id` and a `name`, and may have a `type` by which
    ///   identity providers name it, a `description` and a list of `permissions`. No two roles share id, name or type.
    /// - `unknown` (`keep`, `ignore` or `reject`; optional, default `keep`): What becomes of a pushed role that the
    ///   catalogue does not know.
    /// - `default` (text, optional): The id of the role of new users for whom none was pushed.
    /// - `defaults` (mapping, optional): The same by `userType`; `default` is for all others.
    /// - `rules` (list, optional): Each has a `name`; the ids of roles of the catalogue as `role` or, several, as `roles`;
    ///   and `group`, `users` or both. `group` names groups by one of `id`, `external-id`, `name` and `pattern` (with `*`
    ///   and `?`), `users` is a filter over users (RFC 7644 §3.4.2.2).
    public static var rules: Self {
        Self(type: "rules") { section, context in
            var reader = RoleRulesReader(types: context.types)
            let resolver = reader.resolver(section)
            return { resolver }
        }
    }
}
