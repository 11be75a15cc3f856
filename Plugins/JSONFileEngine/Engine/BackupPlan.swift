/// Where backups are, how often the server makes one, and how many are kept.
package struct BackupPlan: Sendable, Hashable {
    /// The folder of the backups.
    package var folder: String
    /// The time between two backups that the server makes; `nil` if it makes none.
    package var interval: Duration?
    /// How many backups of the store are kept, at least one; `nil` for all.
    package var count: Int?

    /// Plans backups.
    package init(folder: String, interval: Duration? = nil, count: Int? = nil) {
        self.folder = folder
        self.interval = interval
        self.count = count
    }
}
