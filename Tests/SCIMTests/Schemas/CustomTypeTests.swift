import ConformanceLedger
import SCIM
import Testing

@Suite("Types of one's own — in the engine")
struct CustomTypeTests {
    private static let uri = "urn:example:more"

    private static let more = Schema(
        id: uri, name: "More",
        attributes: [
            .init("code", mutability: .immutable), .init("secret", mutability: .writeOnly, returned: .never),
            .init("note", returned: .request), .init("hidden", returned: .never), .init("fixed", returned: .always),
            .init(
                "spot", .complex,
                subAttributes: [
                    .init("row", .integer, mutability: .immutable), .init("seat", returned: .request), .init("door"),
                ]),
        ])

    private static func type(required: Bool = false, _ schemas: [Schema] = [more]) -> ResourceType {
        ResourceType(
            name: "Thing", endpoint: "/Things",
            schema: Schema(
                id: "urn:example:thing", name: "Thing",
                attributes: [.init("label", required: true), groups(.readOnly)]),
            extensions: schemas.map { .init($0, required: required) })
    }

    private static func groups(_ mutability: AttributeDefinition.Mutability) -> AttributeDefinition {
        .init(
            "groups", .complex, multiValued: true, mutability: mutability,
            subAttributes: [.init("value"), .init("$ref", .reference, referenceTypes: ["Group"])])
    }

    private func draft(_ content: Attributes, as type: ResourceType = type()) throws -> Draft {
        var body = content
        body[.schemas] = ["urn:example:thing"]
        return try Draft(validating: .complex(body), as: type)
    }

    @Test("groups can have members of every type that shows its groups, and say so", .shows("9944-Device-a"))
    func members() {
        let silent = ResourceType(
            name: "Silent", endpoint: "/Silents",
            schema: Schema(id: "urn:example:s", name: "S", attributes: [Self.groups(.readWrite)]))
        #expect(Self.type().showsGroups && !silent.showsGroups)
        let types = ResourceType.together([.user, .group, Self.type(), silent])
        #expect(types.map(\.name) == ["User", "Group", "Thing", "Silent"])
        let members = types[1].schema.attribute("members")
        #expect(members?.subAttribute("$ref")?.referenceTypes == ["User", "Group", "Thing"])
        #expect(members?.subAttribute("type")?.canonicalValues == ["User", "Group", "Thing"])
        #expect(ResourceType.together(types)[1].schema == types[1].schema)
        #expect(ResourceType.together([.user, .group])[1].schema == Schema.group)
    }

    @Test("references of one's own are as bounded in number as other values; only members of groups are not")
    func references() throws {
        let type = ResourceType(
            name: "Asset", endpoint: "/Assets",
            schema: Schema(
                id: "urn:example:thing", name: "Asset",
                attributes: [
                    .init(
                        "owners", .complex, multiValued: true,
                        subAttributes: [.init("value"), .init("$ref", .reference, referenceTypes: ["User"])])
                ]))
        func owners(_ count: Int) -> AttributeValue { .array((0..<count).map { ["value": .string("u\($0)")] }) }
        #expect(try draft(["owners": owners(1_000)], as: type).attributes["owners"]?.array?.count == 1_000)
        let error = #expect(throws: SCIMError.self) { try draft(["owners": owners(1_001)], as: type) }
        #expect(error?.code == .invalidValue)
    }

    @Test("a required extension must be there", .shows("7643-6-c"))
    func requiredExtension() throws {
        let type = Self.type(required: true)
        let error = #expect(throws: SCIMError.self) { try draft(["label": "a"], as: type) }
        #expect(error == SCIMError(.invalidValue, "'urn:example:more' is required"))
        let kept = try draft(["label": "a", "urn:example:more": ["code": "1"]], as: type).attributes
        let removal = try patch([["op": "remove", "path": "urn:example:more:code"]], type)
        #expect(throws: SCIMError.self) { try removal.applied(to: kept, of: type) }
    }

