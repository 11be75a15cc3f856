import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import RosterHost

@Suite("The address is tried before the server listens")
struct ListeningAddressTests {
    @Test("no client is taken in by the trial, which would never answer it")
    func earlyClient() async throws {
        // Other tests listen on and connect from 127.0.0.1.
        let host = "127.77.0.1"
        let free = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: host, port: 0).get()
        let port = try #require(free.localAddress?.port)
        try await free.close()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                for _ in 0..<100 { try await ListeningAddress(host: host, port: port).check() }
                return false
            }
            group.addTask {
                for _ in 0..<100 {
                    let client = try? await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                        .connect(host: host, port: port).get()
                    guard let client else { continue }
                    try? await client.close()
                    return true
                }
                return false
            }
            for try await isTakenIn in group { #expect(!isTakenIn) }
        }
    }

    @Test("an address that another program listens on is refused with 69")
    func taken() async throws {
        let other = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(other.localAddress?.port)
        let failure = await #expect(throws: Failure.self) {
            try await ListeningAddress(host: "127.0.0.1", port: port).check()
        }
        #expect(failure?.exitCode == 69)
        try await other.close()
    }
}
