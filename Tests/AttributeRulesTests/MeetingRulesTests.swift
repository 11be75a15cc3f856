import RosterCore
import SCIM
import Testing

@Suite("Fields that may meet in one value, as docs/mapping.md has them")
struct MeetingRulesTests {
    private func mapping() async throws -> Mapping {
        try await Mapping(
            users: #"email: { from: emails.value, pick: primary-or-first }, workEmail: 'emails[type eq "work"].value'"#)
    }

    @Test(
        "with different texts they become two values, and are read as they were written",
        arguments: [
            #"{"emails":[{"value":"o@x","type":"work","primary":true}]}"#, "{}",
            #"{"emails":[{"value":"h@x","type":"home"},{"value":"o@x","type":"work"}]}"#,
        ],
        [
            #"{"email":"a@x","workEmail":"b@x"}"#, #"{"email":"a@x","workEmail":"o@x"}"#,
            #"{"email":"o@x","workEmail":"b@x"}"#,
        ])
    func different(over: String, record: String) async throws {
        let mapping = try await mapping()
        let written = try mapping.writing(record, over: over)
        #expect(written["emails"]?.array?.count == 2)
        #expect(try mapping.mapper.record(from: written, of: .user) == attributes(record))
    }

    @Test("one of them alone is refused where the value would be that of the other, too")
    func alone() async throws {
        let mapping = try await mapping()
        for over in [#"{"emails":[{"value":"o@x","type":"work","primary":true}]}"#, "{}"] {
            #expect(try mapping.refusal(#"{"workEmail":"b@x"}"#, over: over)?.code == .invalidValue)
            #expect(try mapping.writing(#"{"email":"a@x"}"#, over: over)["emails"]?.array?.count == 1)
        }
    }
}
