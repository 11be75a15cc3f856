/// Keeps what a cursor says from clients, and cursors of their making out (RFC 9865 §2, §5.2).
///
/// `AESCursorSeal` of the module `RosterCrypto` is one. It is a protocol so that who uses this module without cursors compiles no
/// cryptography.
public protocol CursorSeal: Sendable {
    /// Encrypts and authenticates content; two calls with the same content give different bytes.
    ///
    /// - Parameters:
    ///   - content: What the cursor says; some hundred bytes.
    ///   - context: What has to be the same when it is opened. It is authenticated and is no part of the result.
    func seal(_ content: [UInt8], context: [UInt8]) throws -> [UInt8]

    /// Decrypts what ``seal(_:context:)`` made.
    ///
    /// - Returns: The content; `nil` for any other bytes, which clients may send, and for another context.
    func open(_ sealed: [UInt8], context: [UInt8]) -> [UInt8]?
}
