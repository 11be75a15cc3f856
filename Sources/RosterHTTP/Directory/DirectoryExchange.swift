import HTTPTypes
import RosterCore
import SCIM

/// One authenticated request to the directory on its way there and back.
struct DirectoryExchange {
    /// Reads the body.
    typealias Body = () async throws -> AttributeValue

    /// The most seconds that an answer waits for a change; proxies give up on longer silence.
    private static let longestWait = 60

    private static let eventStream = "text/event-stream"

    private let request: HTTPRequest
    private let segments: [String]
    private let parameters: [String: String]
    private let principal: Principal
    private let directory: Directory
    private let provenance: Provenance
    private let readmission: Readmission

    /// - Parameter readmission: Whether the reader may still read.
    init(
        request: HTTPRequest, _ id: RequestID, below base: BasePath, principal: Principal, directory: Directory,
        readmission: Readmission
    ) throws(SCIMError) {
        self.request = request
        self.principal = principal
        self.directory = directory
        self.readmission = readmission
        provenance = Provenance(actor: principal.id, request: id)
        let target = request.path ?? ""
        let path = target.prefix { $0 != "?" }
        guard let segments = base.segments(below: path).flatMap(BasePath.names) else {
            throw SCIMError(.notFound, "there is nothing at this path")
        }
        self.segments = segments
        var parameters: [String: String] = [:]
        for part in target.dropFirst(path.count + 1).utf8.split(separator: UInt8(ascii: "&")) {
            let separator = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let value = separator < part.endIndex ? part[part.index(after: separator)...] : part[part.endIndex...]
            guard let name = PercentEncoding.decode(part[..<separator], plusIsBlank: true),
                let text = PercentEncoding.decodeParameter(value)
            else { throw SCIMError(.invalidValue, "the query of the URL is not properly percent-encoded UTF-8") }
            parameters[name] = text
        }
        self.parameters = parameters
    }

    mutating func perform(body: Body) async throws -> Answer {
        let rest = segments.dropFirst()
        switch (segments.first, rest.count) {
        case ("users", 0):
            try require([.get])
            return list(
                "users",
                try await directory.users(where: parameters["filter"], after: parameters["after"], count: try count())
            ) { $0.representation }
        case ("users", 1): return try await performOnUser(ResourceID(segments[1]), body: body)
        case ("users", 2) where segments[2] == "explanation":
            try require([.get])
            let explained = try await directory.explainedUser(ResourceID(segments[1]))
            var body = explained.user.representation
            body.append("fields", .array(explained.fields.map { .complex($0.representation) }))
            return conditional(body, Version(of: body))
        case ("users", 3) where segments[2] == "roles":
            return try await performOnRole(segments[3], of: ResourceID(segments[1]))
        case ("teams", 0):
            try require([.get])
            return list(
                "teams",
                try await directory.teams(where: parameters["filter"], after: parameters["after"], count: try count())
            ) { $0.representation }
        case ("teams", 1):
            try require([.get])
            let team = try await directory.team(ResourceID(segments[1]))
            return conditional(team.representation, team.entityVersion)
        case ("teams", 2) where segments[2] == "members":
            try require([.get])
            return list(
                "members",
                try await directory.members(
                    of: ResourceID(segments[1]), after: parameters["after"], count: try count())
            ) { $0.attributes ?? Attributes() }
        case ("changes", 0):
            try require([.get])
            return try await changes()
        case ("roles", 0):
            try require([.get])
            let roles = try await directory.catalogue()
            let body: Attributes = ["roles": .array(roles.map { .complex($0.representation) })]
            return conditional(body, Version(of: body))
        default: throw SCIMError(.notFound, "there is nothing at this path")
        }
    }

    /// Changes after a position, or where to begin if none is named; `wait` seconds at the most until there is one.
    private func changes() async throws -> Answer {
        // The last event that a reader of Server-Sent Events has seen (WHATWG HTML §9.2).
        let last = request.headerFields.first { $0.name.canonicalName == "last-event-id" }?.value
        if request.method == .get, request.headerFields[.accept]?.contains(Self.eventStream) == true {
            return try await stream(after: try last.map(Self.position))
        }
        guard let after = try parameters["after"].map(Self.position) else {
            let body: Attributes = ["changes": [], "position": .string("\(try await directory.position())")]
            return Answer(200, body.jsonBytes, as: MediaType.json)
        }
        let wait = try number("wait", upTo: Self.longestWait) ?? 0
        let count = try count(), directory = directory
        let changes =
            wait == 0
            ? try await directory.changes(after: after, count: count)
            : try await readmission.whileGood {
                try await directory.changes(after: after, count: count, waiting: .seconds(wait))
            }
        let body: Attributes = [
            "changes": .array(changes.map { .complex($0.representation) }),
            "position": .string("\(changes.last?.position ?? after)"),
        ]
        return Answer(200, body.jsonBytes, as: MediaType.json)
    }

