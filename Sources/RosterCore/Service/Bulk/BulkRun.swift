import SCIM

/// The operations of one bulk request on their way (RFC 7644 §3.7).
struct BulkRun {
    /// How far an operation has come.
    private enum Stage {
        case waiting, running
        case done(BulkResult)
    }

    /// A resource that was created without references to resources that were not there yet.
    private struct Incomplete {
        let index: Int
        let key: ResourceKey
        let version: Version
        let missing: [String]

        var unchanged: Precondition { Precondition(version: version) }
    }

    private let service: ProvisioningService
    private let caller: Caller
    private let operations: [BulkOperation]
    private let failOnErrors: Int
    /// The operation that creates what a name refers to.
    private let creators: [String: Int]
    /// The names that each operation refers to.
    private let names: [[String]]
    private var stages: [Stage]
    private var ids: [String: ResourceID] = [:]
    private var incomplete: [Incomplete] = []
    private var failures = 0
    /// What had to be put right in the data of the operations.
    private(set) var repairs: Repairs

    init(_ request: BulkRequest, on service: ProvisioningService, for caller: Caller, repairs: Repairs) {
        self.repairs = repairs
        self.service = service
        self.caller = caller
        operations = request.operations
        failOnErrors = request.failOnErrors ?? .max
        creators = Dictionary(
            request.operations.enumerated().compactMap { index, operation in
                operation.method == "POST" ? operation.bulkID.map { ($0, index) } : nil
            }
        ) { first, _ in first }
        names = request.operations.map { operation in
            BulkReference.names(in: operation.path, isPath: true) + BulkReference.names(in: operation.data ?? .null)
        }
        stages = Array(repeating: .waiting, count: request.operations.count)
    }

    /// Carries out everything, up to the failure at which the client wants an end, or until the task is cancelled.
    mutating func results() async -> [BulkResult] {
        for index in operations.indices where failures < failOnErrors && !Task.isCancelled {
            await carryOut(index)
            // Whatever refers to one another is there now; later operations may already change it.
            await complete()
        }
        return zip(operations, stages).compactMap { operation, stage in
            if case .done(let result) = stage { return result }
            guard Task.isCancelled, failures < failOnErrors else { return nil }
            return BulkResult(operation, location: nil, .failure(Self.leftOut))
        }
    }

    private static let leftOut = SCIMError(
        .unavailable, "not carried out, because the request was cancelled; try again later")

    private mutating func carryOut(_ index: Int) async {
        guard case .waiting = stages[index], !Task.isCancelled else { return }
        stages[index] = .running
        let operation = operations[index]
        for name in names[index] where ids[name] == nil && failures < failOnErrors {
            if let creator = creators[name] { await carryOut(creator) }
        }
        guard failures < failOnErrors, !Task.isCancelled else {
            // A failure on the way here was the last one allowed, or the request is cancelled: this operation has never begun.
            stages[index] = .waiting
            return
        }
        let before = repairs
        let result = await result(of: operation, at: index, missing: names[index].filter { ids[$0] == nil })
        if case .failure = result.outcome {
            failures += 1
            // What was put right in vain is not put right.
            repairs = before
        }
        stages[index] = .done(result)
    }

    private mutating func result(of operation: BulkOperation, at index: Int, missing: [String]) async -> BulkResult {
        var location: String?
        do {
            for name in missing { try check(name, for: index) }
            let path = BulkReference.replacing(in: operation.path, isPath: true) { ids[$0] }
            switch try operation.target(at: path, among: service.types) {
            case .creation(let type):
                return try await create(operation, of: type, at: index, missing: missing)
            case .resource(let key):
                location = key.location(below: caller.baseURL)
                return BulkResult(operation, location: location, try await change(key, by: operation))
            }
        } catch {
            return BulkResult(
                operation, location: location, .failure(service.failure(for: error, in: caller.requestID)))
        }
    }

    /// Refuses a reference that leads nowhere; one to a resource that is just being created can wait.
    private func check(_ name: String, for index: Int) throws(SCIMError) {
        guard let creator = creators[name] else {
            throw SCIMError(.invalidValue, "no operation creates 'bulkId:\(name.prefix(100))'")
        }
        if case .running = stages[creator], operations[index].method == "POST" { return }
        guard !leads(creator, to: index) else { throw .unclosedCircle(through: name, "it was not created") }
        throw SCIMError(.invalidValue, "'bulkId:\(name.prefix(100))' was not created")
    }

    /// Whether an operation refers to another one, at once or through others.
    private func leads(_ start: Int, to end: Int) -> Bool {
        var seen: Set<Int> = []
        var open = [start]
        while let next = open.popLast() {
            if next == end { return true }
            if seen.insert(next).inserted { open += names[next].compactMap { creators[$0] } }
        }
        return false
    }

