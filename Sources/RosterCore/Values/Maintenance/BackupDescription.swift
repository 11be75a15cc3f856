public import SCIM

/// A backup of the data of a store.
public struct BackupDescription: Sendable, Hashable {
    /// The name by which it is restored.
    public var name: String
    /// The sequence number of the last change in it.
    public var position: Int
    /// When it was made; every change that was answered before is in it.
    public var made: DateTime
    /// The length of its files in bytes.
    public var bytes: Int
    /// By what people tell the store that it is of from others; `nil` if it is damaged and nothing tells.
    public var store: String?
    /// Whether that is the store whose data is in use now; `nil` if one of the two cannot be told.
    public var isOwn: Bool?

    /// Describes a backup.
    public init(
        name: String, position: Int, made: DateTime, bytes: Int, store: String? = nil, isOwn: Bool? = nil
    ) {
        self.name = name
        self.position = position
        self.made = made
        self.bytes = bytes
        self.store = store
        self.isOwn = isOwn
    }
}