    /// Changes as they come, behind the last one that the reader has seen.
    private func stream(after last: DirectoryPosition?) async throws -> Answer {
        let position = try await directory.position()
        let start = try last ?? parameters["after"].map(Self.position) ?? position
        // What cannot be told is refused here, where the reader still sees why.
        _ = try await directory.changes(after: start, count: 1)
        var answer = Answer(200, as: Self.eventStream)
        answer.head.headerFields[.cacheControl] = "no-store"
        answer.stream = ChangeStream(directory: directory, start: start, readmission: readmission).bytes
        return answer
    }

    private static func position(_ text: String) throws(SCIMError) -> DirectoryPosition {
        guard let position = DirectoryPosition(text) else {
            throw SCIMError(.invalidValue, "\(String(text.prefix(64)).quotedForDisplay) is no position of a change")
        }
        return position
    }

    private func performOnUser(_ id: ResourceID, body: Body) async throws -> Answer {
        try require([.get, .patch])
        guard request.method == .patch else {
            let user = try await directory.user(id)
            return conditional(user.representation, user.entityVersion)
        }
        guard case .complex(let patch) = try await body() else {
            throw SCIMError(.invalidSyntax, "the body must be an object with the fields that change")
        }
        return written(try await directory.change(id, with: patch, if: precondition, by: provenance))
    }

    private func performOnRole(_ role: String, of id: ResourceID) async throws -> Answer {
        try require([.put, .delete])
        let changed =
            if request.method == .put {
                try await directory.grant(role, to: id, if: precondition, by: provenance)
            } else {
                try await directory.revoke(role, from: id, if: precondition, by: provenance)
            }
        return written(changed)
    }

    /// The user after a write, to those who may read it.
    private func written(_ user: DirectoryUser) -> Answer {
        if (try? principal.require(.readDirectory)) != nil {
            return conditional(user.representation, user.entityVersion)
        }
        var answer = Answer(204)
        answer.head.headerFields.append(HTTPField(name: .eTag, value: user.entityVersion.entityTag))
        return answer
    }

    /// Demands one of the methods, and the scope that goes with it.
    private func require(_ methods: [HTTPRequest.Method]) throws {
        let reads = request.method == .get || request.method == .head
        try principal.require(reads ? .readDirectory : .writeDirectory)
        let allowed = methods.contains(.get) ? methods + [.head] : methods
        guard allowed.contains(request.method) else { throw Refusal(request.method, allowed: allowed) }
    }

    private func count() throws(SCIMError) -> Int { try number("count", upTo: .max) ?? directory.defaultPageSize }

    private func number(_ name: String, upTo maximum: Int) throws(SCIMError) -> Int? {
        guard let text = parameters[name] else { return nil }
        guard let number = Int(text), 0...maximum ~= number else {
            let range = maximum == .max ? "from 0" : "from 0 to \(maximum)"
            throw SCIMError(.invalidValue, "'\(own: name)' must be an integer \(own: range)")
        }
        return number
    }

    private var precondition: Precondition {
        Precondition(
            ifMatch: request.headerFields[.ifMatch].map { Precondition.EntityTags(header: $0) },
            ifNoneMatch: request.headerFields[.ifNoneMatch].map { Precondition.EntityTags(header: $0) })
    }

    private func list<Entry>(
        _ name: AttributeName, _ page: DirectoryPage<Entry>, _ representation: (Entry) -> Attributes
    ) -> Answer {
        var body: Attributes = [
            "total": .number(Number(page.total)), name: .array(page.entries.map { .complex(representation($0)) }),
        ]
        if let next = page.next { body.append("next", .string(next)) }
        return conditional(body, Version(of: body))
    }

    /// The body, or 304 if the reader has it already.
    private func conditional(_ body: Attributes, _ version: Version) -> Answer {
        let reads = request.method == .get || request.method == .head
        var answer =
            reads && precondition.isNotModified(version)
            ? Answer(304) : Answer(200, body.jsonBytes, as: MediaType.json)
        answer.head.headerFields.append(HTTPField(name: .eTag, value: version.entityTag))
        return answer
    }
}

extension Answer {
    /// A failure as a problem document (RFC 9457); `code` is the `scimType` that SCIM would show.
    static func problem(_ error: SCIMError) -> Answer {
        var body: Attributes = ["status": .number(Number(error.code.status)), "detail": .string(error.detail)]
        body.append("code", .string(error.code.rawValue))
        return Answer(error.code.status, body.jsonBytes, as: "application/problem+json")
    }
}

extension Role {
    /// The role as the directory shows it.
    fileprivate var representation: Attributes {
        var role: Attributes = [.id: .string(id), "name": .string(name)]
        if let type { role.append(.type, .string(type)) }
        if let description { role.append("description", .string(description)) }
        role.append("permissions", .array(permissions.map { .string($0) }))
        return role
    }
}
