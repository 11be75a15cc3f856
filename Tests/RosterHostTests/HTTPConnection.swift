import Foundation
import NIOCore
import SCIM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A keep-alive connection over a real socket, blocking, for one thread.
final class HTTPConnection {
    struct Closed: Error {}
    /// What came is not the beginning of an answer.
    struct Malformed: Error { let line: String }

    private let socket: Int32
    private let token: String
    private let basePath: String
    /// The status line and headers of the last answer.
    private(set) var head: [Substring] = []
    private var received: [UInt8] = []

    init(host: String = "127.0.0.1", port: Int, token: String, basePath: String = "/scim") throws {
        self.token = token
        self.basePath = basePath
        #if canImport(Glibc)
        let stream = Int32(SOCK_STREAM.rawValue)
        #else
        let stream = SOCK_STREAM
        #endif
        let address = try SocketAddress(ipAddress: host, port: port)
        let socket = openSocket(address.protocol.rawValue, stream, 0)
        self.socket = socket
        let result = address.withSockAddr { connect(socket, $0, socklen_t($1)) }
        guard result == 0 else { throw Closed() }
    }

    deinit { close(socket) }

    /// Sends a request and waits for the answer.
    func send(
        _ method: String, _ path: String, _ body: String = "", ifMatch version: String? = nil
    ) throws -> (status: Int, json: AttributeValue) {
        try write(method, path, body, ifMatch: version)
        return try read(hasBody: method != "HEAD")
    }

    /// Sends a request.
    func write(_ method: String, _ path: String, _ body: String = "", ifMatch version: String? = nil) throws {
        try write(
            """
            \(method) \(basePath)\(path) HTTP/1.1\r
            Host: 127.0.0.1\r
            Authorization: Bearer \(token)\r
            Content-Type: application/scim+json\r
            \(version.map { "If-Match: \($0)\r\n" } ?? "")\
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """)
    }

    /// Says that nothing more will be sent, and goes on reading.
    func closeSending() {
        #if canImport(Glibc)
        _ = Glibc.shutdown(socket, Int32(SHUT_WR))
        #else
        _ = Darwin.shutdown(socket, SHUT_WR)
        #endif
    }

    /// Sends bytes as they are.
    func write(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Closed() }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads one answer.
    ///
    /// - Parameter hasBody: Whether a body follows the head, as it does not after HEAD whatever `Content-Length` says.
    func read(hasBody: Bool = true) throws -> (status: Int, json: AttributeValue) {
        let blank = Array("\r\n\r\n".utf8)
        while received.firstRange(of: blank) == nil { try receive() }
        guard let end = received.firstRange(of: blank) else { throw Closed() }
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        // A body that should not have come would stand before the status line.
        guard let line = head.first, line.hasPrefix("HTTP/1.1 ") else {
            throw Malformed(line: String(head.first ?? ""))
        }
        self.head = head.map { Substring($0) }
        let announced =
            head.first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) } ?? 0
        let length = hasBody ? announced : 0
        while received.count < end.upperBound + length { try receive() }
        let body = Array(received[end.upperBound..<end.upperBound + length])
        received.removeFirst(end.upperBound + length)
        let status = Int(line.split(separator: " ")[1]) ?? 0
        return (status, (try? JSONReader.read(body)) ?? .null)
    }

    /// Reads up to a text, that text included.
    func text(upTo mark: String) throws -> String {
        let mark = Array(mark.utf8)
        while received.firstRange(of: mark) == nil { try receive() }
        guard let end = received.firstRange(of: mark) else { throw Closed() }
        defer { received.removeFirst(end.upperBound) }
        return String(decoding: received[..<end.upperBound], as: UTF8.self)
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { throw Closed() }
        received += buffer[..<count]
    }
}

// The name of the call is that of a property above, which would hide it.
private let openSocket: @Sendable (Int32, Int32, Int32) -> Int32 = { socket($0, $1, $2) }
