import NIOCore
import NIOPosix
import RosterComposition

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The address that the server is to listen on.
struct ListeningAddress: Sendable {
    private let host: String
    private let port: Int

    /// The URL of the address; one of version 6 stands in brackets (RFC 3986 §3.2.2, RFC 6874 §2).
    var url: String { "http://\(authority)" }

    /// The address under which a program on this machine reaches the server: nobody is reached under one that stands for all.
    var reachable: ListeningAddress {
        switch (try? SocketAddress(ipAddress: host, port: port))?.ipAddress {
        case "0.0.0.0": ListeningAddress(host: "127.0.0.1", port: port)
        case "::": ListeningAddress(host: "::1", port: port)
        default: self
        }
    }

    private var authority: String {
        host.contains(":") ? "[\(host.replacing("%", with: "%25"))]:\(port)" : "\(host):\(port)"
    }

    init(_ settings: ServerSettings) {
        self.init(host: settings.host, port: settings.port)
    }

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Tries the address for a moment, without listening on it: a client that is early must not be taken in and then forgotten.
    ///
    /// - Throws: ``Failure`` with one line that says why nobody can listen there.
    func check() async throws {
        do {
            try await NIOThreadPool.singleton.runIfActive { try bind() }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Failure(
                exitCode: 69, reason: "\(authority) is in use by another program; choose another 'server: port:'")
        } catch let error as IOError where error.errnoCode == EACCES {
            throw Failure(exitCode: 77, reason: "port \(port) needs more rights; choose a 'server: port:' above 1023")
        } catch {
            throw Failure(exitCode: 69, reason: "nobody can listen on \(authority) here: \(error)")
        }
    }

    private func bind() throws {
        let address = try SocketAddress.makeAddressResolvingHost(host, port: port)
        #if canImport(Glibc)
        let stream = Int32(SOCK_STREAM.rawValue)
        #else
        let stream = SOCK_STREAM
        #endif
        let descriptor = socket(address.protocol.rawValue, stream, 0)
        guard descriptor >= 0 else { throw IOError(errnoCode: errno, reason: "socket") }
        defer { close(descriptor) }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        let result = address.withSockAddr { pointer, length in
            bindSocket(descriptor, pointer, socklen_t(length))
        }
        guard result == 0 else { throw IOError(errnoCode: errno, reason: "bind") }
    }
}

// The name of the call is that of a method above, which would hide it.
private let bindSocket: @Sendable (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32 = { bind($0, $1, $2) }
