public import RosterCore

/// Why a JSON-file store cannot be opened or had to stop.
public struct JSONFileStoreError: ExitReason, Hashable, CustomStringConvertible {
    /// The kinds of failure, each with an exit status of its own.
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// A command asks for what makes no sense.
        case usage
        /// A file is not what was written.
        case corrupt
        /// There is no store, and none is to be made.
        case missing
        /// The folder can be neither used nor made.
        case notWritable
        /// There is data that would be lost.
        case occupied
        /// A disk call failed.
        case inputOutput
        /// Another process has the folder.
        case inUse
        /// A newer version of the program wrote the folder.
        case newerFormat
        /// The folder holds what the configuration does not provide for.
        case configuration
    }

    /// What kind of failure it is.
    public let kind: Kind
    /// What to tell the operator, in one line.
    public let reason: String

    package init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    /// The exit status in the manner of sysexits: 64, 65, 66, 73, 74, 75 or 78.
    public var exitCode: Int32 {
        switch kind {
        case .usage: 64
        case .corrupt: 65
        case .missing: 66
        case .notWritable, .occupied: 73
        case .inputOutput: 74
        case .inUse: 75
        case .newerFormat, .configuration: 78
        }
    }

    /// The reason.
    public var description: String { reason }
}

extension JSONFileStoreError {
    /// A disk call that failed while the store was opened.
    ///
    /// - Parameter what: What could not be opened or made.
    package init(opening error: FileSystemError, of what: String = "data folder") {
        if error.isNoFile {
            self = .corrupt(StoreFolder.name(in: error.path), error.reason)
            return
        }
        let isRefusal = error.isForbidden || error.isLackOfSpace || error.call == "mkdir"
        self.init(isRefusal ? .notWritable : .inputOutput, "\(what): \(error)")
    }

    /// A disk call that failed while a backup was made.
    package init(backingUp error: FileSystemError, in folder: String) {
        let failure = Self(opening: error, of: "backup")
        self =
            error.holder == nil
            ? failure
            : failure.adding(
                ". The folder of the backups and all that is in it must belong to the user that the server runs as; run: "
                    + "chown -R USER \(folder)")
    }

    /// A disk call that failed while the store was in use, after which nobody knows what is on the disk.
    package init(stopping error: FileSystemError) {
        let rest =
            error.isMissing
            ? "; it was deleted, moved or replaced while the server ran. Put it back if it was moved: a start refuses "
                + "a folder that lacks a part of the store, and begins a new store in an empty one. To look at it, run: roster store "
                + "verify"
            : Self.restart
        self.init(.inputOutput, "the store has stopped: \(error)\(rest)")
    }

    /// A file that is not as long as what was written to it while the store was in use.
    package init(changed path: String, length: Int, insteadOf expected: Int) {
        self.init(
            .inputOutput,
            "the store has stopped: \(path) is \(length) bytes long and should be \(expected); it was changed from outside "
                + "while the server ran. A start goes on with what it finds if that is sound. To look at it, run: roster store "
                + "verify")
    }

    /// A file that does not hold what was written to it.
    package static func corrupt(_ file: String, _ reason: String) -> Self {
        Self(.corrupt, "\(file): \(reason)\(advice)")
    }

    /// What to do about damage of the data folder.
    package static let advice = ". Nothing was changed. Run: roster store verify, then: roster store repair --plan"

    /// What a start makes of a store that has stopped.
    static let restart =
        ". The next start goes on with what is on the disk; the service manager may make it at once. If it fails, "
        + "run: roster store verify"

    /// A disk call that failed while a store was opened for use, of which nobody has seen anything yet.
    package init(starting error: FileSystemError) {
        let failure = Self(opening: error)
        self =
            failure.kind == .inputOutput
            ? failure.adding(". Look after the disk, of which dmesg may tell more, then try again") : failure
    }

    /// A disk call that failed before another content was put in the place of the one that is there.
    package init(refusing error: FileSystemError, of what: String = "data folder") {
        let failure = Self(opening: error, of: what)
        // Of damage that is said already.
        self =
            failure.kind == .corrupt
            ? failure : failure.adding(". Nothing was changed; once that is mended, run the command again")
    }

    /// A disk call that failed while another content, which has been decided on, was put in the place of the one before.
    package init(completing error: FileSystemError) {
        self = Self(opening: error)
            .adding(". The new content is on the disk; once that is mended, the next start of the server completes it")
    }

    /// A disk call that failed when the decision was made to put another content in the place of the one before.
    package init(deciding error: FileSystemError) {
        self = Self(opening: error)
            .adding(
                ". The new content is on the disk. Whether it takes the place of the old one is what the next start of the server "
                    + "finds on the disk, once that is mended, and completes or leaves: look with roster store stats")
    }

    private func adding(_ outcome: String) -> Self { Self(kind, finding + outcome) }
}
