import Logging
import RosterCore
import SCIM

@testable import JSONFileEngine
@testable import JSONFileStorage

/// The folder of every store on a ``SimulatedDisk``.
let folder = "/data"

/// The folder of their backups.
let backupFolder = "/backups"

/// The types that the stores of the tests keep.
let servedTypes: [ResourceType] = [.user, .group]

extension StoreOptions {
    /// Surroundings without a clock: a disk in memory and no seal but that of a clean end.
    static func test(_ disk: any FileSystem, _ change: (inout StoreOptions) -> Void = { _ in }) -> StoreOptions {
        var options = StoreOptions()
        options.disk = disk
        options.sealDelay = nil
        options.scrubInterval = nil
        options.backup = BackupPlan(folder: backupFolder)
        // Where it makes no difference groups have members that nobody has made.
        options.requiresMembers = false
        change(&options)
        return options
    }
}

/// Opens a store on a disk in memory.
func open(_ disk: SimulatedDisk, _ change: (inout StoreOptions) -> Void = { _ in }) async throws -> JSONFileStore {
    try await JSONFileStore.open(path: folder, types: servedTypes, options: .test(disk, change), logger: quiet)
}

/// A logger that says nothing.
let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

extension Draft {
    /// A user with an address and an external id.
    static func user(_ name: String, _ more: Attributes = [:]) -> Draft {
        var attributes: Attributes = [
            .userName: .string(name), .externalId: .string("x-\(name)"),
            "emails": [["value": .string("\(name)@example.org"), "type": "work", "primary": true]],
        ]
        for (name, value) in more { attributes[name] = value }
        return Draft(unchecked: attributes, as: .user)
    }

    /// A group with members.
    static func group(_ name: String, _ members: [String] = []) -> Draft {
        var attributes: Attributes = [.displayName: .string(name)]
        if !members.isEmpty { attributes[.members] = .array(members.map { ["value": .string($0)] }) }
        return Draft(unchecked: attributes, as: .group)
    }
}

extension Resource {
    /// The ids of the members in order.
    var memberTexts: [String] { attributes[.members]?.values.compactMap { $0[.value]?.string } ?? [] }
}

extension Modification {
    /// Reads a PATCH from the JSON of its operations.
    static func patch(_ operations: String, of type: ResourceType = .group) throws -> Modification {
        let text = #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[\#(operations)]}"#
        return .patch(try PatchOperation.operations(reading: try JSONReader.read(Array(text.utf8)), for: type))
    }

    /// Adds one member.
    static func adding(_ id: String) throws -> Modification {
        try .patch(#"{"op":"add","path":"members","value":[{"value":"\#(id)"}]}"#)
    }
}

extension JSONFileStore {
    /// Everything that the store holds, as text that can be compared.
    func dump() async throws -> [String] {
        var lines: [String] = []
        for type in servedTypes {
            for resource in try await search(Query(type)).resources {
                let head =
                    "\(type.name) \(resource.id) \(resource.version) \(resource.created) \(resource.lastModified) "
                lines.append(head + AttributeValue.complex(resource.attributes).json)
            }
        }
        return lines
    }

    /// Finds resources by a filter.
    func find(_ filter: String, _ type: ResourceType = .user) async throws -> Page {
        try await search(Query(type, filter: try type.resolve(Filter(filter))))
    }
}
