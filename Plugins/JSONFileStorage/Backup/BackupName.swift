import JSONFileEngine
import RosterCore
import SCIM

/// The name of a backup: `backup-00000000000000000042-20261124T175300Z`.
struct BackupName: Sendable, Hashable, Comparable {
    /// The number of the last line in it.
    let position: Int
    /// When it was made, in whole seconds.
    let made: DateTime

    private static let prefix = "backup-"

    /// Names a backup.
    init(position: Int, made: DateTime) {
        self.position = position
        self.made = DateTime(secondsSinceEpoch: made.millisecondsSinceEpoch / 1_000)
    }

    /// Reads a name; `nil` for any other.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].utf8.count == 16, let position = Int(parts[1]),
            0...StoreLimits.number ~= position
        else { return nil }
        let time = Array(parts[2].utf8)
        func digits(_ range: Range<Int>) -> String { String(decoding: time[range], as: UTF8.self) }
        guard
            let made = DateTime(
                "\(digits(0..<4))-\(digits(4..<6))-\(digits(6..<8))T\(digits(9..<11)):\(digits(11..<13)):\(digits(13..<15))Z"
            )
        else { return nil }
        self.init(position: position, made: made)
        guard self.text == text else { return nil }
    }

    /// The name as text.
    var text: String {
        let time = made.description.prefix(19).filter { $0 != "-" && $0 != ":" }
        return "\(Self.prefix)\(FileName.padded(position))-\(time)Z"
    }

    /// The name of a backup that is the same and made a second later.
    var next: BackupName {
        BackupName(position: position, made: DateTime(millisecondsSinceEpoch: made.millisecondsSinceEpoch + 1_000))
    }

    /// The last moment at which it may have been made: the name leaves out the part of the second.
    var lastMoment: DateTime { DateTime(millisecondsSinceEpoch: made.millisecondsSinceEpoch + 999) }

    /// In the order of what they hold: clocks jump, and numbers rise, over a restore, too.
    ///
    /// They go back only where somebody has put the data folder back as a whole. So what depends on which one is the newest looks
    /// at ``wasMadeBefore(_:)`` as well, and trusts neither where the two disagree.
    static func < (left: BackupName, right: BackupName) -> Bool {
        (left.position, left.made.millisecondsSinceEpoch) < (right.position, right.made.millisecondsSinceEpoch)
    }

    /// Whether this one was made earlier, by the clock.
    func wasMadeBefore(_ other: BackupName) -> Bool {
        made.millisecondsSinceEpoch < other.made.millisecondsSinceEpoch
    }

    /// Whether a state is at its end or before it, as far as the name tells.
    func mayReach(_ target: RestoreTarget) -> Bool {
        switch target {
        case .latest: true
        case .position(let wanted): wanted <= position
        // Of what came after it was made a backup knows nothing.
        case .time(let wanted): wanted.secondsSinceEpoch <= made.secondsSinceEpoch
        }
    }
}
