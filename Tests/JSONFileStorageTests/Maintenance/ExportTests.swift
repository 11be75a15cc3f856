import RosterCore
import RosterTesting
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Exporting a store and importing it elsewhere")
struct ExportTests {
    /// Fills a store at random.
    private func fill(_ disk: SimulatedDisk, seed: UInt64) async throws {
        var random = RandomDirectory(seed: seed)
        let store = try await open(disk)
        var users: [Resource] = []
        for _ in 0..<8 { users.append(try await store.create(random.user())) }
        for _ in 0..<3 { _ = try await store.create(random.group(of: users)) }
        try await store.delete(users[2].key, if: .none)
        if seed.isMultiple(of: 2) { await store.compact() }
        _ = try await store.create(random.user())
        await store.close()
    }

    private func export(_ disk: any FileSystem) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        try maintenance(on: disk).export(.none) { lines.append($0.line) }
        return lines
    }

    private func load(_ lines: [[UInt8]], into disk: any FileSystem) throws -> [ResourceCount] {
        var rest = lines[...]
        return try maintenance(on: disk).import(from: { rest.popFirst() }, .none).resources
    }

    @Test("export, import, export is byte-identical, and the store opens", arguments: 0..<12)
    func roundTrip(seed: UInt64) async throws {
        let disk = SimulatedDisk(), other = SimulatedDisk()
        try await fill(disk, seed: seed)
        let lines = try export(disk)
        #expect(try load(lines, into: other).map(\.count) == [8, 3])
        #expect(try export(other) == lines)
        #expect(try maintenance(on: other).verify(.none).findings.isEmpty)
        let first = try await open(disk), second = try await open(other)
        #expect(try await first.dump() == second.dump())
        await first.close()
        await second.close()
        #expect(try export(other) == lines)
    }

    @Test("an empty store is filled, one with resources is refused with status 73")
    func occupied() async throws {
        let disk = SimulatedDisk()
        await (try await open(disk)).close()
        let line =
            Array(#"{"type":"User","id":"a","version":"3","created":"2026-01-01T00:00:00Z","#.utf8)
            + Array(#""lastModified":"2026-01-01T00:00:00Z","attributes":{"userName":"ann"}}"#.utf8)
        _ = try load([line], into: disk)
        let content = disk.content
        let error = #expect(throws: JSONFileStoreError.self) { try load([line], into: disk) }
        #expect(error?.exitCode == 73 && error?.reason.contains("holds 1 resources") == true)
        #expect(disk.content.filter { !$0.key.hasSuffix("LOCK") } == content.filter { !$0.key.hasSuffix("LOCK") })
    }

    @Test("a member that no resource is, is named, and nothing is changed")
    func strangers() throws {
        let disk = SimulatedDisk()
        let lines = [
            record("Group", "g", #"{"displayName":"staff","members":[{"value":"a"},{"value":"nobody"}]}"#),
            record("User", "a", #"{"userName":"ann"}"#),
        ]
        let error = #expect(throws: JSONFileStoreError.self) { try load(lines.map { Array($0.utf8) }, into: disk) }
        #expect(error?.exitCode == 65)
        #expect(
            error?.reason.contains("line 1: no resource has the id 'nobody' of a member") == true,
            "\(error?.reason ?? "")")
        #expect(disk.content.isEmpty)
    }

    @Test("a member of another type than its resource is named")
    func memberType() throws {
        let disk = SimulatedDisk()
        let lines = [
            record("User", "a", #"{"userName":"ann"}"#),
            record("Group", "g", #"{"displayName":"staff","members":[{"value":"a","type":"Group"}]}"#),
        ]
        let error = #expect(throws: JSONFileStoreError.self) { try load(lines.map { Array($0.utf8) }, into: disk) }
        #expect(error?.reason.contains("line 2: the member 'a' is no Group but a User") == true)
    }

    @Test("members may come before the resources that they are, and hold other groups and one another")
    func order() throws {
        let disk = SimulatedDisk()
        let lines = [
            record("Group", "g", #"{"displayName":"a","members":[{"value":"h"},{"value":"a"}]}"#),
            record("Group", "h", #"{"displayName":"b","members":[{"value":"g"}]}"#),
            record("User", "a", #"{"userName":"ann"}"#),
        ]
        #expect(try load(lines.map { Array($0.utf8) }, into: disk).map(\.count) == [1, 2])
    }

    @Test("the records of an application, which follow no schema, are taken in as they are")
    func records() throws {
        let disk = SimulatedDisk()
        let lines = [
            record("User", "a", #"{"login":"ann","active":"yes","userName":5}"#),
            record("Group", "g", #"{"crew":[{"uuid":"a"}],"members":[{"uuid":"a"}]}"#),
        ]
        var rest = lines.map { Array($0.utf8) }[...]
        _ = try maintenance(on: disk, keepsRecords: true).import(from: { rest.popFirst() }, .none)
        let attributes = { (line: [UInt8]) in String(decoding: line, as: UTF8.self).split(separator: "attributes").last
        }
        #expect(try export(disk).map(attributes) == lines.map { attributes(Array($0.utf8)) })
        rest = [Array(record("Group", "g", #"{"members":[{"uuid":"a"},{"uuid":"a"}]}"#).utf8)]
        let error = #expect(throws: JSONFileStoreError.self) {
            try maintenance(on: SimulatedDisk(), keepsRecords: true).import(from: { rest.popFirst() }, .none)
        }
        #expect(error?.reason.contains("twice") == true)
    }

    @Test("a store in use is refused with status 75")
    func inUse() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let error = #expect(throws: JSONFileStoreError.self) { try load([], into: disk) }
        #expect(error?.exitCode == 75)
        await store.close()
    }

    @Test("a password is not taken in")
    func password() throws {
        let disk = SimulatedDisk()
        let line = record("User", "a", #"{"userName":"ann","PassWord":"hunter2"}"#)
        #expect(try load([Array(line.utf8)], into: disk).first?.count == 1)
        #expect(try !String(decoding: export(disk).joined(), as: UTF8.self).contains("hunter2"))
        #expect(disk.content.values.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("hunter2") })
    }

    @Test("what the configuration has no more is taken back as it was exported, with a note for each attribute")
    func formerSchemas() async throws {
        let badge = Schema(
            id: "urn:example:badge", name: "Badge",
            attributes: [.init("number"), .init("door", .complex, subAttributes: [.init("name"), .init("floor")])])
        let door = Schema(
            id: "urn:example:badge", name: "Badge",
            attributes: [.init("door", .complex, subAttributes: [.init("name")])])
        func types(_ extensions: [ResourceType.SchemaExtension], _ more: [AttributeDefinition] = []) -> [ResourceType] {
            let schema = Schema(id: Schema.user.id, name: "User", attributes: Schema.user.attributes + more)
            return [
                ResourceType(
                    name: "User", endpoint: "/Users", schema: schema,
                    extensions: ResourceType.user.extensions + extensions),
                .group,
            ]
        }
        let full = types([.init(badge)], [.init("shoe", .integer)])
        let disk = SimulatedDisk()
        let store = try await JSONFileStore.open(path: folder, types: full, options: .test(disk), logger: quiet)
        for number in 0..<2 {
            let attributes: Attributes = [
                .userName: .string("u\(number)"), "shoe": 41,
                "urn:example:badge": ["number": "7", "door": ["name": "A", "floor": "2"]],
            ]
            _ = try await store.create(Draft(unchecked: attributes, as: full[0]))
        }
        await store.close()
        let exported = try export(disk)
        #expect(exported.count == 2)
        for (types, names) in [
            (full, []), (servedTypes, ["'shoe'", "'urn:example:badge'"]),
            (types([.init(door)]), ["'shoe'", "'urn:example:badge:number'"]),
        ] {
            let other = SimulatedDisk()
            var rest = exported[...]
            let report = try maintenance(on: other, types: types).import(from: { rest.popFirst() }, .none)
            #expect(report.resources.first?.count == 2)
            #expect(
                report.notes
                    == names.map {
                        "no schema of the configuration has \($0) of User: kept, and not shown (resources: 2)"
                    })
            #expect(try export(other) == exported)
            #expect(try maintenance(on: other, types: full).verify(.none).findings.isEmpty)
        }
    }

    @Test(
        "a line that cannot be taken in is named with its number and reason, and nothing is changed",
        arguments: [
            ("{", "line 3:"), ("[]", "it is no JSON object"), (#"{"type":"User"}"#, "'id' must be a text"),
            (record("Printer", "b", #"{}"#), "the type 'Printer' is unknown; known: User, Group"),
            (record("User", "a", #"{"userName":"bob"}"#), "the id 'a' comes a second time"),
            (record("Group", "h", #"{"displayName":"x","members":"a"}"#), "'members' would be kept as"),
            (record("User", "b", #"{"userName":true}"#), "'userName' must be a string"),
            (record("User", "b", #"{"userName":5}"#), "'userName' would be kept as '\"5\"'"),
            (record("User", "b", #"{"displayName":"Bob"}"#), "'userName' is required"),
            (record("User", "b", #"{"userName":"bob","active":"yes"}"#), "'active' must be a Boolean"),
            (record("User", "b", #"{"userName":"bob","active":"True"}"#), "'active' would be kept as 'true'"),
            (record("User", "b", #"{"userName":"bob","emails":"x"}"#), "'emails' would be kept as"),
            (record("User", "b", #"{"userName":"bob","profileUrl":""}"#), "'profileUrl' is empty"),
            (record("User", "b", #"{"userName":"bob","id":"x"}"#), "'id' is not among what is kept"),
            (record("User", "b", #"{"userName":"bob","meta":{"version":"1"}}"#), "'meta' is not among what is kept"),
            (record("User", "b", #"{"userName":"bob","schemas":[]}"#), "'schemas' is not among what is kept"),
            (record("User", "b", #"{"userName":"bob","groups":[{"value":"g"}]}"#), "'groups' is not among"),
            (record("User", "b\\u0007", #"{"userName":"bob"}"#), "'id' must be"),
            (record("User", " ", #"{"userName":"bob"}"#), "'id' must be"),
            (record("User", "b", #"{"userName":"bob","title":null}"#), "'title' is empty"),
            (record("User", "..", #"{"userName":"bob"}"#), "'id' must be"),
            (record("Group", "h", #"{"displayName":"x","members":[{"type":"User"}]}"#), "without 'value'"),
            (record("User", "my-bulkId-1", #"{"userName":"bob"}"#), "'id' must be"),
            (record("Group", "h", #"{"displayName":"x","members":[{"value":"a"},{"value":"a"}]}"#), "would be kept"),
            (
                record("User", "b", #"{"userName":"bob"}"#).replacing(#""version":"1""#, with: #""version":"x""#),
                "'version'"
            ),
            (
                record("User", "b", #"{"userName":"bob"}"#)
                    .replacing(#""version":"1""#, with: #""version":"1000000000000000000""#), "'version'"
            ),
            (
                record("User", "b", #"{"userName":"bob"}"#).replacing("2026-01-01T", with: "yesterday"),
                "'created' must be a time"
            ),
            (
                record("User", "b", #"{"userName":"bob"}"#)
                    .replacing(#""created":"2026-01-01T00:00:00Z""#, with: #""created":"2026-01-01T00:00:00.001Z""#),
                "'lastModified' must not be before 'created'"
            ),
        ])
    func refusals(line: String, reason: String) async throws {
        let disk = SimulatedDisk()
        let lines = [
            record("User", "a", #"{"userName":"ann"}"#), record("Group", "g", #"{"displayName":"staff"}"#), line,
        ]
        let error = #expect(throws: JSONFileStoreError.self) { try load(lines.map { Array($0.utf8) }, into: disk) }
        #expect(error?.exitCode == 65)
        #expect(
            error?.reason.hasPrefix("line 3: ") == true && error?.reason.contains(reason) == true,
            "\(error?.reason ?? "")")
        #expect(disk.content.isEmpty)
    }
}

/// A line of an export.
private func record(_ type: String, _ id: String, _ attributes: String) -> String {
    #"{"type":"\#(type)","id":"\#(id)","version":"1","created":"2026-01-01T00:00:00Z","#
        + #""lastModified":"2026-01-01T00:00:00Z","attributes":\#(attributes)}"#
}
