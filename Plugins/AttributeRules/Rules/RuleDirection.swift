import RosterCore

/// Which way a field goes.
enum RuleDirection: String, CaseIterable, ConfigurationScalar {
    case both
    case toApplication = "to-application"
    case fromApplication = "from-application"
}
