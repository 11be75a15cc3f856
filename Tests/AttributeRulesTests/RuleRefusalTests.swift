import AttributeRules
import RosterCore
import SCIM
import Testing

@Suite("Records by rules — refusals and explanations")
struct RuleRefusalTests {
    @Test("a required field is named with its attribute, in both directions")
    func required() async throws {
        let mapping = try await Mapping(users: "email: {from: emails.value, pick: primary-or-first, required: true}")
        let missing = SCIMError(.invalidValue, "'emails.value' is required: the record must have its field 'email'")
        #expect(throws: missing) { try mapping.record(#"{"emails": [{"type": "work"}]}"#) }
        #expect(try mapping.refusal("{}") == missing)
        #expect(try mapping.refusal(#"{"email": null}"#, over: #"{"emails": [{"value": "x"}]}"#) == missing)
        #expect(mapping.mapper.canRefuse(.user) && !mapping.mapper.canRefuse(.group))
    }

    @Test("a text of blanks is no value for a required field")
    func blank() async throws {
        let mapping = try await Mapping(users: "nick: {from: nickName, required: true}")
        #expect(throws: SCIMError.self) { try mapping.record(#"{"nickName": "  "}"#) }
        #expect(try mapping.refusal(#"{"nick": " "}"#, over: #"{"nickName": "x"}"#)?.code == .invalidValue)
    }

    @Test("an enumeration refuses what it does not know, in both directions")
    func enumeration() async throws {
        let mapping = try await Mapping(
            users: "kind: {from: userType, values: {Employee: staff, Contractor: guest}, otherwise: refuse}")
        #expect(
            throws: SCIMError(
                .invalidValue,
                "'userType' has a value without a word for it in the field 'kind'; known are Employee, Contractor")
        ) { try mapping.record(#"{"userType": "Temp"}"#) }
        #expect(
            try mapping.refusal(#"{"kind": "temp"}"#)
                == SCIMError(.invalidValue, "the field 'kind' must be one of staff, guest"))
        #expect(
            try mapping.writing(#"{"kind": "guest"}"#, over: #"{"userType": "Temp"}"#) == ["userType": "Contractor"])
        #expect(try mapping.writing("{}", over: #"{"userType": "Temp"}"#) == [:])
        #expect(mapping.mapper.canRefuse(.user))
        let keeping = try await Mapping(users: "kind: {from: userType, values: {Employee: staff}}")
        #expect(try keeping.refusal(#"{"kind": "Employee"}"#)?.code == .invalidValue)
        #expect(!keeping.mapper.canRefuse(.user))
    }

    @Test("an unknown field is refused")
    func unknown() async throws {
        let mapping = try await Mapping(users: "login: userName, first: name.givenName")
        #expect(
            try mapping.refusal(#"{"userName": "x"}"#) == SCIMError(.invalidValue, "the record has no field 'userName'")
        )
        let keeping = try await Mapping(users: "login: userName, first: name.givenName", keepingOthers: true)
        #expect(
            try keeping.refusal(#"{"userName": "x"}"#) == SCIMError(.invalidValue, "the record has no field 'userName'")
        )
        #expect(
            try keeping.refusal(#"{"name": {"givenName": "x"}}"#)
                == SCIMError(.invalidValue, "the record has no field 'name.givenName'"))
        #expect(try keeping.refusal(#"{"id": "x"}"#, over: #"{"id": "7"}"#)?.code == .mutability)
        #expect(try keeping.writing("{}", over: #"{"id": "7"}"#) == ["id": "7"])
    }

    @Test("explanations tell rule, path, value and problem")
    func explanations() async throws {
        let mapping = try await Mapping(
            """
            users:
              name: {from: [name.formatted, displayName]}
              mail: {from: emails.value, pick: primary-or-first, required: true}
              kind: {from: userType, values: {Employee: staff}, otherwise: refuse, direction: to-application}
              nick: {from: nickName, direction: from-application}
              source: {constant: scim}
              roles: {from: roles, each: {uuid: value}}
            """)
        let user = try attributes(#"{"displayName": "Ines", "userType": "Temp", "nickName": "I"}"#)
        let explained = mapping.mapper.explanation(of: user, of: .user)
        #expect(
            explained == [
                FieldExplanation(
                    field: "name", rule: "name.formatted, else displayName", path: "displayName", value: "Ines"),
                FieldExplanation(
                    field: "mail", rule: "emails.value; primary or first; required",
                    problem: "'emails.value' is required: the record must have its field 'mail'"),
                FieldExplanation(
                    field: "kind", rule: "userType; Employee is staff, otherwise refuse; to-application",
                    path: "userType",
                    problem: "'userType' has a value without a word for it in the field 'kind'; known are Employee"),
                FieldExplanation(field: "nick", rule: "nickName; from-application"),
                FieldExplanation(field: "source", rule: "constant \"scim\"; to-application", value: "scim"),
                FieldExplanation(field: "roles", rule: "roles, for each { uuid: value }"),
            ])
        let other = RuleAttributeMapper.identity.explanation(of: ["title": "x"], of: .user)
        #expect(other == [FieldExplanation(field: "title", rule: "keeps its name", path: "title", value: "x")])
    }
}
