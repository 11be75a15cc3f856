package import RosterCore
package import RosterCrypto
package import RosterHTTP
import SCIM

/// The `server:` section.
package struct ServerSettings: Sendable {
    /// The address to listen on.
    package var host = "127.0.0.1"
    /// The port to listen on; 0 for any free one.
    package var port = 8080
    /// The most connections at a time.
    package var maximumConnections = 1_024
    /// How long a connection may stand idle, also in the middle of a header.
    package var idleTimeout = Duration.seconds(75)
    /// How long the body of a request may take to arrive, and a full buffer of answers to leave.
    package var transferTimeout = Duration.seconds(30)
    /// How long what is under way may take when the server is to stop.
    package var shutdownGrace = Duration.seconds(5)
    /// How SCIM is served.
    package var endpoint = EndpointSettings()
    /// The service's own settings.
    package var service = ServiceSettings()
    /// What makes cursors; several servers over one store need one secret.
    package var cursors = AESCursorSeal()

    package init() {}

    package init(reading section: ConfigurationSection) {
        host = section.value("host") ?? host
        port = section.integer("port", in: 0...65_535) ?? port
        endpoint.basePath = Self.path("base-path", in: section) ?? endpoint.basePath
        endpoint.publicURL = PublicURL(reading: section, basePath: endpoint.basePath)?.text
        endpoint.realm = section.value("realm") ?? endpoint.realm
        endpoint.isStrict = section.value("strict") ?? endpoint.isStrict
        service.answersPatchWithResource = section.value("patch-answers-with-resource") ?? true
        let isBehindProxy: Bool = section.value("behind-tls-proxy") ?? false
        if !Self.isLoopback(host), !isBehindProxy {
            section.record(
                section.problem(
                    for: "host",
                    "'\(host)' would carry tokens unencrypted; listen on 127.0.0.1, or put a TLS proxy in front and say so with 'behind-tls-proxy: true'"
                ))
        }
        if let secret = try? section.optionalSecret("secret") { cursors = seal(by: secret, in: section) }
        if let limits = try? section.optionalSection("limits") { read(limits: limits) }
    }

    private func seal(by secret: Secret, in section: ConfigurationSection) -> AESCursorSeal {
        let bytes = Array(secret.expose().utf8)
        if bytes.count < AESCursorSeal.minimumSecretBytes {
            section.record(
                section.problem(for: "secret", "must have at least \(AESCursorSeal.minimumSecretBytes) bytes"))
        }
        return AESCursorSeal(secret: bytes)
    }

    private static let counts = 1...1_000_000

    private mutating func read(limits: ConfigurationSection) {
        if let body: ByteCount = limits.value("body") {
            if body.bytes < 1 { limits.record(limits.problem(for: "body", "must be at least 1")) }
            endpoint.maximumBodyBytes = body.bytes
        }
        if let bulk: ByteCount = limits.value("bulk") {
            if bulk.bytes < 1 { limits.record(limits.problem(for: "bulk", "must be at least 1")) }
            endpoint.maximumBulkBytes = bulk.bytes
        }
        // authentik takes the number for that of the operations in a PATCH too, which has this limit.
        endpoint.maximumBulkOperations =
            limits.integer("bulk-operations", in: 1...PatchOperation.maximumCount) ?? endpoint.maximumBulkOperations
        maximumConnections = limits.integer("connections", in: Self.counts) ?? maximumConnections
        idleTimeout = timeout("idle-timeout", in: limits) ?? idleTimeout
        transferTimeout = timeout("transfer-timeout", in: limits) ?? transferTimeout
        service.searchTime = timeout("scan", in: limits) ?? service.searchTime
        service.defaultPageSize = limits.integer("default-page-size", in: Self.counts) ?? service.defaultPageSize
        service.maximumPageSize = limits.integer("maximum-page-size", in: Self.counts) ?? service.maximumPageSize
        // Discovery tells whole seconds, and nothing would not be enough to follow a cursor.
        if let time = timeout("cursor-timeout", in: limits) {
            if time < .seconds(1) { limits.record(limits.problem(for: "cursor-timeout", "must be at least 1s")) }
            service.cursorTimeout = Int(clamping: max(1, time.components.seconds))
        }
        if service.defaultPageSize > service.maximumPageSize {
            limits.record(
                limits.problem(
                    for: "default-page-size", "must not be above 'maximum-page-size', \(service.maximumPageSize)"))
        }
    }

    private func timeout(_ key: String, in section: ConfigurationSection) -> Duration? {
        let value: Duration? = section.value(key)
        if let value, value <= .zero { section.record(section.problem(for: key, "must be more than nothing")) }
        return value
    }

    /// A path without a slash at its end; empty for the root.
    static func path(_ key: String, in section: ConfigurationSection) -> String? {
        guard let path: String = section.value(key) else { return nil }
        let segments = path.split(separator: "/")
        guard path.hasPrefix("/"),
            segments.allSatisfy({ $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.~".contains($0)) } })
        else {
            section.record(section.problem(for: key, "must be a path such as '/scim'"))
            return nil
        }
        return segments.isEmpty ? "" : "/" + segments.joined(separator: "/")
    }

    /// Whether nobody but programs on this machine can reach a host.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
