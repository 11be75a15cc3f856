import RosterCore
import SCIM

/// A fresh store under trial, and what rules do with it again and again.
struct StoreTrial: Sendable {
    let store: any IdentityStore

    func createUser(_ userName: String, _ more: Attributes = Attributes()) async throws -> Resource {
        var attributes = more
        attributes[.userName] = .string(userName)
        return try await store.create(Draft(checking: attributes, as: .user))
    }

    func createGroup(_ name: String, members: [Resource] = []) async throws -> Resource {
        var attributes: Attributes = [.displayName: .string(name)]
        if !members.isEmpty { attributes[.members] = .array(members.map { $0.asMember }) }
        return try await store.create(Draft(checking: attributes, as: .group))
    }

    /// The resource as the store has it now.
    func current(_ resource: Resource) async throws -> Resource {
        guard let found = try await store.resource(resource.key, selecting: .byDefault) else {
            throw BrokenExpectation(expected: "the \(resource.type.name) '\(resource.id)' to be there", seen: "nothing")
        }
        return found
    }

    func update(
        _ resource: Resource, if precondition: Precondition = .none, _ change: (inout Attributes) -> Void
    ) async throws -> Resource {
        var changed = resource
        change(&changed.attributes)
        return try await store.update(changed, if: precondition)
    }

    @discardableResult
    func patch(
        _ resource: Resource, if precondition: Precondition = .none, _ operations: [AttributeValue]
    ) async throws -> Resource {
        let modification = try Modification.patch(operations, of: resource.type)
        return try await store.modify(resource.key, by: modification, if: precondition, selecting: .byDefault)
    }

    @discardableResult
    func replace(
        _ resource: Resource, by attributes: Attributes, if precondition: Precondition = .none
    ) async throws -> Resource {
        let draft = try Draft(checking: attributes, as: resource.type)
        return try await store.modify(resource.key, by: .replace(with: draft), if: precondition, selecting: .byDefault)
    }

    func members(of group: Resource) async throws -> [String] {
        try await current(group).memberIDs.map(\.text)
    }

    /// All resources of a type, in the order in which the store gives them.
    func all(_ type: ResourceType) async throws -> [Resource] {
        try await store.search(Query(type)).resources
    }

    /// The ids of the users whose `userName` has a value.
    func users(named userName: String) async throws -> [ResourceID] {
        let filter = try ResourceType.user.resolve(.compare("userName", .eq, .string(userName)))
        return try await store.search(Query(.user, filter: filter)).resources.map(\.id)
    }

    func expectUnchanged(_ resource: Resource, after what: String) async throws {
        try expect(try await current(resource), isUnchangedFrom: resource, "the \(resource.type.name) after \(what)")
    }

    func expectNothing(at key: ResourceKey, _ what: String) async throws {
        let found = try await store.resource(key, selecting: .byDefault)
        try expect(found == nil, "nothing to be found \(what)", seen: "the \(found?.type.name ?? "") '\(key.id)'")
    }
}

extension Modification {
    /// A PATCH, from its operations as a client writes them.
    static func patch(_ operations: [AttributeValue], of type: ResourceType) throws(SCIMError) -> Modification {
        let body: AttributeValue = [.schemas: [.string(MessageURI.patchOp)], "Operations": .array(operations)]
        return .patch(try PatchOperation.operations(reading: body, for: type))
    }
}

extension Resource {
    /// The resource as a member of a group.
    var asMember: AttributeValue { [.value: .string(id.text), .type: .string(type.name)] }
}

/// Makes calls at the same time.
///
/// - Returns: How each of them ended, in the order of their numbers.
func together<Outcome: Sendable>(
    _ count: Int, _ call: @escaping @Sendable (Int) async throws -> Outcome
) async -> [Result<Outcome, any Error>] {
    await withTaskGroup(of: (Int, Result<Outcome, any Error>).self) { group in
        for number in 0..<count {
            group.addTask {
                do { return (number, .success(try await call(number))) } catch { return (number, .failure(error)) }
            }
        }
        var outcomes: [(Int, Result<Outcome, any Error>)] = []
        for await outcome in group { outcomes.append(outcome) }
        return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
    }
}

extension [Result<Void, any Error>] {
    /// Expects none of the calls to have failed.
    func expectSuccess(of what: String) throws {
        for case .failure(let error) in self {
            throw BrokenExpectation(expected: "\(what) to succeed", seen: text(of: error))
        }
    }
}
