import ConformanceLedger
import RosterCrypto
import SCIM
import Testing

@testable import RosterCore

@Suite("RFC 9865 §2, §5.2 — cursors are opaque and cannot be forged")
struct CursorSealTests {
    private static let created = DateTime(secondsSinceEpoch: -5, nanoseconds: 123_456_789)
    private static let values: [ResolvedFilter.Operand?] = [
        nil, .string(""), .string("Łukasz \u{0}"), .number(Number(-12)), .boolean(true), .boolean(false),
        .dateTime(DateTime(secondsSinceEpoch: 7, nanoseconds: 1)),
    ]

    private func position(_ value: ResolvedFilter.Operand?) -> Query.Position {
        Query.Position(value: value, created: Self.created, id: ResourceID("id/\"1\""), type: "User")
    }

    @Test("what is sealed is what is opened", arguments: values)
    func roundTrip(_ value: ResolvedFilter.Operand?) throws {
        let seal = CursorIssuer(seal: AESCursorSeal()) { DateTime(secondsSinceEpoch: 100, nanoseconds: 9) }
        for step in [Query.Step.after(position(value)), .before(position(value)), .after(nil), .before(nil)] {
            let text = try seal.issue(step, count: 17, timeout: 60, context: [1, 2])
            let cursor = try seal.open(text, context: [1, 2])
            #expect(
                cursor == Cursor(step: step, count: 17, expiry: DateTime(secondsSinceEpoch: 160, nanoseconds: 9)))
            #expect(try seal.issue(step, count: 17, timeout: 60, context: [1, 2]) != text)
        }
    }

    @Test("nothing of the content can be read or changed", .shows("9865-2-b"))
    func forgery() throws {
        let seal = issuer()
        let text = try seal.issue(.after(position(.string("anna"))), count: 5, timeout: 60, context: [1])
        #expect(
            text.utf8.allSatisfy {
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8.contains($0)
            })
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        let last = Array(text.utf8)
        for byte in alphabet where byte != last.last {
            // Bits of the last digit that stand for no byte do not make another spelling of the same cursor.
            refuses(seal, String(decoding: last.dropLast() + [byte], as: UTF8.self), [1])
        }
        for index in last.indices {
            var changed = last
            changed[index] = changed[index] == UInt8(ascii: "x") ? UInt8(ascii: "y") : UInt8(ascii: "x")
            refuses(seal, String(decoding: changed, as: UTF8.self), [1])
            refuses(seal, String(decoding: last.prefix(index), as: UTF8.self), [1])
        }
        for other in ["", " ", text + "=", text + "\n", "+/+/", "é", String(repeating: "a", count: 100_000)] {
            refuses(seal, other, [1])
        }
        refuses(seal, text, [])
        refuses(seal, text, [1, 1])
        refuses(issuer(), text, [1])
        #expect(throws: Never.self) { try seal.open(text, context: [1]) }
    }

    @Test("instances that share a secret read each other's cursors")
    func sharing() throws {
        let secret = Array("one secret of enough bytes".utf8)
        let text = try issuer(secret).issue(.after(nil), count: 5, timeout: 60, context: [1])
        #expect(try issuer(secret).open(text, context: [1]).count == 5)
        refuses(issuer(secret + [0]), text, [1])
    }

    @Test("a timeout without end does no harm")
    func longTimeout() throws {
        let seal = issuer()
        let text = try seal.issue(.after(nil), count: .max, timeout: .max, context: [])
        #expect(try seal.open(text, context: []).count == .max)
    }

    private func issuer(_ secret: [UInt8]? = nil) -> CursorIssuer {
        CursorIssuer(seal: AESCursorSeal(secret: secret)) { .now }
    }

    private func refuses(_ seal: CursorIssuer, _ text: String, _ context: [UInt8]) {
        let error = #expect(throws: SCIMError.self) { try seal.open(text, context: context) }
        #expect(error?.code == .invalidCursor)
    }
}
