/// All accounts at one moment: what readers share and never wait for.
///
/// A class, so that a request takes hold of it by counting one reference.
final class AccountTable: Sendable {
    /// The accounts in the order of their creation.
    let accounts: [Account]
    private let byKeyID: [KeyID: Account]

    init(_ accounts: [Account]) {
        self.accounts = accounts
        byKeyID = Dictionary(accounts.map { ($0.keyID, $0) }) { first, _ in first }
    }

    /// The account with a key id.
    subscript(keyID: KeyID) -> Account? { byKeyID[keyID] }
}
