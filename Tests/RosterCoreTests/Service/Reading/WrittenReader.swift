import RosterCore
import SCIM

/// What carries out requests, each on a resource of its own that holds every attribute.
protocol WrittenReader: Sendable {
    /// Carries out a request.
    ///
    /// - Parameter before: The resource that a PUT or PATCH changes.
    func outcome(of request: WrittenRequest, on before: Representation) async throws -> WrittenOutcome
}

/// The service as it is.
struct ServiceReader: WrittenReader {
    let fixture: ServiceFixture

    func outcome(of request: WrittenRequest, on before: Representation) async throws -> WrittenOutcome {
        let key = ResourceKey(request.place.type, ResourceID(before.id))
        var repairs = Repairs()
        do {
            let id = try await carryOut(request, key, &repairs)
            return .accepted(try await attributes(of: ResourceKey(key.type, id)), repairs)
        } catch let error as SCIMError {
            return .refused(error, after: try await attributes(of: key))
        }
    }

    private func attributes(of key: ResourceKey) async throws -> Attributes {
        try await fixture.service.read(key, selecting: .byDefault, for: fixture.administrator).attributes
    }

    private func carryOut(
        _ request: WrittenRequest, _ key: ResourceKey, _ repairs: inout Repairs
    ) async throws -> ResourceID {
        if request.isInBulk { return try await carryOutInBulk(request, key, &repairs) }
        switch request.verb {
        case .post:
            let created = try await fixture.service.create(
                request.body(named: "new-\(key.id)"), as: key.type, selecting: .byDefault, for: fixture.administrator,
                repairs: &repairs)
            return ResourceID(created.id)
        case .put:
            _ = try await fixture.service.replace(
                key, with: request.body(named: "new-\(key.id)"), if: .none, selecting: .byDefault,
                for: fixture.administrator, repairs: &repairs)
        default:
            _ = try await fixture.service.patch(
                key, with: request.message, if: .none, selecting: .byDefault, for: fixture.administrator,
                repairs: &repairs)
        }
        return key.id
    }

    private func carryOutInBulk(
        _ request: WrittenRequest, _ key: ResourceKey, _ repairs: inout Repairs
    ) async throws -> ResourceID {
        var operation: Attributes
        switch request.verb {
        case .post:
            operation = [
                "method": "POST", "path": .string(key.type.endpoint), "bulkId": "b",
                "data": request.body(named: "new-\(key.id)"),
            ]
        case .put:
            operation = ["method": "PUT", "data": request.body(named: "new-\(key.id)")]
        default:
            operation = ["method": "PATCH", "data": request.message]
        }
        if request.verb != .post { operation["path"] = .string("\(key.type.endpoint)/\(key.id)") }
        let message: AttributeValue = [
            .schemas: [.string(MessageURI.bulkRequest)], "Operations": [.complex(operation)],
        ]
        let bulk = try BulkRequest(reading: message, maximumOperations: 1, repairs: &repairs)
        let results = await fixture.service.bulk(bulk, for: fixture.administrator, repairs: &repairs)
        if case .failure(let error)? = results.first?.outcome { throw error }
        return ResourceID(results.first?.location?.split(separator: "/").last.map { String($0) } ?? "")
    }
}
