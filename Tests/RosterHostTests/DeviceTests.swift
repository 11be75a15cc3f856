import ConformanceLedger
import Foundation
import SCIM
import Testing

@Suite("Examples/Devices — types of one's own in the real binary", .serialized, .onThreadOfItsOwn)
struct DeviceTests {
    private static let device = "urn:ietf:params:scim:schemas:core:2.0:Device"
    private static let mab = "urn:ietf:params:scim:schemas:extension:ethernet-mab:2.0:Device"
    private static let ble = "urn:ietf:params:scim:schemas:extension:ble:2.0:Device"
    private static let badge = "urn:example:params:scim:schemas:extension:badge:2.0:User"

    /// The example's own configuration on any free port.
    private static func configuration() throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Examples/Devices")
        let text = try String(contentsOf: folder.appending(path: "config.yaml"), encoding: .utf8)
        return text.replacing("port: 8080", with: "port: 0")
    }

    @Test(
        "serves devices and badges, and all of it again after a restart",
        .shows(
            "9944-Device-a", "7643-6-a", "7643-6-b", "7643-7-a", "7643-7-b", "7643-7-c", "7643-7-d", "7643-7-e",
            "7643-7-f", "7643-2.1-b", "7643-3.3-a"))
    func everything() throws {
        let server = try ServerProcess(configuration: Self.configuration())
        try server.start()
        var talk = try Talk(server)
        try discovery(talk)
        let lamp = try devices(talk)
        let user = try badges(talk, device: lamp)
        try groups(talk, device: lamp)
        #expect(server.stop() == 0)
        try server.start()
        talk = try Talk(server)
        try discovery(talk)
        try searches(talk, device: lamp, user: user)
        try refusals(talk, user: user)
        #expect(server.stop() == 0)
    }

    private func discovery(_ talk: Talk) throws {
        let types = try talk.get("/ResourceTypes").json["Resources"]?.array ?? []
        #expect(types.map { $0["name"] } == ["User", "Group", "Device"])
        let type = try talk.get("/ResourceTypes/Device").json
        #expect(type["endpoint"] == "/Devices" && type["schema"] == .string(Self.device))
        #expect(type["schemaExtensions"]?.array?.map { $0["required"] } == [false, false])
        for uri in [Self.device, Self.mab, Self.ble, Self.badge] {
            let schema = try talk.get("/Schemas/\(uri)").json
            #expect(schema["id"] == .string(uri))
            for attribute in schema["attributes"]?.array ?? [] {
                let name = attribute["name"]?.string ?? ""
                #expect(name.wholeMatch(of: /\$?[A-Za-z][A-Za-z0-9$_-]*/) != nil)
                #expect(attribute["type"] != nil && attribute["multiValued"] != nil)
            }
        }
        let members =
            try talk.get("/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group").json["attributes"]?.array?
            .first { $0["name"] == "members" }?["subAttributes"]?.array ?? []
        #expect(members.first { $0["name"] == "$ref" }?["referenceTypes"] == ["User", "Group", "Device"])
        #expect(members.first { $0["name"] == "type" }?["canonicalValues"] == ["User", "Group", "Device"])
    }

    private func devices(_ talk: Talk) throws -> String {
        let schemas: AttributeValue = [.string(Self.device)]
        let inactive = try talk.send("POST", "/Devices", ["schemas": schemas, "displayName": "Lamp"])
        #expect(inactive.status == 400 && inactive.json["scimType"] == "invalidValue")
        let made = try talk.send(
            "POST", "/Devices",
            [
                "schemas": schemas, "displayName": "Lamp", "active": true, "mudUrl": "https://A.example/Mud",
                AttributeName(Self.mab): ["deviceMacAddress": "00:11:22:AA:BB:CC"],
                AttributeName(Self.ble): [
                    "versionSupport": ["5.3"], "deviceMacAddress": "00:11:22:33:44:55", "irk": "not kept",
                    "pairingMethods": ["urn:ietf:params:scim:schemas:extension:pairingNull:2.0:Device"],
                ],
            ])
        #expect(made.status == 201)
        #expect(made.json["schemas"] == [.string(Self.device), .string(Self.mab), .string(Self.ble)])
        #expect(made.json[AttributeName(Self.ble)]?["irk"] == nil)
        for number in 1..<6 {
            let body: AttributeValue = [
                "schemas": schemas, "active": .boolean(number.isMultiple(of: 2)),
                AttributeName(Self.mab): ["deviceMacAddress": .string("00:00:00:00:00:0\(number)")],
            ]
            #expect(try talk.send("POST", "/Devices", body).status == 201)
        }
        let incomplete = try talk.send(
            "POST", "/Devices",
            ["schemas": schemas, "active": true, AttributeName(Self.ble): ["versionSupport": ["5.3"]]])
        #expect(incomplete.status == 400 && incomplete.json["scimType"] == "invalidValue")
        return made.json["id"]?.string ?? ""
    }

    private func badges(_ talk: Talk, device: String) throws -> String {
        let made = try talk.send(
            "POST", "/Users",
            [
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ann",
                AttributeName(Self.badge): [
                    "badgeNumber": 7, "issued": "2026-01-01T00:00:00Z", "balance": .number(try Self.number("12.5")),
                    "doors": [["value": "D1", "display": "Front"]], "phone": ["value": .string(device)],
                ],
            ])
        #expect(made.status == 201)
        let badge = made.json[AttributeName(Self.badge)]
        #expect(badge?["balance"] == .number(try Self.number("12.5")))
        #expect(badge?["phone"]?["$ref"] == .string("\(talk.base)/Devices/\(device)"))
        let id = made.json["id"]?.string ?? ""
        let patched = try talk.patch("/Users/\(id)", "add", "\(Self.badge):doors", [["value": "d1"]])
        #expect(patched.json[AttributeName(Self.badge)]?["doors"]?.array?.count == 2)
        #expect(patched.json[AttributeName(Self.badge)]?["balance"] == nil)
        return id
    }

    private func groups(_ talk: Talk, device: String) throws {
        let made = try talk.send(
            "POST", "/Groups",
            [
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Lights",
                "members": [["value": .string(device)]],
            ])
        #expect(made.status == 201)
        let typed = try talk.send(
            "POST", "/Groups",
            [
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Lamps",
                "members": [["value": .string(device), "type": "Device"]],
            ])
        #expect(typed.status == 201)
        for group in [made, typed] {
            let kept = try talk.get("/Groups/\(group.json["id"]?.string ?? "")").json["members"]?.array ?? []
            #expect(kept.map { $0["value"] } == [.string(device)])
            #expect(kept.first?["type"] == "Device")
            #expect(kept.first?["$ref"] == .string("\(talk.base)/Devices/\(device)"))
            #expect(group.json["members"] == .array(kept))
        }
    }

    private func searches(_ talk: Talk, device: String, user: String) throws {
        let shown = try talk.get("/Devices/\(device)").json
        #expect(shown["groups"]?.array?.first?["display"] == "Lights")
        #expect(shown["groups"]?.array?.first?["$ref"]?.string?.hasPrefix("\(talk.base)/Groups/") == true)
        for (filter, count) in [
            ("active eq true", 3), ("mudUrl eq \"https://A.example/Mud\"", 1),
            ("mudUrl eq \"https://a.example/mud\"", 0), ("\(Self.mab):deviceMacAddress eq \"00:11:22:aa:bb:cc\"", 1),
            ("\(Self.mab):deviceMacAddress sw \"00:00\"", 5), ("groups.display eq \"lights\"", 1),
            ("\(Self.ble):versionSupport eq \"5.3\"", 1), ("\(Self.ble) pr", 1),
        ] {
            #expect(try talk.find("/Devices", filter)["totalResults"] == .number(Number(count)), "\(filter)")
        }
        for (filter, count) in [
            ("badgeNumber eq 7", 1), ("badgeNumber gt 7", 0), ("balance ge 12.5", 1), ("balance lt 12.5", 0),
            ("issued lt \"2026-06-01T00:00:00+02:00\"", 1), ("doors[value eq \"D1\"]", 1), ("doors.value eq \"D2\"", 0),
            ("phone.value eq \"\(device)\"", 1),
        ] {
            let found = try talk.find("/Users", "\(Self.badge):\(filter)")
            #expect(found["totalResults"] == .number(Number(count)), "\(filter)")
        }
        let page = try talk.get(
            "/Devices?sortBy=\(Self.mab):deviceMacAddress&sortOrder=descending&startIndex=2&count=2"
        ).json
        #expect(page["totalResults"] == 6 && page["itemsPerPage"] == 2)
        #expect(
            page["Resources"]?.array?.map { $0[AttributeName(Self.mab)]?["deviceMacAddress"] }
                == ["00:00:00:00:00:05", "00:00:00:00:00:04"])
        let asked = try talk.get("/Users/\(user)?attributes=\(Self.badge):balance").json
        #expect(asked[AttributeName(Self.badge)] == ["balance": .number(try Self.number("12.5"))])
        #expect(try talk.get("/Users/\(user)").json[AttributeName(Self.badge)]?["balance"] == nil)
    }

    private func refusals(_ talk: Talk, user: String) throws {
        let path = "/Users/\(user)"
        let issued = try talk.patch(path, "replace", "\(Self.badge):issued", "2027-01-01T00:00:00Z")
        #expect(issued.status == 400 && issued.json["scimType"] == "mutability")
        let date = try talk.patch(path, "replace", "\(Self.badge):badgeNumber", "seven")
        #expect(date.status == 400 && date.json["scimType"] == "invalidValue")
        let taken = try talk.send(
            "POST", "/Users",
            [
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "bob",
                AttributeName(Self.badge): ["badgeNumber": 7],
            ])
        #expect(taken.status == 409 && taken.json["scimType"] == "uniqueness")
        let secret = try talk.find("/Devices", "\(Self.ble):irk pr")
        #expect(secret["status"] == "403")
    }

    @Test("a token that names its scopes has none for a new type; one made without has all")
    func tokens() throws {
        let server = try ServerProcess(configuration: ServerProcess.configuration)
        try server.start()
        #expect(server.stop() == 0)
        // The first token was made before there were devices.
        let addition = try Self.configuration().split(separator: "\nschemas:", maxSplits: 1)[1]
        try (ServerProcess.configuration + "\nschemas:" + addition)
            .write(to: server.folder.appending(path: "config.yaml"), atomically: true, encoding: .utf8)
        let made = try server.run(["token", "create", "all", "--ttl", "never"])
        let token = String(try #require(made.output.firstMatch(of: /scim_live_\S+/)).0)
        try server.start()
        let old = try HTTPConnection(port: server.port, token: server.token)
        #expect(try old.send("GET", "/Users").status == 200)
        let refused = try old.send("GET", "/Devices")
        #expect(refused.status == 403)
        #expect(refused.json["detail"] == "the credentials lack the scope 'devices:read'")
        #expect(try HTTPConnection(port: server.port, token: token).send("GET", "/Devices").status == 200)
        #expect(server.stop() == 0)
    }

    @Test("a configuration without the type of some resource is refused with status 78, and nothing is lost")
    func formerType() throws {
        let server = try ServerProcess(configuration: Self.configuration())
        try server.start()
        let body: AttributeValue = ["schemas": [.string(Self.device)], "active": true]
        #expect(try Talk(server).send("POST", "/Devices", body).status == 201)
        #expect(server.stop() == 0)
        let file = server.folder.appending(path: "config.yaml")
        try ServerProcess.configuration.write(to: file, atomically: true, encoding: .utf8)
        let (status, output) = try server.run(["serve"])
        #expect(status == 78)
        #expect(output.contains("resources of the type 'Device', in all 1, which the configuration does not have"))
        try Self.configuration().write(to: file, atomically: true, encoding: .utf8)
        try server.start()
        #expect(try Talk(server).get("/Devices").json["totalResults"] == 1)
        #expect(server.stop() == 0)
    }

    private static func number(_ text: String) throws -> Number {
        guard case .number(let number) = try JSONReader.read(Array(text.utf8)) else { return Number(0) }
        return number
    }
}

