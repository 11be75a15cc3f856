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

    /// Describes a backup.
    public init(name: String, position: Int, made: DateTime, bytes: Int) {
        self.name = name
        self.position = position
        self.made = made
        self.bytes = bytes
    }
}
