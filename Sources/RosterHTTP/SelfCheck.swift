import HTTPTypes
import RosterCore
import SCIM

extension Endpoint {
    /// Holds what discovery says against what this endpoint does (RFC 7643 §5 to §7), for the time before it serves.
    ///
    /// Everything that is asked for is read or refused, so nothing changes. What takes a resource to see, such as entity
    /// tags, is looked at if there is one.
    ///
    /// - Throws: ``BrokenPromise`` for the first promise that is not kept; ``SCIM/SCIMError/Code/unavailable`` while the
    ///   store or an authenticator says so of itself.
    public func check() async throws {
        let check = SelfCheck(endpoint: withoutLog(), inside: withoutAuthentication())
        try await check.run()
    }
}

/// Asks an endpoint what it promises.
private struct SelfCheck {
    /// The endpoint as clients meet it.
    let endpoint: Endpoint
    /// The same behind its authenticators.
    let inside: Endpoint

    private struct Reply {
        let answer: Answer
        let bodyLimit: Int?
        var status: Int { answer.head.status.code }
        var json: AttributeValue { (try? JSONReader.read(answer.body)) ?? .null }
    }

    func run() async throws {
        let config = try await document("/ServiceProviderConfig")
        let types = try await document("/ResourceTypes")["Resources"]?.array ?? []
        let endpoints = types.compactMap { $0["endpoint"]?.string }
        try await checkDoors(config, endpoints)
        try await checkTypes(types)
        for endpoint in endpoints { try await checkQueries(at: endpoint, config) }
        try await checkChanges(at: endpoints.first ?? "/Users", config)
    }

    /// Nothing opens without credentials, and the refusal names each scheme.
    private func checkDoors(_ config: AttributeValue, _ endpoints: [String]) async throws {
        let others = ReservedEndpoint.allCases.map(\.path) + ["/"]
        for path in endpoints + endpoints.map({ "\($0)/1" }) + others {
            let reply = try await send(.get, path, to: endpoint)
            try expect(reply.status == 401, "nobody gets in without credentials", "GET \(path) answers \(reply.status)")
        }
        let schemes = config["authenticationSchemes"]?.array ?? []
        let refusal = try await send(.get, "/ServiceProviderConfig", to: endpoint)
        let challenges = refusal.answer.head.headerFields[values: .wwwAuthenticate]
        try expect(
            !schemes.isEmpty && schemes.count == challenges.count, "there are \(schemes.count) ways to authenticate",
            "a refusal names \(challenges.count)")
    }

    /// Every type has its endpoint and every schema its document.
    private func checkTypes(_ types: [AttributeValue]) async throws {
        try expect(!types.isEmpty, "there are resource types", "/ResourceTypes is empty")
        for type in types {
            let name = type["name"]?.string ?? ""
            let uris = [type["schema"]] + (type["schemaExtensions"]?.array ?? []).map { $0["schema"] }
            for uri in uris.map({ $0?.string ?? "" }) {
                let schema = try await document("/Schemas/\(uri)")
                try expect(schema["id"]?.string == uri, "'\(name)' has the schema '\(uri)'", "there is another one")
            }
            let document = try await document("/ResourceTypes/\(name)")
            try expect(document == type, "'\(name)' is as the list shows it", "its own document differs")
        }
    }

