import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.12, tables 8 and 9 — errors")
struct SCIMErrorTests {
    @Test(
        "has the status and the keyword of the tables", .shows("7644-3.12-a", "7644-3.12-b"),
        arguments: [
            (.invalidFilter, 400, "invalidFilter"), (.tooMany, 400, "tooMany"), (.uniqueness, 409, "uniqueness"),
            (.mutability, 400, "mutability"), (.invalidSyntax, 400, "invalidSyntax"),
            (.invalidPath, 400, "invalidPath"),
            (.noTarget, 400, "noTarget"), (.invalidValue, 400, "invalidValue"), (.invalidVers, 400, "invalidVers"),
            (.invalidCursor, 400, "invalidCursor"), (.expiredCursor, 400, "expiredCursor"),
            (.invalidCount, 400, "invalidCount"), (.sensitive, 403, "sensitive"), (.unauthorized, 401, nil),
            (.forbidden, 403, nil), (.notFound, 404, nil), (.conflict, 409, nil), (.gone, 410, nil),
            (.methodNotAllowed, 405, nil), (.preconditionFailed, 412, nil),
            (.payloadTooLarge, 413, nil), (.uriTooLong, 414, nil), (.unsupportedMediaType, 415, nil),
            (.internalError, 500, nil), (.notImplemented, 501, nil),
            (.unavailable, 503, nil),
        ] as [(SCIMError.Code, Int, String?)])
    func table(_ code: SCIMError.Code, status: Int, scimType: String?) throws {
        #expect(code.status == status)
        #expect(code.scimType == scimType)
        let keyword = scimType.map { #","scimType":"\#($0)""# } ?? ""
        // The status is a string (RFC 7644 §3.12), as Okta expects it.
        let message = #"{"schemas":["\#(MessageURI.error)"],"status":"\#(status)"\#(keyword),"detail":"why \"so\""}"#
        #expect(String(decoding: SCIMError(code, "why \"so\"").message.jsonBytes, as: UTF8.self) == message)
    }

    @Test("has no code without a row in the tables above")
    func completeness() {
        #expect(SCIMError.Code.allCases.count == 26)
    }
}