/// Speaks SCIM to a server.
private struct Talk {
    let base: String
    private let connection: HTTPConnection

    init(_ server: ServerProcess) throws {
        connection = try HTTPConnection(port: server.port, token: server.token)
        base = "http://127.0.0.1/scim"
    }

    func get(_ path: String) throws -> (status: Int, json: AttributeValue) { try connection.send("GET", path) }

    func send(_ method: String, _ path: String, _ body: AttributeValue) throws -> (status: Int, json: AttributeValue) {
        try connection.send(method, path, body.json)
    }

    func patch(
        _ path: String, _ op: String, _ target: String, _ value: AttributeValue
    ) throws -> (status: Int, json: AttributeValue) {
        try send(
            "PATCH", path,
            [
                "schemas": [.string(MessageURI.patchOp)],
                "Operations": [["op": .string(op), "path": .string(target), "value": value]],
            ])
    }

    func find(_ endpoint: String, _ filter: String) throws -> AttributeValue {
        let text = filter.utf8.map { byte in
            byte.isFilterSafe ? String(UnicodeScalar(byte)) : "%" + String(byte, radix: 16, uppercase: true)
        }
        return try get("\(endpoint)?filter=\(text.joined())").json
    }
}

extension UInt8 {
    fileprivate var isFilterSafe: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
            || "-._:".utf8.contains(self)
    }
}
