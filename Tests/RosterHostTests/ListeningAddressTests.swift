import Foundation
import NIOCore
import NIOPosix
import RosterComposition
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

    @Test(
        "as a URL an address of version 6 stands in brackets, and one that stands for all is not one to call",
        arguments: [
            ("127.0.0.1", "http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("localhost", "http://localhost:8080", "http://localhost:8080"),
            ("::1", "http://[::1]:8080", "http://[::1]:8080"),
            ("2001:db8::1", "http://[2001:db8::1]:8080", "http://[2001:db8::1]:8080"),
            ("fe80::1%eth0", "http://[fe80::1%25eth0]:8080", "http://[fe80::1%25eth0]:8080"),
            ("::", "http://[::]:8080", "http://[::1]:8080"), ("0::0", "http://[0::0]:8080", "http://[::1]:8080"),
            ("0.0.0.0", "http://0.0.0.0:8080", "http://127.0.0.1:8080"),
            ("scim.example.com", "http://scim.example.com:8080", "http://scim.example.com:8080"),
        ])
    func urls(host: String, url: String, reachable: String) {
        let address = ListeningAddress(host: host, port: 8_080)
        #expect(address.url == url && address.reachable.url == reachable)
    }
}
