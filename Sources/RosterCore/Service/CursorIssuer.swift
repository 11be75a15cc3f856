import SCIM

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Makes cursors that tell a client nothing and that nobody else can make (RFC 9865 §2, §5.2).
///
/// A cursor is sealed together with the query and the principal that it was given to. So nothing has to be kept for a walk, and a
/// cursor that is forged, of another query or of another principal cannot be opened and is not told apart from one that never was.
struct CursorIssuer: Sendable {
    /// The longest text that is looked at.
    private static let maximumBytes = 8_192

    let seal: any CursorSeal
    /// The time, by which cursors expire.
    let clock: @Sendable () -> DateTime

    /// Makes a cursor.
    ///
    /// - Parameters:
    ///   - step: The page to which it leads.
    ///   - count: The size of the pages.
    ///   - timeout: For how many seconds it does.
    ///   - context: What has to be the same when it is opened.
    func issue(_ step: Query.Step, count: Int, timeout: Int, context: [UInt8]) throws -> String {
        let now = clock()
        // Beyond some 100 million years the sum could overflow.
        let seconds = now.secondsSinceEpoch + min(Int64(timeout), .max / 2_000)
        let expiry = DateTime(secondsSinceEpoch: seconds, nanoseconds: now.nanoseconds)
        let cursor = Cursor(step: step, count: count, expiry: expiry)
        return Self.text(try seal.seal(cursor.bytes, context: context))
    }

    /// Opens a cursor.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/invalidCursor`` unless it was made here for this context, and
    ///   ``SCIM/SCIMError/Code/expiredCursor`` if that is too long ago.
    func open(_ text: String, context: [UInt8]) throws(SCIMError) -> Cursor {
        guard let bytes = Self.bytes(text), let content = seal.open(bytes, context: context),
            let cursor = try? Cursor(bytes: content)
        else { throw SCIMError(.invalidCursor, "'cursor' was not given out for this query; begin with an empty one") }
        guard clock() <= cursor.expiry else {
            throw SCIMError(.expiredCursor, "'cursor' was given out too long ago; begin with an empty one")
        }
        return cursor
    }

    /// Bytes as text of nothing but unreserved characters (base64url, RFC 4648 §5).
    private static func text(_ bytes: [UInt8]) -> String {
        String(Data(bytes).base64EncodedString().prefix { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }

    /// The bytes of a text, `nil` if it is not the one spelling that they have.
    private static func bytes(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= maximumBytes else { return nil }
        var base64 = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: base64).map({ [UInt8]($0) }), Self.text(bytes) == text else { return nil }
        return bytes
    }
}