    private mutating func create(
        _ operation: BulkOperation, of type: ResourceType, at index: Int, missing: [String]
    ) async throws -> BulkResult {
        guard let name = operation.bulkID, !name.isEmpty else {
            throw SCIMError(.invalidValue, "POST needs a 'bulkId'")
        }
        var body = try body(of: operation)
        if !missing.isEmpty, case .complex(let attributes) = body {
            body = .complex(BulkReference.removing(Set(missing), from: attributes))
        }
        let created: Representation
        do {
            created = try await service.create(body, as: type, selecting: .minimum, for: caller, repairs: &repairs)
        } catch let error as SCIMError where error.code == .invalidValue {
            // If only the references are missing, nothing is wrong but the circle.
            guard let missing = missing.first, isValid(operation, as: type) else { throw error }
            throw SCIMError.unclosedCircle(through: missing, error.detail)
        }
        ids[name] = created.key.id
        if !missing.isEmpty {
            incomplete.append(
                Incomplete(index: index, key: created.key, version: created.version, missing: missing))
        }
        return BulkResult(operation, location: created.location, .success(status: 201, created.version))
    }

    /// Whether the data of an operation would do, were there what it refers to.
    private func isValid(_ operation: BulkOperation, as type: ResourceType) -> Bool {
        var repairs = Repairs(allowed: repairs.areAllowed)
        return (try? Draft(validating: operation.data ?? .null, as: type, repairs: &repairs)) != nil
    }

    private mutating func change(_ key: ResourceKey, by operation: BulkOperation) async throws -> BulkResult.Outcome {
        switch operation.method {
        case "DELETE":
            try await service.delete(key, if: operation.precondition, for: caller)
            return .success(status: 204, nil)
        case "PATCH":
            // What a single request selects, because the status depends on it.
            let result = try await service.patch(
                key, with: try body(of: operation), if: operation.precondition, selecting: .byDefault, for: caller,
                repairs: &repairs)
            switch result {
            case .resource(let resource): return .success(status: 200, resource.version)
            case .changed(let version): return .success(status: 204, version)
            }
        default:
            let replaced = try await service.replace(
                key, with: try body(of: operation), if: operation.precondition, selecting: .minimum, for: caller,
                repairs: &repairs)
            return .success(status: 200, replaced.version)
        }
    }

    private func body(of operation: BulkOperation) throws(SCIMError) -> AttributeValue {
        guard let data = operation.data else { throw SCIMError(.invalidValue, "\(operation.method) needs 'data'") }
        return BulkReference.replacing(in: data) { ids[$0] }
    }

    /// Gives resources that refer to one another the references that they were created without.
    ///
    /// One that cannot be completed is taken away again: what the client asked for as a whole is not left behind in half.
    /// If even that fails, the result says where it is.
    private mutating func complete() async {
        for resource in incomplete {
            let operation = operations[resource.index]
            guard case .done(let result) = stages[resource.index] else { continue }
            do {
                for name in resource.missing where ids[name] == nil { try check(name, for: resource.index) }
                let replaced = try await service.replace(
                    resource.key, with: try body(of: operation), if: resource.unchanged, selecting: .minimum,
                    for: caller, repairs: &repairs)
                stages[resource.index] = .done(
                    BulkResult(operation, location: result.location, .success(status: 201, replaced.version)))
            } catch {
                failures += 1
                let isLeft = await !takeAway(resource)
                if !isLeft, let name = operation.bulkID { ids[name] = nil }
                stages[resource.index] = .done(
                    BulkResult(
                        operation, location: isLeft ? result.location : nil,
                        .failure(service.failure(for: error, in: caller.requestID))))
            }
        }
        incomplete = []
    }

    /// Deletes a resource that cannot be completed.
    ///
    /// - Returns: Whether it is gone; if not, the log has it.
    private func takeAway(_ resource: Incomplete) async -> Bool {
        do {
            try await service.delete(resource.key, if: resource.unchanged, for: caller)
            return true
        } catch let error as SCIMError where error.code == .notFound {
            return true
        } catch {
            _ = service.failure(for: Leftover(key: resource.key, reason: error), in: caller.requestID)
            return false
        }
    }
}

extension SCIMError {
    /// The refusal of an operation whose circle of references was tried in vain (RFC 7644 §3.7.1).
    fileprivate static func unclosedCircle(through name: String, _ reason: String) -> SCIMError {
        SCIMError(
            .conflict, "the circle of references through 'bulkId:\(name.prefix(100))' cannot be closed: \(reason)")
    }
}

/// A resource without the references that belong to it, which could not be deleted either.
private struct Leftover: Error, CustomStringConvertible {
    let key: ResourceKey
    let reason: any Error

    var description: String {
        "\(key.location(below: "")) was created, could not be completed and could not be deleted again: \(reason)"
    }
}
