/// One operation of a bulk request, as the client wrote it (RFC 7644 §3.7).
public struct BulkOperation: Sendable, Hashable {
    /// The HTTP method; empty if the client gave none.
    public var method: String
    /// The name under which other operations refer to what this one creates.
    public var bulkID: String?
    /// What the version of the resource must be, as in `If-Match`.
    public var version: String?
    /// The path below the base URL, such as `/Users` or `/Groups/2819c223`; empty if the client gave none.
    public var path: String
    /// What would be the body of a single request.
    public var data: AttributeValue?
    /// The member that is no string although it must be one; `nil` if all are.
    private let broken: String?

    /// What an operation is about.
    public enum Target: Sendable, Hashable {
        /// A new resource of a type.
        case creation(ResourceType)
        /// A resource that is there.
        case resource(ResourceKey)
    }

    init(_ entry: Attributes) {
        func text(_ name: AttributeName) -> String? { entry[name]?.string }
        method = text("method") ?? ""
        bulkID = text("bulkId")
        version = text(.version)
        path = text("path") ?? ""
        data = entry["data"]
        let texts: [AttributeName] = ["method", "bulkId", .version, "path"]
        broken = texts.first { (entry[$0] ?? .null) != .null && text($0) == nil }?.text
    }

    /// Finds what the operation is about.
    ///
    /// - Parameter path: The path, its references already in the form of ids.
    /// - Throws: ``SCIMError/Code/invalidValue`` if a member is no string, if the method is none of POST, PUT, PATCH and
    ///   DELETE, or if it does not suit the path; ``SCIMError/Code/invalidSyntax`` if the path does not begin with a
    ///   slash; ``SCIMError/Code/notFound`` if no endpoint of a type is there.
    public func target(at path: String, among types: [ResourceType]) throws(SCIMError) -> Target {
        if let broken { throw SCIMError(.invalidValue, "'\(own: broken)' must be a string") }
        guard ["POST", "PUT", "PATCH", "DELETE"].contains(method) else {
            throw SCIMError(.invalidValue, "'method' must be POST, PUT, PATCH or DELETE")
        }
        guard !path.isEmpty else { throw SCIMError(.invalidValue, "'path' is required") }
        guard path.hasPrefix("/") else { throw SCIMError(.invalidSyntax, "'path' must begin with '/'") }
        switch (method, Self.route(path, among: types)) {
        case (_, nil):
            throw SCIMError(.notFound, "'path' must lead to resources, as '/Users' does")
        case ("POST", .resources(let type)?):
            return .creation(type)
        case ("POST", _), (_, .resources?):
            throw SCIMError(
                .invalidValue, "POST needs the path of a resource type, every other method that of a resource")
        case (_, .resource(let key)?):
            return .resource(key)
        case (_, .search?):
            throw SCIMError(.notFound, "'path' does not lead to a resource")
        }
    }

    private static func route(_ path: String, among types: [ResourceType]) -> ResourceRoute? {
        let parts = path.split(separator: "/")
        let segments = parts.compactMap { PercentEncoding.decode($0.utf8, plusIsBlank: false) }
        guard let first = segments.first, segments.count == parts.count, segments.count <= 2 else { return nil }
        return ResourceRoute(first, segments.dropFirst().first, among: types)
    }

    /// The version as a precondition.
    public var precondition: Precondition {
        version.map { Precondition(ifMatch: .init(header: $0)) } ?? .none
    }
}
