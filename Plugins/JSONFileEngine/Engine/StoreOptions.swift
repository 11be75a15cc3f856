import RosterCore
package import SCIM

/// When acknowledged changes are on the disk.
public enum StoreSynchronization: Sendable, Hashable {
    /// Before they are acknowledged: no acknowledged change is ever lost.
    case always
    /// At most this long after they are acknowledged: a power failure may lose the changes of that time.
    case every(Duration)
}

/// What a store can be told about its surroundings; tests change what they need to.
package struct StoreOptions: Sendable {
    /// When answered changes are on the disk.
    package var synchronization = StoreSynchronization.always
    /// The bytes of the journal after which the first snapshot is made.
    package var compactionBytes = StoreLimits.segment
    /// The bytes of a segment after which the next one begins.
    package var segmentBytes = StoreLimits.segment
    /// How long no change must come before the journal is sealed; `nil` for never.
    package var sealDelay: Duration? = .milliseconds(250)
    /// How often the files are read to see whether they are what was written; `nil` for never.
    package var scrubInterval: Duration? = .seconds(7 * 86_400)
    /// Where backups are made, and how often.
    package var backup = BackupPlan(folder: "backups")
    /// How far back the journal reaches at least, as far as it was written; `nil` for what a start needs.
    package var history: Duration?
    /// Whether a store is made where there is none.
    package var createsStore = true
    /// Whether records of an application are kept, which follow no schema.
    package var keepsRecords = false
    /// Whether added members are known to be resources, so that one that is missing has been deleted since.
    package var requiresMembers = true
    /// Whether the folder may be on another machine.
    package var allowsRemoteFolder = false
    /// The disk.
    package var disk: any FileSystem = SystemFileSystem()
    /// What waits are measured by, whatever happens to the time.
    package var stopwatch: @Sendable () -> ContinuousClock.Instant = { .now }
    /// The time.
    package var clock: @Sendable () -> DateTime = { .now }
    /// Makes identifiers that were never used, by the time and the identifier that was made last, if that was at this time.
    package var makeID: @Sendable (DateTime, ResourceID?) -> String = { ResourceID.unique(at: $0, after: $1).text }

    /// An identifier for a store.
    package var storeID: String { makeID(clock(), nil) }

    /// The usual surroundings.
    package init() {}
}
