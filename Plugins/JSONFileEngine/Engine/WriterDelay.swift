import SCIM

/// Why changes wait for the writer for too long.
enum WriterDelay: Sendable {
    /// A call of the disk does not come back, or all of them together take too long.
    case disk
    /// Changes that came before take long to work out.
    case work

    /// What those are told who would wait for too long.
    var refusal: SCIMError {
        switch self {
        case .disk: SCIMError(.unavailable, "the disk has been busy for too long; try again later")
        case .work: SCIMError(.unavailable, "other changes take too long to work out; try again later")
        }
    }

    /// The same for the readiness of the store.
    package var impediment: String {
        switch self {
        case .disk: "the disk has been busy for too long"
        case .work: "changes take too long to work out"
        }
    }

    /// What the log says when it begins.
    package var beginning: String {
        switch self {
        case .disk: "the disk does not answer: changes are refused until it does, and reads are answered"
        case .work: "changes take too long to work out: others are refused until they are done, and reads are answered"
        }
    }

    /// What the log says when it ends.
    package var end: String {
        switch self {
        case .disk: "the disk answers again: changes are taken"
        case .work: "changes are worked out in time again, and are taken"
        }
    }
}
