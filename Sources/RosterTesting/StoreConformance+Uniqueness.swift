import RosterCore
public import SCIM

extension StoreConformance {
    /// A rule that is not among ``rules``: one more attribute of a resource type has unique values.
    ///
    /// An operator may want that of the names of groups. A store that takes its types when it is made must be made for
    /// ``SCIM/ResourceType/withUniqueValues(of:)``; any other learns of it from the type of each draft.
    ///
    /// - Parameters:
    ///   - name: An attribute of the base schema that holds a single text and whose letter case plays no part.
    ///   - type: The resource type, users or groups.
    public static func uniqueness(of name: AttributeName, among type: ResourceType) -> Rule {
        let type = type.withUniqueValues(of: name)
        return Rule("'\(name)' is unique among resources of the type '\(type.name)'") { trial in
            func draft(_ value: String, _ number: Int) throws -> Draft {
                var attributes: Attributes = [.displayName: "x"]
                if type == .user { attributes[.userName] = .string("user-\(number)") }
                attributes[name] = .string(value)
                return try Draft(checking: attributes, as: type)
            }
            let first = try await trial.store.create(draft("One", 1))
            let second = try await trial.store.create(draft("Two", 2))
            try await expect(.uniqueness, from: "create with a taken '\(name)'") {
                _ = try await trial.store.create(draft("ONE", 3))
            }
            try await expect(.uniqueness, from: "update to a taken '\(name)'") {
                _ = try await trial.update(second) { $0[name] = "oNE" }
            }
            try await expect(.uniqueness, from: "PATCH to a taken '\(name)'") {
                try await trial.patch(second, [["op": "replace", "path": .string(name.text), "value": "one"]])
            }
            try await trial.expectUnchanged(second, after: "the refused changes")
            let renamed = try await trial.patch(
                first, [["op": "replace", "path": .string(name.text), "value": "ONE"]])
            _ = try await trial.update(renamed) { $0[name] = "Three" }
            _ = try await trial.store.create(draft("one", 4))
            try await trial.store.delete(second.key, if: .none)
            _ = try await trial.store.create(draft("two", 5))
        }
    }
}
