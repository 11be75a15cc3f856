/// What has been taken into a store.
public struct ImportReport: Sendable, Hashable {
    /// The resources, by type.
    public var resources: [ResourceCount]
    /// What was taken in though the configuration would not have it so, one line each.
    public var notes: [String]

    /// Describes what has been taken in.
    public init(resources: [ResourceCount], notes: [String] = []) {
        self.resources = resources
        self.notes = notes
    }
}
