import Dispatch
public import HTTPTypes
public import Logging
public import RosterCore
package import SCIM
import Synchronization

/// Service accounts, each with a bearer token (RFC 6750), kept in a file that only their owner can read.
///
/// Of a token nothing but its SHA-256 digest is kept. Nothing but the `Authorization` field of a request is looked at:
/// a token in a query, a cookie or a field of its own is no token. Whatever is wrong with one, the answer is the same.
public final class ServiceAccounts: CredentialIssuer {
    /// A bearer token.
    public let scheme = AuthenticationScheme.bearerToken

    let file: AccountFile
    let logger: Logger
    let now: @Sendable () -> DateTime
    /// All calls that may wait for the disk or another process run here, one after the other and never on the threads
    /// that answer requests.
    let queue = DispatchQueue(label: "roster.service-accounts")
    let table: Mutex<AccountTable>
    /// What the queue remembers from one look at the file to the next.
    let watch: Mutex<FileWatch>
    /// The look at the file that is asked for and has not begun yet, and the queue on which nobody waits for it for ever.
    let nextLook = Mutex<AwaitedLook?>(nil)
    let patienceQueue = DispatchQueue(label: "roster.service-accounts.patience")

    /// Reads a file of service accounts; where there is none, there are none.
    ///
    /// - Parameters:
    ///   - path: The file; it is made with the first account.
    ///   - logger: Where accounts that are about to expire are named.
    /// - Throws: ``AccountFileError`` if the file is malformed, or open to other users.
    public convenience init(file path: String, logger: Logger) async throws {
        try await self.init(file: path, logger: logger, now: { .now })
    }

    /// Reads a file of service accounts, with a clock for tests.
    package init(file path: String, logger: Logger, now: @escaping @Sendable () -> DateTime) async throws {
        let file = AccountFile(path: path)
        self.file = file
        self.logger = logger
        self.now = now
        let contents = try await queue.run { try file.load() }
        table = Mutex(AccountTable([]))
        watch = Mutex(FileWatch())
        publish(contents)
        warnOfExpiry()
    }

    /// Finds the service account whose token stands in the `Authorization` field.
    ///
    /// - Returns: The account; `nil` if the field is not there or of another scheme.
    /// - Throws: ``RosterCore/CredentialRefusal``, with the id that the token names.
    public func authenticate(_ request: HTTPRequest, from peer: Peer) async throws(CredentialRefusal) -> Principal? {
        do {
            return try knownPrincipal(of: request)
        } catch {
            // The token may have been made since the last look at the file.
            await lookAtFile()
            return try knownPrincipal(of: request)
        }
    }

    /// The same by what is known of the file already.
    package func knownPrincipal(of request: HTTPRequest) throws(CredentialRefusal) -> Principal? {
        let fields = request.headerFields[fields: .authorization]
        guard let field = fields.first else { return nil }
        // Two fields would let a proxy check the one and the server obey the other.
        guard fields.count == 1 else { throw CredentialRefusal(.malformed) }
        return try field.withUnsafeBytesOfValue { value throws(CredentialRefusal) in
            guard let text = BearerField.token(in: value) else { return nil }
            guard let token = Token(text) else { throw CredentialRefusal(.malformed) }
            return try principal(of: token)
        }
    }

    private func principal(of token: Token) throws(CredentialRefusal) -> Principal {
        let account = table.withLock { $0 }[token.keyID]
        // Without an account the work is the same, so that time does not tell which key ids exist.
        let isRight = (account?.digest ?? .ofNoToken).isSame(as: token.digest)
        let time = now()
        let flaw = account?.flaw(at: time)
        guard let account, isRight, flaw == nil else {
            throw CredentialRefusal(isRight ? flaw ?? .unknown : .unknown, of: token.keyID.text)
        }
        return account.principal
    }
}
