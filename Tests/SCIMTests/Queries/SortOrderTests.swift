import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.3 — in which order results come")
struct SortOrderTests {
    private func sorted(
        _ resources: [String], by path: String, descending: Bool = false, of type: ResourceType = .user
    ) throws -> String {
        let path = try #require(type.resolve(path.replacing("ENT:", with: "\(Schema.enterpriseUser.id):")))
        let resources = try resources.enumerated().map { try Resource.json($1, id: "\($0)", type: type) }
        return SortOrder(by: path, descending: descending).sorted(resources).map(\.id.text).joined()
    }

    @Test(
        "orders by the type of the attribute, what has no value last, ties as they came",
        .shows("7644-3.4.2.3-b", "7644-3.4.2.3-c", "7644-3.4.2.3-d", "7644-3.4.2.3-e"),
        arguments: [
            (#"{"title":"b"} {"title":"A"} {"title":"C"}"#, "title", "102"),
            (#"{"title":"é"} {"title":"f"} {"title":"e"}"#, "title", "210"),
            (#"{"externalId":"b"} {"externalId":"A"} {"externalId":"B"}"#, "externalId", "120"),
            (#"{} {"title":"x"} {"title":""} {"title":"a"}"#, "title", "3102"),
            (#"{"title":"a"} {"title":"A"} {"title":"a"}"#, "TITLE", "012"),
            (#"{"active":true} {} {"active":false} {"active":true}"#, "active", "2031"),
            (
                #"{"name":{"familyName":"z"}} {"name":{"familyName":"B"}} {"name":{"givenName":"a"}}"#,
                "name.familyName", "102"
            ), (#"{"ENT":{"department":"b"}} {"ENT":{"department":"A"}} {}"#, "ENT:department", "102"),
            // The primary value, else the first.
            (
                #"{"emails":[{"value":"z"},{"value":"a","primary":true}]} {"emails":[{"value":"m"}]}"#, "emails.value",
                "01"
            ), (#"{"emails":[{"value":"z"},{"value":"a"}]} {"emails":[{"value":"m"}]}"#, "emails.value", "10"),
            (
                #"{"emails":[{"type":"work","primary":true},{"value":"b"}]} {"emails":[{"value":"a"}]} {"emails":[]}"#,
                "emails.value", "102"
            ),
            (#"{"ENT":{"manager":{"value":"b"}}} {"ENT":{"manager":{"value":"a"}}} {}"#, "manager.value", "102"),
            ("{} {} {}", "title", "012"), ("{} {}", "id", "01"),
        ])
    func ascending(_ resources: String, path: String, order: String) throws {
        #expect(try sorted(resources.split(separator: " ").map(String.init), by: path) == order)
    }

    @Test(
        "turns the order around, what has no value first, ties as they came",
        .shows("7644-3.4.2.3-b", "7644-3.4.2.3-e"),
        arguments: [
            (#"{"title":"b"} {"title":"A"} {"title":"C"}"#, "title", "201"),
            (#"{} {"title":"x"} {} {"title":"a"}"#, "title", "0213"),
            (#"{"title":"a"} {"title":"A"} {"title":"b"}"#, "title", "201"),
            (#"{"active":false} {} {"active":true}"#, "active", "120"), ("{} {} {}", "title", "012"),
        ])
    func descending(_ resources: String, path: String, order: String) throws {
        #expect(try sorted(resources.split(separator: " ").map(String.init), by: path, descending: true) == order)
    }

    @Test(
        "orders numbers by value, instants by time, simple values by the first", .shows("7644-3.4.2.3-c"),
        arguments: [
            (#"{"slots":10} {"slots":9} {"slots":-1}"#, "slots", "210"),
            (#"{"weight":1e1} {"weight":9.5} {"weight":10.5}"#, "weight", "102"),
            (
                #"{"bought":"2024-01-01T00:30:00+01:00"} {"bought":"2024-01-01T00:00:00Z"} {"bought":"2023-12-31T23:45:00Z"}"#,
                "bought", "021"
            ),
            (#"{"tags":["b"]} {"tags":["a","z"]} {"tags":[]}"#, "tags", "102"),
            (#"{"manual":"B"} {"manual":"a"} {"manual":"A"}"#, "manual", "201"),
        ])
    func types(_ resources: String, path: String, order: String) throws {
        #expect(try sorted(resources.split(separator: " ").map(String.init), by: path, of: .device) == order)
    }

    @Test("is an order whatever the values are")
    func property() throws {
        var random = RandomUsers(generator: SeededGenerator(seed: 9))
        for number in 0..<40 {
            let users = (0..<20).map { random.user(number * 20 + $0) }
            for name in [
                "title", "externalId", "emails.value", "emails.primary", "name.givenName", "manager.value",
                "meta.created",
            ] {
                let path = try #require(ResourceType.user.resolve(name))
                let up = SortOrder(by: path).sorted(users), down = SortOrder(by: path, descending: true).sorted(users)
                #expect(
                    Set(up.map(\.id)) == Set(users.map(\.id)) && up.count == users.count && down.count == users.count)
                #expect(SortOrder(by: path).sorted(up).map(\.id) == up.map(\.id))
                // Sorting what is sorted the other way round keeps ties, so both ways end in one order.
                #expect(SortOrder(by: path).sorted(down).map(\.id) == up.map(\.id))
            }
        }
    }
}
