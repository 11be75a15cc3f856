import SCIM
import Testing

@Suite("Microsoft Entra ID — managers, app roles and groups")
struct EntraRelationTests {
    let entra = Connector([:], contentType: "application/scim+json; charset=utf-8")
    let path = "\(URN.enterprise):manager"

    @Test("every form in which a manager has been seen is understood")
    func managerIsSet() async {
        let boss = await entra.createUser("boss"), id = await entra.createUser("gus")
        let operations = [
            #"{"op":"Add","path":"\#(path)","value":"\#(boss)"}"#,
            #"{"op":"Replace","path":"\#(path)","value":{"value":"\#(boss)"}}"#,
            #"{"op":"Replace","path":"manager","value":[{"$ref":"http://example.com/Users/\#(boss)","value":"\#(boss)"}]}"#,
            #"{"op":"replace","value":{"\#(path)":"\#(boss)"}}"#,
            #"{"op":"replace","value":{"\#(URN.enterprise)":{"manager":"\#(boss)"}}}"#,
        ]
        for operation in operations {
            #expect(await entra.patch("/Users/\(id)", operation).verdict == "200", "\(operation)")
            let user = await entra.get("/Users/\(id)").json
            #expect(user[.enterprise]?["manager"]?["value"] == .string(boss), "\(operation)")
            #expect(await entra.patch("/Users/\(id)", #"{"op":"Remove","path":"\#(path)"}"#).verdict == "200")
        }
        let created = await entra.post(
            "/Users", #"{"schemas":["\#(URN.user)"],"userName":"new","\#(URN.enterprise)":{"manager":"\#(boss)"}}"#)
        #expect(created.json[.enterprise]?["manager"]?["value"] == .string(boss))
    }

    @Test("every form that clears a manager leaves neither it nor the empty extension")
    func managerIsCleared() async {
        let boss = await entra.createUser("boss"), id = await entra.createUser("gus")
        let operations = [
            #"{"op":"Remove","path":"\#(path)"}"#, #"{"op":"Replace","path":"\#(path)","value":""}"#,
            #"{"op":"Replace","path":"\#(path)","value":null}"#,
            #"{"op":"Replace","path":"\#(path)","value":{"value":""}}"#,
            #"{"op":"replace","value":{"\#(path)":""}}"#, #"{"op":"Remove","path":"\#(path).value"}"#,
        ]
        for operation in operations {
            _ = await entra.patch("/Users/\(id)", #"{"op":"Add","path":"\#(path)","value":"\#(boss)"}"#)
            #expect(await entra.patch("/Users/\(id)", operation).verdict == "200", "\(operation)")
            let user = await entra.get("/Users/\(id)").json
            #expect(user[.enterprise] == nil, "\(operation)")
            #expect(user["schemas"] == [.string(URN.user)], "\(operation)")
        }
    }

    @Test func referenceChecksFindWhatIsThere() async {
        let boss = await entra.createUser("boss"), id = await entra.createUser("gus")
        let group = await entra.createGroup("Team", id)
        _ = await entra.patch("/Users/\(id)", #"{"op":"Add","path":"\#(path)","value":"\#(boss)"}"#)
        func found(_ target: String) async -> AttributeValue? { await entra.get(target).json["totalResults"] }
        #expect(
            await found("/Users?filter=id+eq+%22\(id)%22+and+manager+eq+%22\(boss)%22&attributes=id") == 1)
        #expect(await found("/Users?filter=id+eq+%22\(id)%22+and+manager+eq+%22\(id)%22&attributes=id") == 0)
        #expect(
            await found("/Groups?filter=id+eq+%22\(group)%22+and+members+eq+%22\(id)%22&attributes=id") == 1)
        #expect(await found("/Groups?filter=id+eq+%22\(group)%22+and+members+eq+%22\(boss)%22&attributes=id") == 0)
    }

    @Test("a single app role is the primary one, and is sent again unless it is shown")
    func singleAppRole() async {
        let id = await entra.createUser("gus")
        let operation = #"{"op":"Add","path":"roles[primary eq \"True\"].value","value":"Reader"}"#
        #expect(await entra.patch("/Users/\(id)", operation).verdict == "200")
        let first = await entra.get("/Users/\(id)").json
        #expect(first["roles"] == [["primary": true, "value": "Reader"]])
        #expect(await entra.patch("/Users/\(id)", operation.replacing("Add", with: "Replace")).json == first)
        #expect(await entra.get("/Users?filter=roles%5Bprimary+eq+%22True%22%5D.value+eq+%22Reader%22").page.count == 1)
    }

    @Test("app roles that are JSON inside a text come back letter for letter")
    func appRolesAreKeptVerbatim() async throws {
        let id = await entra.createUser("gus")
        let role = #"{\"id\":\"9c\",\"value\":\"Auditor\",\"displayName\":\"Äuditor / 1\"}"#
        let reply = await entra.patch("/Users/\(id)", #"{"op":"Add","path":"roles","value":[{"value":"\#(role)"}]}"#)
        #expect(reply.verdict == "200")
        let expected = try JSONReader.read(Array(#"[{"value":"\#(role)"}]"#.utf8))
        #expect(await entra.get("/Users/\(id)").json["roles"] == expected)
        let complex = await entra.patch(
            "/Users/\(id)",
            #"""
            {"op":"replace","path":"roles","value":[
             {"primary":"false","type":"WindowsAzureActiveDirectoryRole","value":"Reader","display":"Reader"}]}
            """#)
        #expect(
            complex.json["roles"] == [
                ["primary": false, "type": "WindowsAzureActiveDirectoryRole", "value": "Reader", "display": "Reader"]
            ])
    }

    @Test func groupsAreMatchedAndReadWithoutMembers() async {
        let user = await entra.createUser("gus")
        let created = await entra.post(
            "/Groups",
            #"""
            {"schemas":["\#(URN.group)","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
             "externalId":"6f1c","displayName":"Team","meta":{"resourceType":"Group"}}
            """#)
        #expect(created.verdict == "201")
        #expect(created.json["schemas"] == [.string(URN.group)])
        let id = created.json["id"]?.string ?? ""
        let added = await entra.patch(
            "/Groups/\(id)", #"{"op":"Add","path":"members","value":[{"$ref":null,"value":"\#(user)"}]}"#)
        #expect(added.json["members"]?.array?.count == 1)
        for target in [
            "/Groups?excludedAttributes=members&filter=displayName+eq+%22team%22",
            "/Groups?excludedAttributes=members&filter=externalId+eq+%226f1c%22",
        ] {
            let list = await entra.get(target)
            #expect(list.page.map { $0["id"] } == [.string(id)])
            #expect(list.page.first?["members"] == nil)
        }
        #expect(await entra.get("/Groups?filter=externalId+eq+%22none%22").json["totalResults"] == 0)
        #expect(await entra.get("/Groups/\(id)?excludedAttributes=members").json["members"] == nil)
        let renamed = await entra.patch(
            "/Groups/\(id)", #"{"op":"replace","value":{"displayName":"Crew","externalId":"7a"}}"#)
        #expect(renamed.json["displayName"] == "Crew")
        #expect(renamed.json["externalId"] == "7a")
        #expect(await entra.members(of: id) == [user])
    }

    @Test("the value of a removal names the members that go, and no others")
    func legacyRemovalOfMembers() async {
        let first = await entra.createUser("a"), second = await entra.createUser("b")
        let group = await entra.createGroup("Team", first, second)
        func patch(_ operations: String) async -> [String] {
            #expect(await entra.patch("/Groups/\(group)", operations).verdict == "200", "\(operations)")
            return await entra.members(of: group)
        }
        let removal = #"{"op":"Remove","path":"members","value":[{"$ref":null,"value":"\#(first)"}]}"#
        #expect(await patch(removal) == [second])
        #expect(await patch(removal) == [second])
        #expect(await patch(#"{"op":"Add","path":"members","value":[{"value":"\#(first)"}]},\#(removal)"#) == [second])
        #expect(await patch(#"{"op":"remove","path":"members[value eq \"\#(first)\"]"}"#) == [second])
        #expect(await patch(#"{"op":"Replace","path":"members","value":[{"value":"\#(first)"}]}"#) == [first])
        #expect(await patch(#"{"op":"Replace","path":"members","value":null}"#) == [])
    }
}