    @Test("what is immutable does not go away with what holds it", .shows("7643-7-d"))
    func immutable() throws {
        let kept = try draft(["label": "a", "urn:example:more": ["code": "1", "spot": ["row": 4, "door": "N"]]])
            .attributes
        for operation: AttributeValue in [
            ["op": "remove", "path": "urn:example:more"],
            ["op": "remove", "path": "urn:example:more:spot"],
            ["op": "replace", "path": "urn:example:more:code", "value": "2"],
            ["op": "replace", "path": "urn:example:more:spot", "value": ["row": 5]],
        ] {
            let error = #expect(throws: SCIMError.self) {
                try patch([operation], Self.type()).applied(to: kept, of: Self.type())
            }
            #expect(error?.code == .mutability, "\(operation)")
        }
        let change = try patch(
            [["op": "replace", "path": "urn:example:more:spot", "value": ["door": "S"]]], Self.type())
        let changed = try change.applied(to: kept, of: Self.type())
        #expect(changed["urn:example:more"]?["spot"] == ["row": 4, "door": "S"])
    }

    @Test(
        "what is writeOnly is kept, never shown, and stays when a PUT leaves it out", .shows("7643-7-d", "7644-3.5.1-a")
    )
    func writeOnly() throws {
        let type = Self.type()
        let kept = try draft(["label": "a", "urn:example:more": ["code": "1", "secret": "x"]]).attributes
        #expect(kept["urn:example:more"]?["secret"] == "x")
        #expect(AttributeSelection.byDefault.project(kept, of: type)["urn:example:more"] == ["code": "1"])
        let again = try draft(["label": "b", "urn:example:more": ["code": "1"]])
        #expect(try Modification.replace(with: again).applied(to: kept, of: type)["urn:example:more"]?["secret"] == "x")
        let other = try draft(["label": "b", "urn:example:more": ["secret": "y"]])
        #expect(try Modification.replace(with: other).applied(to: kept, of: type)["urn:example:more"]?["secret"] == "y")
        let change = try patch([["op": "replace", "path": "urn:example:more:secret", "value": "z"]], type)
        #expect(try change.applied(to: kept, of: type)["urn:example:more"]?["secret"] == "z")
    }

    @Test("a part that cannot be changed stays when a PUT leaves out the whole", .shows("7644-3.5.1-d"))
    func immutablePart() throws {
        let kept = try draft(["label": "a", "urn:example:more": ["spot": ["row": 4, "door": "S"]]]).attributes
        let without = try draft(["label": "a"])
        let after = try Modification.replace(with: without).applied(to: kept, of: Self.type())
        #expect(after["urn:example:more"] == ["spot": ["row": 4]])
    }

    @Test("to write what is returned on request is to ask for it", .shows("7643-7-e"))
    func request() throws {
        let content: Attributes = [
            "urn:example:more": [
                "note": "n", "hidden": "h", "fixed": "f", "spot": ["row": 1, "seat": "s"],
            ]
        ]
        let type = Self.type()
        let selection = AttributeSelection.byDefault
        #expect(
            selection.project(content, of: type)
                == ["urn:example:more": ["fixed": "f", "spot": ["row": 1]]])
        let naming = selection.naming(.complex(content), of: type)
        #expect(naming.named.map(\.description) == ["urn:example:more:note", "urn:example:more:spot.seat"])
        #expect(
            naming.project(content, of: type)
                == ["urn:example:more": ["note": "n", "fixed": "f", "spot": ["row": 1, "seat": "s"]]])
        let only = try AttributeSelection(
            attributes: ["urn:example:more:note"], excludedAttributes: nil, of: type)
        #expect(only.project(content, of: type) == ["urn:example:more": ["note": "n", "fixed": "f"]])
        guard
            case .patch(let operations) = try patch(
                [
                    ["op": "add", "path": "urn:example:more:note", "value": "x"],
                    ["op": "add", "path": "urn:example:more:spot.seat", "value": "y"],
                    ["op": "add", "path": "urn:example:more:fixed", "value": "z"],
                ], type)
        else { return }
        #expect(
            selection.naming(operations, of: type).named.map(\.description)
                == ["urn:example:more:note", "urn:example:more:spot.seat"])
    }

    @Test("what no schema knows any more is not shown, and stays through PUT and PATCH")
    func unknown() throws {
        let content: Attributes = [
            "label": "a", "old": 1, "urn:example:gone": ["x": 1],
            "urn:example:more": ["fixed": "f", "gone": [["x": 1]]],
        ]
        let type = Self.type([Schema(id: Self.uri, name: "More", attributes: [.init("fixed")])])
        let time = DateTime(secondsSinceEpoch: 0)
        let (id, version) = (ResourceID("1"), Version("1"))
        for resource in [
            Resource(type: type, id: id, version: version, created: time, lastModified: time, attributes: content),
            Resource(
                type: type, id: id, version: version, created: time, lastModified: time,
                attributes: PackedAttributes(content, of: type)),
        ] {
            let shown = Representation(
                resource, groups: [], selecting: .byDefault, baseURL: "https://a", types: [type])
            var writer = JSONWriter()
            shown.write(to: &writer)
            for attributes in [shown.attributes, try JSONReader.read(writer.finish()).attributes ?? [:]] {
                #expect(attributes["urn:example:more"] == ["fixed": "f"])
                #expect(attributes["label"] == "a")
                #expect(attributes["old"] == nil && attributes["urn:example:gone"] == nil)
                #expect(attributes[.schemas] == ["urn:example:thing", "urn:example:more"])
            }
        }
        let replaced = try Modification.replace(with: draft(["label": "b"], as: type)).applied(to: content, of: type)
        #expect(
            replaced == [
                "label": "b", "old": 1, "urn:example:gone": ["x": 1], "urn:example:more": ["gone": [["x": 1]]],
            ])
        let patched = try patch([["op": "remove", "path": "urn:example:more:fixed"]], type)
            .applied(to: content, of: type)
        #expect(patched["urn:example:more"] == ["gone": [["x": 1]]])
        #expect(patched["urn:example:gone"] == ["x": 1])
    }

    private static func type(_ schemas: [Schema]) -> ResourceType { type(required: false, schemas) }

    private func patch(_ operations: [AttributeValue], _ type: ResourceType) throws -> Modification {
        let body: AttributeValue = [.schemas: [.string(MessageURI.patchOp)], "Operations": .array(operations)]
        return .patch(try PatchOperation.operations(reading: body, for: type))
    }
}
