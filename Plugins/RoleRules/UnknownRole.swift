import RosterCore

/// What becomes of a pushed role that the catalogue does not know.
enum UnknownRole: String, CaseIterable, ConfigurationScalar {
    /// It is kept and is a role of its own.
    case keep
    /// It is left out.
    case ignore
    /// The request is refused.
    case reject
}
