import RosterCore
import RosterHTTP

/// The `server:` section.
struct ServerSettings: Sendable {
    /// The address to listen on.
    var host = "127.0.0.1"
    /// The port to listen on; 0 for any free one.
    var port = 8080
    /// The most connections at a time.
    var maximumConnections = 1_024
    /// How long a connection may stand idle, also in the middle of a header.
    var idleTimeout = Duration.seconds(75)
    /// How long a body may take to arrive.
    var bodyTimeout = Duration.seconds(30)
    /// How SCIM is served.
    var endpoint = EndpointSettings()
    /// The service's own settings.
    var service = ServiceSettings()

    init() {}

    init(reading section: ConfigurationSection) throws {
        host = try section.optional("host") ?? host
        port = try section.optional("port") ?? port
        if !(0...65_535).contains(port) { section.record(section.problem(for: "port", "must be between 0 and 65535")) }
        endpoint.basePath = try Self.basePath(in: section) ?? endpoint.basePath
        endpoint.publicURL = try Self.publicURL(in: section)
        let isBehindProxy: Bool = try section.optional("behind-tls-proxy") ?? false
        if !Self.isLoopback(host), !isBehindProxy {
            section.record(
                section.problem(
                    for: "host",
                    "'\(host)' would carry tokens unencrypted; listen on 127.0.0.1, or put a TLS proxy in front and say so with 'behind-tls-proxy: true'"
                ))
        }
        if let limits = try section.optionalSection("limits") { try read(limits: limits) }
    }

    private mutating func read(limits: ConfigurationSection) throws {
        if let body: ByteCount = try limits.optional("body") {
            if body.bytes < 1 { limits.record(limits.problem(for: "body", "must be at least 1")) }
            endpoint.maximumBodyBytes = body.bytes
        }
        maximumConnections = try positive("connections", in: limits) ?? maximumConnections
        idleTimeout = try timeout("idle-timeout", in: limits) ?? idleTimeout
        bodyTimeout = try timeout("body-timeout", in: limits) ?? bodyTimeout
        service.defaultPageSize = try positive("default-page-size", in: limits) ?? service.defaultPageSize
        service.maximumPageSize = try positive("maximum-page-size", in: limits) ?? service.maximumPageSize
        if service.defaultPageSize > service.maximumPageSize {
            limits.record(
                limits.problem(
                    for: "default-page-size", "must not be above 'maximum-page-size', \(service.maximumPageSize)"))
        }
    }

    private func timeout(_ key: String, in section: ConfigurationSection) throws -> Duration? {
        let value: Duration? = try section.optional(key)
        if let value, value <= .zero { section.record(section.problem(for: key, "must be more than nothing")) }
        return value
    }

    private func positive(_ key: String, in section: ConfigurationSection) throws -> Int? {
        let value: Int? = try section.optional(key)
        if let value, value < 1 { section.record(section.problem(for: key, "must be at least 1")) }
        return value
    }

    private static func basePath(in section: ConfigurationSection) throws -> String? {
        guard let path: String = try section.optional("base-path") else { return nil }
        let segments = path.split(separator: "/")
        guard path.hasPrefix("/"),
            segments.allSatisfy({ $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.~".contains($0)) } })
        else {
            section.record(section.problem(for: "base-path", "must be a path such as '/scim'"))
            return nil
        }
        return segments.isEmpty ? "" : "/" + segments.joined(separator: "/")
    }

    private static func publicURL(in section: ConfigurationSection) throws -> String? {
        guard let url: String = try section.optional("public-url") else { return nil }
        guard url.hasPrefix("https://") || url.hasPrefix("http://"), !url.contains("?"), !url.contains("#"),
            !url.contains(" ")
        else {
            section.record(section.problem(for: "public-url", "must be a URL such as 'https://id.example.com/scim'"))
            return nil
        }
        return String(url.reversed().drop { $0 == "/" }.reversed())
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
