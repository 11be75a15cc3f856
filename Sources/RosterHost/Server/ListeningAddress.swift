import Foundation
import NIOCore
import NIOPosix

/// The address that the server is to listen on.
struct ListeningAddress {
    private let host: String
    private let port: Int

    init(_ settings: ServerSettings) {
        host = settings.host
        port = settings.port
    }

    /// Tries the address for a moment.
    ///
    /// - Throws: ``Failure`` with one line that says why nobody can listen there.
    func check() async throws {
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
                .bind(host: host, port: port).get()
            try await channel.close()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Failure(
                exitCode: 69, reason: "\(host):\(port) is in use by another program; choose another 'server: port:'")
        } catch let error as IOError where error.errnoCode == EACCES {
            throw Failure(exitCode: 77, reason: "port \(port) needs more rights; choose a 'server: port:' above 1023")
        } catch {
            throw Failure(exitCode: 69, reason: "nobody can listen on \(host):\(port) here: \(error)")
        }
    }
}
