import HTTPTypes
import RosterCore
import SCIM

/// Queries other than a GET on the endpoint of one type.
extension Exchange {
    /// A query at the base URI (RFC 7644 §3.4.2.1).
    mutating func performOnEverything() async throws -> Answer {
        guard request.method == .get || request.method == .head else {
            throw Refusal(request.method, allowed: [.get, .head])
        }
        return .list(
            try await service.search(try parameters.searchRequest(), for: caller, repairs: &repairs), as: mediaType)
    }

    /// A query by POST, over one type or over all (RFC 7644 §3.4.3).
    mutating func performSearch(of type: ResourceType?, body: Body) async throws -> Answer {
        guard request.method == .post else { throw Refusal(request.method, allowed: [.post]) }
        if let type { try caller.principal.require(.read(type)) } else { _ = try service.readableTypes(for: caller) }
        let search = try SearchRequest(reading: try await body(settings.maximumBodyBytes), repairs: &repairs)
        let result =
            if let type {
                try await service.search(search, of: type, for: caller, repairs: &repairs)
            } else {
                try await service.search(search, for: caller, repairs: &repairs)
            }
        return .list(result, as: mediaType)
    }
}
