import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Files that somebody else deletes or changes under an open store")
struct InterferenceTests {
    @Test(
        "that lose their name stop the store before the next answer",
        arguments: ["LOCK", FileName.segment(1)], [true, false])
    func deletedFile(name: String, replaced: Bool) async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let user = try await store.create(.user("ann"))
        try disk.remove("\(folder)/\(name)")
        if replaced { disk.close(try disk.open("\(folder)/\(name)", .creating)) }
        let refusal = await #expect(throws: SCIMError.self) { try await store.create(.user("bob")) }
        #expect(refusal?.code == .internalError)
        #expect(store.failure?.exitCode == 74 && store.failure?.reason.contains("\(name): ") == true)
        #expect(try await store.resource(user.key, selecting: .byDefault) != nil)
        await store.close()
    }

    @Test(
        "such as a journal that is cut off or added to stop the store before the next answer",
        arguments: [-1, -200, -100_000, 1, 300], [JSONFileStore.Synchronization.always, .every(.seconds(3_600))])
    func changedLength(difference: Int, synchronization: JSONFileStore.Synchronization) async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk) { $0.synchronization = synchronization }
        let user = try await store.create(.user("ann"))
        let path = "\(folder)/\(FileName.segment(1))"
        let whole = try #require(disk.content[path])
        let changed = difference < 0 ? whole.dropLast(-difference) : whole + Array(repeating: 65, count: difference)
        disk.content = [path: Array(changed)]
        let refusal = await #expect(throws: SCIMError.self) { try await store.create(.user("bob")) }
        #expect(refusal?.code == .internalError)
        let reason = "\(path) is \(changed.count) bytes long and should be \(whole.count)"
        #expect(
            store.failure?.exitCode == 74 && store.failure?.reason.contains(reason) == true,
            "\(String(describing: store.failure))")
        #expect(try await store.resource(user.key, selecting: .byDefault) != nil)
        await store.close()
        // What somebody else made of it is left as it is.
        #expect(disk.content[path] == Array(changed))
    }

    @Test("such as a STORE.json that is removed stop the store before the next answer, and no snapshot is begun")
    func deletedManifest() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("ann"))
        let path = "\(folder)/\(FileName.manifest)"
        try disk.remove(path)
        await #expect(throws: SCIMError.self) { try await store.create(.user("bob")) }
        #expect(store.failure?.exitCode == 74 && store.failure?.reason.contains("\(path): ") == true)
        await store.compact()
        #expect(disk.snapshots.isEmpty)
        await store.close()
    }

    @Test("such as a STORE.json of another length stop the store before the next answer")
    func changedManifest() async throws {
        for content in [[], Array("{}\n".utf8)] {
            let disk = SimulatedDisk()
            let store = try await open(disk)
            let path = "\(folder)/\(FileName.manifest)"
            disk.content[path] = content
            await #expect(throws: SCIMError.self) { try await store.create(.user("ann")) }
            #expect(store.failure?.exitCode == 74)
            #expect(store.failure?.reason.contains("\(path) is \(content.count) bytes long") == true)
            await store.close()
        }
    }

    @Test(
        "such as a STORE.json that another one of the same length takes the place of stop the store before the next answer"
    )
    func replacedManifest() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("ann"))
        let path = "\(folder)/\(FileName.manifest)"
        let other = Manifest(store: String(repeating: "0", count: 32)).bytes
        try StoreFolder(path: folder, disk: disk).make("other", other)
        try disk.rename("\(folder)/other", to: path)
        await #expect(throws: SCIMError.self) { try await store.create(.user("bob")) }
        #expect(store.failure?.exitCode == 74 && store.failure?.reason.contains(path) == true)
        await store.close()
    }

    @Test("that are gone stop the store when the next segment begins")
    func deletedSegment() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("ann"))
        try disk.remove("\(folder)/\(FileName.segment(1))")
        await store.compact()
        #expect(store.failure?.exitCode == 74)
        #expect(!disk.content.keys.contains { $0.contains("snapshot-") })
        await store.close()
    }
}
