import Crypto
public import RosterCore

/// A seal of cursors with AES-GCM and a key of 256 bits (NIST SP 800-38D).
///
/// `ProvisioningService(…, cursors: AESCursorSeal(), …)` is all that an application in one process needs.
public struct AESCursorSeal: CursorSeal {
    /// The least bytes of a secret that nobody can guess.
    public static let minimumSecretBytes = 16

    private let key: SymmetricKey

    /// Seals with a secret; without one with a random key, so that cursors end with the process.
    ///
    /// - Parameter secret: What only those know who may read the cursors, such as several instances behind one address; at
    ///   least ``minimumSecretBytes`` random bytes.
    public init(secret: [UInt8]? = nil) {
        key = secret.map { SymmetricKey(data: SHA256.hash(data: $0)) } ?? SymmetricKey(size: .bits256)
    }

    /// The content in 28 bytes more: the nonce stands before it and the tag behind it.
    public func seal(_ content: [UInt8], context: [UInt8]) throws -> [UInt8] {
        let box = try AES.GCM.seal(content, using: key, authenticating: context)
        return [UInt8](box.nonce) + [UInt8](box.ciphertext) + [UInt8](box.tag)
    }

    /// The content of what was sealed with the same key and context; `nil` for everything else.
    public func open(_ sealed: [UInt8], context: [UInt8]) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed) else { return nil }
        return (try? AES.GCM.open(box, using: key, authenticating: context)).map { [UInt8]($0) }
    }
}
