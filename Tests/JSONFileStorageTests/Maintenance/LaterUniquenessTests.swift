import Logging
import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("A value that became unique later, and that two resources have, is no damage")
struct LaterUniquenessTests {
    /// The type of groups before and after.
    private let before: [ResourceType] = [.user, .group]
    private let after: [ResourceType] = [.user, .group.withUniqueValues(of: .displayName)]

    /// A store with two groups of one name, and one of another.
    private func shared() async throws -> (disk: SimulatedDisk, groups: [Resource]) {
        let disk = SimulatedDisk()
        let store = try await JSONFileStore.open(path: folder, types: before, options: .test(disk), logger: quiet)
        var groups: [Resource] = []
        for name in ["Staff", "staff", "other"] { groups.append(try await store.create(.group(name))) }
        await store.close()
        return (disk, groups)
    }

    private func lines(_ disk: any FileSystem) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        try maintenance(on: disk, types: after).export(.none) { lines.append($0.line) }
        return lines
    }

    @Test("a start names the resources, and serves them")
    func start() async throws {
        let (disk, groups) = try await shared()
        let log = RecordedLog(from: .warning)
        let store = try await JSONFileStore.open(path: folder, types: after, options: .test(disk), logger: log.logger)
        let line = try #require(log.lines.first { $0.contains("share a value that has to be unique") })
        #expect(line.contains("displayName") && groups.prefix(2).allSatisfy { line.contains($0.id.text) }, "\(line)")
        #expect(log.lines.count == 1)
        let type = after[1]
        // What the one has already it may keep; what it has not is taken, for all others too.
        var first = try #require(try await store.resource(ResourceKey(type, groups[0].id), selecting: .byDefault))
        first.attributes[.externalId] = "x"
        first = try await store.update(first, if: .none)
        first = try await store.modify(
            first.key, by: .patch(#"{"op":"add","path":"members","value":[{"value":"m"}]}"#, of: type), if: .none,
            selecting: .byDefault)
        var third = try #require(try await store.resource(ResourceKey(type, groups[2].id), selecting: .byDefault))
        third.attributes[.displayName] = "STAFF"
        await #expect(throws: SCIMError.self) { try await store.update(third, if: .none) }
        await #expect(throws: SCIMError.self) {
            try await store.create(Draft(unchecked: [.displayName: "staff"], as: type))
        }
        // The way out: one of them gets another name, and nobody takes the old one back.
        first.attributes[.displayName] = "crew"
        first = try await store.update(first, if: .none)
        first.attributes[.displayName] = "staff"
        await #expect(throws: SCIMError.self) { try await store.update(first, if: .none) }
        await store.close()
        #expect(try maintenance(on: disk, types: after).reservations(.none).isEmpty)
    }

    @Test("many are told in a few lines")
    func many() async throws {
        let disk = SimulatedDisk()
        let store = try await JSONFileStore.open(path: folder, types: before, options: .test(disk), logger: quiet)
        for number in 0..<60 { _ = try await store.create(.group("g\(number % 20)")) }
        await store.close()
        let log = RecordedLog(from: .warning)
        await (try await JSONFileStore.open(path: folder, types: after, options: .test(disk), logger: log.logger))
            .close()
        #expect(log.lines.count == 11 && log.lines.last?.contains("\"values\": 40") == true, "\(log.lines)")
    }

    @Test("verify notes it, of the store and of its backup; a check of the configuration has a reservation")
    func verify() async throws {
        let (disk, groups) = try await shared()
        let keeper = maintenance(on: disk, types: after)
        let report = try keeper.verify(.none)
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(report.notes == (try keeper.reservations(.none)))
        let note = try #require(report.notes.first)
        #expect(report.notes.count == 1 && note.hasPrefix("displayName 'staff' is that of both \(groups[0].id) and "))
        let backup = try keeper.createBackup(in: nil, .none)
        let copy = try keeper.verifyBackup(backup.backup.name, .none)
        #expect(copy.findings.isEmpty && copy.notes == report.notes)
        #expect(try keeper.restore(backup.backup.name, to: .latest, .none).resources.map(\.count) == [0, 3])
        let plan = try keeper.repair(applying: true, .none)
        #expect(!plan.isNeeded && plan.findings.isEmpty)
        #expect(try maintenance(on: disk, types: before).verify(.none).notes.isEmpty)
    }

    @Test("what was exported is imported, with a note for each line")
    func roundTrip() async throws {
        let (disk, groups) = try await shared()
        let exported = try lines(disk)
        let other = SimulatedDisk()
        var rest = exported[...]
        let report = try maintenance(on: other, types: after).import(from: { rest.popFirst() }, .none)
        #expect(report.resources.map(\.count) == [0, 3])
        #expect(report.notes.count == 1)
        #expect(
            report.notes.first?.hasPrefix("line 2: displayName 'staff' is that of both \(groups[0].id) and ") == true,
            "\(report.notes)")
        #expect(try lines(other) == exported)
    }

    @Test("values that no two resources share whatever their types are told across types")
    func global() async throws {
        func type(_ name: String, _ uniqueness: AttributeDefinition.Uniqueness) -> ResourceType {
            ResourceType(
                name: name, endpoint: "/\(name)s",
                schema: Schema(id: "urn:example:\(name)", name: name, attributes: [.init("nickName")]),
                extensions: [
                    .init(
                        Schema(
                            id: "urn:example:tag", name: "Tag", attributes: [.init("tag", uniqueness: uniqueness)]))
                ])
        }
        let disk = SimulatedDisk()
        let old = [type("Car", .none), type("Bike", .none)], new = [type("Car", .global), type("Bike", .global)]
        let store = try await JSONFileStore.open(path: folder, types: old, options: .test(disk), logger: quiet)
        for type in old {
            _ = try await store.create(Draft(unchecked: ["urn:example:tag": ["tag": "t"]], as: type))
        }
        await store.close()
        #expect(try maintenance(on: disk, types: old).reservations(.none).isEmpty)
        #expect(try maintenance(on: disk, types: new).reservations(.none).count == 1)
    }
}
