import RosterCore
import SCIM

/// Remembers of which accounts it was said that they will expire, so that each stage is said once.
struct ExpiryWarnings: Sendable {
    private static let stages = [1, 7, 30]
    private static let millisecondsPerDay: Int64 = 86_400_000

    private var said: [KeyID: Int] = [:]

    /// The accounts that have come to within 30, 7 or 1 days of their end since the last call, and that number of days.
    mutating func due(among accounts: [Account], at now: DateTime) -> [(account: Account, days: Int)] {
        var due: [(account: Account, days: Int)] = []
        for account in accounts where account.flaw(at: now) == nil {
            guard let expires = account.credential.expires else { continue }
            let left = expires.millisecondsSinceEpoch - now.millisecondsSinceEpoch
            guard let stage = Self.stages.first(where: { left <= Int64($0) * Self.millisecondsPerDay }) else {
                continue
            }
            if said.updateValue(stage, forKey: account.keyID) != stage { due.append((account, stage)) }
        }
        return due
    }
}