    private func checkQueries(at endpoint: String, _ config: AttributeValue) async throws {
        let none = "filter=id%20eq%20%22self-check%22"
        if config["filter"]?["supported"] == true {
            let found = try await list("\(endpoint)?\(none)", "filter.supported is true")
            try expect(found["totalResults"] == 0, "filter.supported is true", "a filter without match finds something")
        }
        if config["sort"]?["supported"] == true {
            _ = try await list("\(endpoint)?\(none)&sortBy=meta.created", "sort.supported is true")
        }
        if let maximum = config["filter"]?["maxResults"]?.integer {
            let page = try await list(
                "\(endpoint)?attributes=id&count=\(maximum + 1)", "filter.maxResults is \(maximum)")
            let count = page["Resources"]?.array?.count ?? 0
            try expect(count <= maximum, "filter.maxResults is \(maximum)", "\(count) came")
        }
        if config["pagination"]?["cursor"] == true {
            let page = try await list("\(endpoint)?attributes=id&cursor=&count=1", "pagination.cursor is true")
            let isLast = (page["totalResults"]?.integer ?? 0) <= 1
            try expect(
                isLast == (page["nextCursor"] == nil), "pagination.cursor is true", "nextCursor does not fit the total")
            let forged = try await send(.get, "\(endpoint)?cursor=forged&count=1", to: inside)
            try expect(
                forged.json["scimType"] == "invalidCursor", "cursors cannot be forged", "\(forged.status) is the answer"
            )
        }
        if config["etag"]?["supported"] == true { try await checkVersions(at: endpoint) }
    }

    private func checkVersions(at endpoint: String) async throws {
        let first = try await list("\(endpoint)?attributes=id&count=1", "the endpoint '\(endpoint)' exists")[
            "Resources"]?.array?
            .first
        guard let id = first?[.id]?.string else { return }
        let path = "\(endpoint)/\(ResourceID(id).pathSegment)"
        let resource = try await send(.get, "\(path)?attributes=meta", to: inside)
        // Somebody else may have deleted it.
        guard resource.status == 200 else { return }
        let tag = resource.answer.head.headerFields[.eTag]
        try expect(
            tag != nil && tag == resource.json["meta"]?["version"]?.string, "etag.supported is true",
            "ETag and meta.version differ")
    }

    private func checkChanges(at endpoint: String, _ config: AttributeValue) async throws {
        let patch = #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{"op":"remove","path":"externalId"}]}"#
        let patched = try await send(.patch, "\(endpoint)/self-check", patch, to: inside)
        let expected = config["patch"]?["supported"] == true ? 404 : 501
        try expect(
            patched.status == expected, "patch.supported is \(expected == 404)",
            "PATCH of a resource that is not there answers \(patched.status)")
        guard config["bulk"]?["supported"] == true else { return }
        let maximum = config["bulk"]?["maxOperations"]?.integer ?? 0
        let operations = Array(repeating: "{}", count: maximum + 1).joined(separator: ",")
        let message = #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[\#(operations)]}"#
        let bulk = try await send(.post, "/Bulk", message, to: inside)
        try expect(bulk.status == 413, "bulk.maxOperations is \(maximum)", "one more is answered by \(bulk.status)")
        let size = config["bulk"]?["maxPayloadSize"]?.integer
        try expect(
            bulk.bodyLimit == size, "bulk.maxPayloadSize is \(size ?? 0)", "the limit is \(bulk.bodyLimit ?? 0)")
    }

    private func document(_ path: String) async throws -> AttributeValue {
        let reply = try await send(.get, path, to: inside)
        try expect(reply.status == 200, "\(path) tells what is served", "it answers \(reply.status)")
        return reply.json
    }

    private func list(_ path: String, _ claim: String) async throws -> AttributeValue {
        let reply = try await send(.get, path, to: inside)
        try expect(reply.status == 200, claim, "GET \(path) answers \(reply.status)")
        return reply.json
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "", to endpoint: Endpoint
    ) async throws(SCIMError) -> Reply {
        let request = HTTPRequest(
            method: method, scheme: "http", authority: "localhost", path: endpoint.settings.basePath + path)
        var bodyLimit: Int?
        let answer = await endpoint.answer(request, from: Peer()) { limit in
            bodyLimit = limit
            return Array(body.utf8)
        }
        guard answer.head.status != .serviceUnavailable else {
            throw SCIMError(.unavailable, "\(method) \(path) cannot be answered yet")
        }
        return Reply(answer: answer, bodyLimit: bodyLimit)
    }

    private func expect(_ holds: Bool, _ claim: String, _ finding: String) throws(BrokenPromise) {
        if !holds { throw BrokenPromise(claim: claim, finding: finding) }
    }
}
