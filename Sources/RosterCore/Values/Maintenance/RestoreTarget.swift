public import SCIM

/// To which of its states a store is to return.
public enum RestoreTarget: Sendable, Hashable {
    /// The last one of a backup.
    case latest
    /// The one after the change of a sequence number.
    case position(Int)
    /// The one after the last change that was made at a time or before it.
    case time(DateTime)
}
