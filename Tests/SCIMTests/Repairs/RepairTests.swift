import ConformanceLedger
import SCIM
import Testing

@Suite("Dialects of clients — each repair has a name, is noted, and can be refused")
struct RepairTests {
    @Test("a dialect means what the RFC's form means, and is noted by its name alone", arguments: RepairCase.all)
    func lenient(_ example: RepairCase) throws {
        var repairs = Repairs(), none = Repairs()
        let found = try RepairCase.read(example.dialect, as: example.message, repairs: &repairs)
        #expect(try found == RepairCase.read(example.clean, as: example.message, repairs: &none))
        #expect(repairs.made == [example.tolerance], "\(repairs.made)")
        #expect(none.made.isEmpty, "\(none.made)")
    }

    @Test("what has another form than the RFC's is kept as it was sent", arguments: RepairCase.kept)
    func kept(_ example: RepairCase) throws {
        var repairs = Repairs()
        let body = try AttributeValue.json(example.dialect)
        let kept = try Draft(validating: body, as: .user, repairs: &repairs).attributes
        for (name, value) in body.attributes ?? [:] where name != .schemas { #expect(kept[name] == value) }
        #expect(repairs.made == [example.tolerance])
    }

    @Test(
        "a dialect is refused by its name where nothing is to be repaired", arguments: RepairCase.all + RepairCase.kept)
    func strict(_ example: RepairCase) throws {
        var repairs = Repairs(allowed: false)
        let found = refusal { try RepairCase.read(example.dialect, as: example.message, repairs: &repairs) }
        #expect(found?.code == example.code, "\(found?.detail ?? "accepted")")
        if example.tolerance != .creationByValuePath {
            #expect(found?.detail.contains(example.tolerance.rawValue) ?? false, "\(found?.detail ?? "")")
        }
        var clean = Repairs(allowed: false)
        #expect(refusal { try RepairCase.read(example.clean, as: example.message, repairs: &clean) } == nil)
        #expect(repairs.made.isEmpty && clean.made.isEmpty)
    }

    @Test("every tolerance of the engine has an example")
    func completeness() {
        // Members are looked up by the service, parameters and headers are read by the HTTP side.
        let elsewhere: Set<Tolerance> = [
            .unknownMember, .memberType, .parameterLetterCase, .emptyParameter, .numberAsString, .mixedBlanks,
            .missingScheme,
        ]
        let all = Set(Tolerance.allCases).subtracting(elsewhere)
        #expect(Set((RepairCase.all + RepairCase.kept).map(\.tolerance)) == all)
    }

    @Test(
        "what the RFCs allow or demand is no repair",
        .shows("7643-2.1-a", "7644-3.3-a", "7643-3.1-f"),
        arguments: [
            (
                .body(.user),
                #"{"SCHEMAS":["user"],"USERNAME":"u","id":"x","meta":{"created":"y"},"groups":[{"value":"g"}],"title":null,"emails":[],"ENT":null,"password":null}"#
            ),
            (
                .body(.user),
                #"{"schemas":["ENT","USER"],"userName":"u","ENT":{"manager":{"$ref":"https://h/Users/m","displayName":"M"}},"emails":[{"value":"a","primary":true}]}"#
            ),
            (.body(.user), #"{"schemas":["USER","ENT"],"userName":"u"}"#),
            (
                .operations(.user),
                #"[{"op":"add","value":{"ENT":{"department":"d"},"NAME":{"givenName":null}}},{"op":"replace","path":"TITLE","value":null},{"op":"add","path":"emails","value":{"value":"a"}}]"#
            ),
            (
                .operations(.user),
                #"[{"op":"remove","path":"emails[type eq \"none\"]"},{"op":"remove","path":"nickName"}]"#
            ),
            (.operations(.user), #"[{"op":"replace","path":"emails.value","value":"a"}]"#),
            (
                .operations(.group),
                #"[{"op":"remove","path":"members","value":null},{"op":"add","path":"members","value":[]}]"#
            ),
            (.filter(.user), #"(USERNAME Eq "x" AND not (emails co "y")) or emails[type eq "work" and value pr]"#),
            (
                .filter(.user),
                #"urn:ietf:params:scim:schemas:core:2.0:User:userName eq "x" or ENT:manager.value eq null"#
            ),
        ] as [(RepairCase.Message, String)])
    func clean(_ message: RepairCase.Message, _ text: String) throws {
        var repairs = Repairs(allowed: false)
        let text = text.replacing(#"["user"]"#, with: "[\"\(Schema.user.id.uppercased())\"]")
        _ = try RepairCase.read(text, as: message, repairs: &repairs)
    }

    @Test("one request notes all that it needs, once each")
    func several() throws {
        var repairs = Repairs()
        _ = try RepairCase.read(
            #"[{"op":"Replace","path":"active","value":"True"},{"op":"Add","value":{"name.givenName":"","id":"7"}}]"#,
            as: .operations(.user), repairs: &repairs)
        #expect(
            repairs.made == [.operationLetterCase, .booleanAsString, .dottedKey, .emptyStringAsNull, .readOnlyEcho])
        #expect(
            repairs.made.description == "operationLetterCase,booleanAsString,emptyStringAsNull,dottedKey,readOnlyEcho")
        #expect(!repairs.made.contains(.countryName) && repairs.made.contains(.dottedKey))
    }

    @Test("a value path that finds a value, or has nothing to put there, makes none")
    func noCreation() throws {
        for operation in [
            #"{"op":"replace","path":"emails[type eq \"home\"].value","value":"n"}"#,
            #"{"op":"replace","path":"emails[type eq \"work\"].value","value":null}"#,
            #"{"op":"add","path":"emails.value","value":"n"}"#,
        ] {
            var repairs = Repairs(allowed: false)
            _ = try RepairCase.read("[\(operation)]", as: .operations(.user), repairs: &repairs)
        }
    }
}
