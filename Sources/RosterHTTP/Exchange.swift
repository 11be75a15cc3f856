import HTTPTypes
import RosterCore
import SCIM

/// One authenticated request on its way to the service and back.
///
/// It holds no rule of the protocol beyond methods, headers and status codes; rights are asked for here as well as in the
/// service, so that no body is read in vain.
struct Exchange {
    /// Reads the body, at most as many bytes as it is told.
    typealias Body = (_ limit: Int) async throws -> AttributeValue

    let request: HTTPRequest
    let parameters: QueryParameters
    let mediaType: String
    let caller: Caller
    let service: ProvisioningService
    let discovery: Discovery
    let settings: EndpointSettings
    /// What had to be put right in the request.
    var repairs: Repairs
    /// What became of the operations of a bulk request.
    private(set) var results: [BulkResult] = []

    mutating func perform(_ route: Route, body: Body) async throws -> Answer {
        switch route {
        case .resources(let type): return try await perform(on: type, body: body)
        case .resource(let key): return try await perform(on: key, body: body)
        case .everything: return try await performOnEverything()
        case .search(let type): return try await performSearch(of: type, body: body)
        case .serviceProviderConfig:
            try allowReadOnly(refusingFilter: false)
            let document = discovery.serviceProviderConfig(baseURL: caller.baseURL)
            return Answer(200, document.jsonBytes, as: mediaType)
        case .resourceTypes(let name):
            try allowReadOnly(refusingFilter: true)
            return try document(name, among: discovery.resourceTypes(baseURL: caller.baseURL), kind: "resource type") {
                $0 == $1
            }
        case .schemas(let uri):
            try allowReadOnly(refusingFilter: true)
            // Parts of a URN compare without regard to case (RFC 7643 §2.1 for names, RFC 8141 §3).
            return try document(uri, among: discovery.schemas(baseURL: caller.baseURL), kind: "schema") {
                AttributeName($0) == AttributeName($1)
            }
        case .bulk: return try await performBulk(body: body)
        case .me: return try await performOnSubject(body: body)
        case .otherVersion(let version):
            throw SCIMError(.invalidVers, "version '\(version)' of SCIM is not supported; use v2")
        case .unknown: throw SCIMError(.notFound, "there is nothing at this path")
        }
    }

    private mutating func perform(on type: ResourceType, body: Body) async throws -> Answer {
        switch request.method {
        case .get, .head:
            return .list(
                try await service.search(try parameters.searchRequest(), of: type, for: caller, repairs: &repairs),
                as: mediaType)
        case .post where !type.isReadOnly:
            let selection = try parameters.selection(of: type, &repairs)
            try caller.principal.require(.write(type))
            let created = try await service.create(
                try await body(settings.maximumBodyBytes), as: type, selecting: selection, for: caller,
                repairs: &repairs)
            return .resource(201, created, as: mediaType)
        default:
            throw Refusal(request.method, allowed: type.isReadOnly ? [.get, .head] : [.get, .head, .post])
        }
    }

    private mutating func perform(on key: ResourceKey, body: Body) async throws -> Answer {
        let selection = try parameters.selection(of: key.type, &repairs)
        guard !key.type.isReadOnly || request.method == .get || request.method == .head else {
            throw Refusal(request.method, allowed: [.get, .head])
        }
        switch request.method {
        case .get, .head:
            let resource = try await service.read(key, selecting: selection, for: caller)
            try precondition.checkMatch(resource.version)
            return precondition.isNotModified(resource.version)
                ? .version(304, resource.version, at: resource.location) : .resource(200, resource, as: mediaType)
        case .put:
            try caller.principal.require(.write(key.type))
            let replaced = try await service.replace(
                key, with: try await body(settings.maximumBodyBytes), if: precondition, selecting: selection,
                for: caller, repairs: &repairs)
            return .resource(200, replaced, as: mediaType)
        case .patch:
            try caller.principal.require(.write(key.type))
            let result = try await service.patch(
                key, with: try await body(settings.maximumBodyBytes), if: precondition, selecting: selection,
                for: caller, repairs: &repairs)
            switch result {
            case .resource(let resource): return .resource(200, resource, as: mediaType)
            case .changed(let version): return .version(204, version, at: key.location(below: caller.baseURL))
            }
        case .delete:
            try await service.delete(key, if: precondition, for: caller)
            return Answer(204)
        default:
            throw Refusal(request.method, allowed: [.get, .head, .put, .patch, .delete])
        }
    }

    private mutating func performBulk(body: Body) async throws -> Answer {
        guard request.method == .post else { throw Refusal(request.method, allowed: [.post]) }
        try service.requireWriting(for: caller)
        let message = try BulkRequest(
            reading: try await body(settings.maximumBulkBytes), maximumOperations: settings.maximumBulkOperations,
            repairs: &repairs)
        results = await service.bulk(message, for: caller, repairs: &repairs)
        return .bulk(results, as: mediaType)
    }

    /// `/Me` is served as the resource that it stands for, whose own URL the answer names (RFC 7644 §3.11).
    private mutating func performOnSubject(body: Body) async throws -> Answer {
        guard request.method != .post else {
            throw SCIMError(.notImplemented, "nobody can create the user that it is itself")
        }
        guard let subject = caller.principal.subject, let type = service.types.first(where: { $0 == .user }) else {
            throw SCIMError(.notFound, "the credentials stand for no user")
        }
        let key = ResourceKey(type, subject)
        var answer = try await perform(on: key, body: body)
        answer.head.headerFields[.location] = key.location(below: caller.baseURL)
        return answer
    }

    private var precondition: Precondition {
        let fields = request.headerFields
        return Precondition(
            ifMatch: fields[.ifMatch].map { Precondition.EntityTags(header: $0) },
            ifNoneMatch: fields[.ifNoneMatch].map { Precondition.EntityTags(header: $0) })
    }

    private func allowReadOnly(refusingFilter: Bool) throws {
        guard request.method == .get || request.method == .head else {
            throw Refusal(request.method, allowed: [.get, .head])
        }
        try caller.principal.require(.discovery)
        if refusingFilter, parameters["filter"] != nil {
            throw SCIMError(.forbidden, "discovery documents cannot be filtered")
        }
    }

    private func document(
        _ name: String?, among documents: [Attributes], kind: String, matching: (String, String) -> Bool
    ) throws(SCIMError) -> Answer {
        guard let name else {
            return .list(documents, totalResults: documents.count, startIndex: 1, as: mediaType) { $1.write($0) }
        }
        guard let document = documents.first(where: { matching($0[.id]?.string ?? "", name) }) else {
            throw SCIMError(.notFound, "there is no \(kind) '\(name.prefix(100))'")
        }
        return Answer(200, document.jsonBytes, as: mediaType)
    }
}
