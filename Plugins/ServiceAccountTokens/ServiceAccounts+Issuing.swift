import Logging
public import RosterCore
public import SCIM
import Synchronization

extension ServiceAccounts {
    private static let maximumNameLength = 128

    /// Makes a service account.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` if the name is empty, too long or has control characters, if the
    ///   lifetime is not positive or too long, or if the id of the user is empty; ``AccountFileError``.
    public func issue(
        name: String, scopes: Set<Scope>, lifetime: Duration?, subject: ResourceID? = nil
    ) async throws -> (Credential, Secret) {
        try await make(name: name, scopes: scopes, lifetime: lifetime, subject: subject) { _, _ in }
    }

    /// Makes a service account whose token has been shown: nothing is written before.
    ///
    /// - Throws: What `show` throws, and as above; after that what was shown is not good.
    public func issue(
        name: String, scopes: Set<Scope>, lifetime: Duration?, subject: ResourceID?,
        showing show: @escaping @Sendable (Credential, Secret) throws -> Void
    ) async throws -> Credential {
        try await make(name: name, scopes: scopes, lifetime: lifetime, subject: subject, showing: show).0
    }

    private func make(
        name: String, scopes: Set<Scope>, lifetime: Duration?, subject: ResourceID?,
        showing show: @escaping @Sendable (Credential, Secret) throws -> Void
    ) async throws -> (Credential, Secret) {
        guard 1...Self.maximumNameLength ~= name.unicodeScalars.count,
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            throw SCIMError(
                .invalidValue,
                "a name must have 1 to \(Self.maximumNameLength) characters, none of them control characters")
        }
        guard subject?.text.isEmpty != true else {
            throw SCIMError(.invalidValue, "the id of the user that a token stands for must not be empty")
        }
        let created = now().inMilliseconds
        let expires = try lifetime.map { lifetime throws(SCIMError) in
            guard lifetime > .zero, let expires = created.adding(lifetime)?.inMilliseconds else {
                throw SCIMError(.invalidValue, "a lifetime must be positive and end before the year 10000")
            }
            return expires
        }
        let made = try await change { accounts in
            let taken = Set(accounts.map(\.keyID))
            let (token, text) = Token.random(avoiding: taken.contains)
            let credential = Credential(
                id: token.keyID.text, name: name, scopes: scopes, created: created, expires: expires,
                subject: subject)
            accounts.append(Account(token.keyID, digest: token.digest, credential: credential))
            try show(credential, Secret(text))
            return (credential, Secret(text))
        }
        logger.debug("service account made", metadata: ["id": "\(made.0.id)", "name": "\(name)"])
        return made
    }

    /// All service accounts as the file has them now, in the order of their creation.
    public func credentials() async throws -> [Credential] {
        try await queue.run { [self] in
            publish(try file.load())
            return table.withLock { $0 }.accounts.map(\.credential)
        }
    }

    /// Makes the token of an account worthless; once revoked, it keeps the time of the first revocation.
    ///
    /// Here it counts at once, and within a second in other processes that watch the file.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound`` if no account has this id; ``AccountFileError``.
    public func revoke(id: String) async throws {
        let time = now().inMilliseconds
        try await change { accounts in
            guard let index = accounts.firstIndex(where: { $0.credential.id == id }) else {
                throw SCIMError(.notFound, "no service account has this id")
            }
            accounts[index].revoke(at: time)
        }
        logger.debug("service account revoked", metadata: ["id": "\(id)"])
    }

    private func change<Result: Sendable>(
        _ body: @escaping @Sendable (inout [Account]) throws -> Result
    ) async throws -> Result {
        try await queue.run { [self] in
            let (contents, result) = try file.change(body)
            publish(contents)
            return result
        }
    }
}
