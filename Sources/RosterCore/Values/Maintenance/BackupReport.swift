/// What came of making a backup.
public struct BackupReport: Sendable, Hashable {
    /// The backup.
    public var backup: BackupDescription
    /// The folder of the backup.
    public var path: String
    /// The names of older backups that were deleted because the configuration keeps no more.
    public var deleted: [String]

    /// Describes what was done.
    public init(backup: BackupDescription, path: String, deleted: [String] = []) {
        self.backup = backup
        self.path = path
        self.deleted = deleted
    }
}
