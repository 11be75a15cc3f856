import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7643 §2.1, §2.3 — when two values are the same")
struct AttributeEqualityTests {
    @Test(
        "disregards the order of attributes and the case of names", .shows("7643-2.3.8-a"),
        arguments: [
            (#"{"a":1,"b":{"c":2,"d":[3]}}"#, #"{"B":{"D":[3],"C":2},"A":1}"#, true), ("{}", "{}", true),
            (#"{"a":1}"#, #"{"a":1,"b":null}"#, false), (#"{"a":[1,2]}"#, #"{"a":[2,1]}"#, false),
            (#"{"a":"x"}"#, #"{"a":"X"}"#, false), (#"{"a":1,"b":2}"#, #"{"a":2,"b":1}"#, false),
            (#"{"a":1.0,"b":1e2}"#, #"{"a":1,"b":100}"#, true), (#"{"a":"1"}"#, #"{"a":1}"#, false),
            (#"{"a":9007199254740993}"#, #"{"a":9007199254740992}"#, false),
        ])
    func attributes(_ one: String, _ other: String, areEqual: Bool) throws {
        let one = try Attributes.json(one), other = try Attributes.json(other)
        #expect((one == other) == areEqual)
        #expect((other == one) == areEqual)
        if areEqual { #expect(one.hashValue == other.hashValue) }
    }

    @Test(
        "orders numbers by value", arguments: [("9", "10"), ("-1", "0"), ("1.5", "2"), ("1e1", "11"), ("-2", "-1.5")])
    func numbers(_ less: String, _ greater: String) throws {
        guard case .array(let values) = try AttributeValue.json("[\(less),\(greater)]"),
            case .number(let less) = values[0], case .number(let greater) = values[1]
        else {
            Issue.record("no numbers")
            return
        }
        #expect(less < greater && !(greater < less) && less != greater)
    }
}
