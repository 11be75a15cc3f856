public import SCIM

/// What has been restored.
public struct RestoreReport: Sendable {
    /// The name of the backup that it came from; `nil` for the history of the store itself.
    public var source: String?
    /// The sequence number of the last change that is in it.
    public var position: Int
    /// When that change was made, if it is told.
    public var time: DateTime?
    /// The resources, by type.
    public var resources: [ResourceCount]
    /// Where everything is now that was there before; `nil` if there was nothing.
    public var aside: String?

    /// Describes what has been restored.
    public init(source: String?, position: Int, time: DateTime?, resources: [ResourceCount], aside: String?) {
        self.source = source
        self.position = position
        self.time = time
        self.resources = resources
        self.aside = aside
    }
}
