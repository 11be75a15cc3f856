import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.9, RFC 7643 §7 — which attributes an answer shows")
struct ProjectionTests {
    private static let user = #"""
        {"schemas":["USER","ENT"],"id":"1","externalId":"x","meta":{"resourceType":"User","version":"v"},"userName":"u","title":"t",
         "name":{"givenName":"g","familyName":"f"},"emails":[{"value":"a","type":"work"},{"value":"b"},{"display":"c"}],
         "groups":[{"value":"g"}],"ENT":{"department":"d","manager":{"value":"m","displayName":"M"}}}
        """#

    private func project(
        only: [String]? = nil, excluding: [String]? = nil, _ resource: String = user, of type: ResourceType = .user
    ) throws -> Attributes {
        let urn = Schema.enterpriseUser.id
        let full = { (name: String) in name == "ENT" ? urn : name.replacing("ENT:", with: "\(urn):") }
        let selection = try AttributeSelection(
            attributes: only?.map(full), excludedAttributes: excluding?.map(full), of: type)
        return selection.project(try .json(resource), of: type)
    }

    @Test(
        "shows what `attributes` names and what is always returned",
        .shows(
            "7643-2.1-a", "7643-3.1-f", "7643-4.1.1-e", "7644-3.4.2.5-a", "7644-3.4.2.5-b", "7644-3.9-a", "7644-3.9-b",
            "7644-3.9-e"),
        arguments: [
            ([], "{}"), (["userName"], #"{"userName":"u"}"#),
            (["USERNAME", "Title"], #"{"userName":"u","title":"t"}"#), (["nope"], "{}"),
            (["nope", "title"], #"{"title":"t"}"#), (["nickName"], "{}"),
            (["id"], "{}"), (["schemas", "externalId"], #"{"externalId":"x"}"#),
            (["name"], #"{"name":{"givenName":"g","familyName":"f"}}"#),
            (["name.givenName"], #"{"name":{"givenName":"g"}}"#),
            (["name.givenName", "NAME.familyname"], #"{"name":{"givenName":"g","familyName":"f"}}"#),
            (["name.middleName"], "{}"), (["name", "name.givenName"], #"{"name":{"givenName":"g","familyName":"f"}}"#),
            (["emails.value"], #"{"emails":[{"value":"a"},{"value":"b"}]}"#),
            (["emails.type"], #"{"emails":[{"type":"work"}]}"#),
            (["emails"], #"{"emails":[{"value":"a","type":"work"},{"value":"b"},{"display":"c"}]}"#),
            (["meta"], #"{"meta":{"resourceType":"User","version":"v"}}"#),
            (["meta.version"], #"{"meta":{"version":"v"}}"#), (["groups"], #"{"groups":[{"value":"g"}]}"#),
            (["ENT"], #"{"ENT":{"department":"d","manager":{"value":"m","displayName":"M"}}}"#),
            (["ENT:department"], #"{"ENT":{"department":"d"}}"#),
            (["ENT:manager.value"], #"{"ENT":{"manager":{"value":"m"}}}"#),
            (["manager"], #"{"ENT":{"manager":{"value":"m","displayName":"M"}}}"#), (["ENT:costCenter"], "{}"),
            (["department"], "{}"), (["password"], "{}"),
            (
                ["urn:ietf:params:scim:schemas:core:2.0:User:title", "ENT:DEPARTMENT"],
                #"{"title":"t","ENT":{"department":"d"}}"#
            ),
        ])
    func only(_ names: [String], shown: String) throws {
        var wanted = try Attributes.json(#"{"schemas":["USER","ENT"],"id":"1"}"#)
        for (name, value) in try Attributes.json(shown) { wanted[name] = value }
        #expect(try project(only: names) == wanted)
    }

    @Test(
        "leaves out what `excludedAttributes` names, unless it is always returned",
        .shows("7643-3.1-c", "7644-3.4.2.5-a", "7644-3.4.2.5-b", "7644-3.9-b"),
        arguments: [
            ([], [], []), (["title"], ["title"], []), (["id", "schemas", "ID"], [], []),
            (["nope", "department"], [], []), (["EMAILS", "groups", "meta"], ["emails", "groups", "meta"], []),
            (["name"], ["name"], []),
            (["name.familyName"], [], ["name.familyName"]), (["name.familyName", "name.givenName"], ["name"], []),
            (["meta.version"], [], ["meta.version"]), (["ENT"], ["ENT"], []),
            (["ENT:department"], [], ["ENT.department"]),
            (["ENT:department", "ENT:manager"], ["ENT"], []),
            (["ENT:manager.displayName"], [], ["ENT.manager.displayName"]),
            (["urn:ietf:params:scim:schemas:core:2.0:User:title"], ["title"], []),
        ] as [([String], [String], [String])])
    func excluding(_ names: [String], gone: [String], partsGone: [String]) throws {
        var wanted = try Attributes.json(Self.user)
        let full = { (name: String) in AttributeName(name.replacing("ENT", with: Schema.enterpriseUser.id)) }
        for name in gone { wanted[full(name)] = nil }
        for part in partsGone {
            let names = part.split(separator: ".").map { full(String($0)) }
            var inner = wanted[names[0]]?.attributes ?? [:]
            if names.count == 3 {
                var innermost = inner[names[1]]?.attributes ?? [:]
                innermost[names[2]] = nil
                inner[names[1]] = .complex(innermost)
            } else {
                inner[names[1]] = nil
            }
            wanted[names[0]] = .complex(inner)
        }
        #expect(try project(excluding: names) == wanted)
    }

    @Test("shows everything by default, and refuses both parameters at once", .shows("7644-3.9-a", "7644-3.9-d"))
    func neither() throws {
        #expect(try project() == Attributes.json(Self.user))
        #expect(refusal { try project(only: ["title"], excluding: ["name"]) }?.code == .invalidValue)
        #expect(refusal { try project(only: [], excluding: []) }?.code == .invalidValue)
        #expect(AttributeSelection.minimum.project(try .json(Self.user), of: .user).count == 2)
    }

    @Test(
        "follows `returned` of attributes and of their parts", .shows("7644-3.4.2.5-b"),
        arguments: [
            (nil, nil, #"{"ports":[{"value":"v","colour":"red"}],"place":{"room":"r"},"tags":["t"]}"#),
            (["note"], nil, #"{"note":"n"}"#), (["secret"], nil, "{}"), (["tags"], nil, #"{"tags":["t"]}"#),
            (["ports"], nil, #"{"ports":[{"value":"v","colour":"red"}]}"#),
            (["ports.value"], nil, #"{"ports":[{"value":"v","colour":"red"}]}"#),
            (["ports.remark"], nil, #"{"ports":[{"colour":"red","remark":"x"}]}"#),
            (["ports.pin"], nil, #"{"ports":[{"colour":"red"}]}"#),
            (
                nil, ["note", "checksum"],
                #"{"ports":[{"value":"v","colour":"red"}],"place":{"room":"r"},"tags":["t"]}"#
            ),
            (nil, ["ports.colour", "ports.value"], #"{"ports":[{"colour":"red"}],"place":{"room":"r"},"tags":["t"]}"#),
            (nil, ["ports", "place.room"], #"{"tags":["t"]}"#),
        ] as [([String]?, [String]?, String)])
    func returned(only: [String]?, excluding: [String]?, shown: String) throws {
        let device = #"""
            {"id":"1","checksum":"c","secret":"s","note":"n","tags":["t"],"place":{"room":"r","key":"k"},
             "ports":[{"value":"v","colour":"red","remark":"x","pin":"1234"}]}
            """#
        var wanted = try Attributes.json(#"{"id":"1","checksum":"c"}"#)
        for (name, value) in try Attributes.json(shown) { wanted[name] = value }
        #expect(try project(only: only, excluding: excluding, device, of: .device) == wanted)
    }

    @Test(
        "tells a store what need not be fetched",
        arguments: [
            (nil, nil, "members", true), (["displayName"], nil, "members", false), (["members"], nil, "members", true),
            (["members.value"], nil, "MEMBERS", true), (nil, ["members"], "members", false),
            (nil, ["members.display"], "members", true), (nil, ["displayName"], "members", true),
            ([], nil, "members", false), (nil, ["MEMBERS"], "members", false),
        ] as [([String]?, [String]?, AttributeName, Bool)])
    func includes(only: [String]?, excluding: [String]?, name: AttributeName, isIncluded: Bool) throws {
        let selection = try AttributeSelection(attributes: only, excludedAttributes: excluding, of: .group)
        #expect(selection.includes(name) == isIncluded)
        let enterprise = try AttributeSelection(attributes: ["manager"], excludedAttributes: nil, of: .user)
        #expect(enterprise.includes(AttributeName(Schema.enterpriseUser.id)) && !enterprise.includes(.meta))
    }
}
