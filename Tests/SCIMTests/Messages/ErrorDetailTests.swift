import SCIM
import Testing

@Suite("The detail of a failure — all for the client, its own words for the log")
struct ErrorDetailTests {
    private func logged(_ detail: SCIMError.Detail) -> String { detail.logged { $0 == "userName" } }

    @Test("what is interpolated is left out unless it is known, a number or marked")
    func parts() {
        let (value, known, position, scope) = ("ada@example.com", "userName", 7, "users:read")
        let detail: SCIMError.Detail =
            "'\(known)' is '\(value)' at \(position), needs \(own: scope); \(value.prefix(3)) \(Optional(value) as Any)"
        #expect(
            detail.description
                == #"'userName' is 'ada@example.com' at 7, needs users:read; ada Optional("ada@example.com")"#)
        #expect(logged(detail) == "'userName' is '…' at 7, needs users:read; … …")
        #expect(logged("nothing from outside") == "nothing from outside" && logged("\(value)") == "…")
    }

    @Test("details and failures inside others keep their parts apart")
    func nesting() {
        let value = "é\u{1F468}\u{200D}\u{1F469}"
        let inner = SCIMError(.invalidPath, "é '\(value)' é")
        let outer: SCIMError.Detail = "é\(value)é \(inner) \(inner.wording)é"
        #expect(outer.description == "é\(value)é é '\(value)' é é '\(value)' éé")
        #expect(logged(outer) == "é…é é '…' é é '…' éé")
        #expect(inner == SCIMError(.invalidPath, "é 'é\u{1F468}\u{200D}\u{1F469}' é"))
        #expect(logged("\("userNam")\("e")") == "……")
    }

    @Test(
        "what stands in the place of a name is shown if it has the form of one",
        arguments: [
            ("shoeSize", "shoeSize"), ("name.shoe-size_2", "name.shoe-size_2"), ("$ref", "…"),
            ("shoes[type eq \"x\"].value", "shoes[…]"), ("ada@example.com", "…"), ("4711", "…"), ("Ada Lovelace", "…"),
            ("+49301234", "…"), ("", "…"), ("é", "…"), (String(repeating: "x", count: 49), "…"),
            ("urn:example:params:scim:extension:2.0:User:shoe", "urn:example:params:scim:extension:2.0:User:shoe"),
            ("scim_live_AAAAAAAA_0123456789012345678901234567890123456789012345678", "…"), ("shoe\n", "…"),
        ])
    func names(_ name: String, _ shown: String) {
        #expect(logged("\(name: name)") == shown)
        #expect(logged("\(name)") == "…")
    }
}
