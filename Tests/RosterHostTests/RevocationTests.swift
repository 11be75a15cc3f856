import Foundation
import Logging
import RosterCore
import SCIM
import ServiceAccountTokens
import Testing

@Suite("Tokens can be revoked whatever the disk and the process go through", .serialized, .onThreadOfItsOwn)
struct RevocationTests {
    private func identifier(of token: String) throws -> String {
        String(try #require(token.split(separator: "_").dropFirst(2).first))
    }

    private func isRefused(_ token: String, by server: ServerProcess) throws -> Bool {
        try HTTPConnection(port: server.port, token: token).send("GET", "/Users?count=0").status == 401
    }

    private func fill(_ disk: MemoryDisk) throws {
        let (status, output) = try Kernel.run([
            "dd", "if=/dev/zero", "of=\(disk.folder.path())/ballast", "bs=4096", "status=none",
        ])
        #expect(status != 0 && output.contains("No space left"))
    }

    @Test("a full disk: every token can still be revoked, one after the other", .whereMemoryDisksMount)
    func fullDisk() async throws {
        let disk = try MemoryDisk(options: "size=1m")
        let data = "\(disk.folder.path())/data"
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("data", with: data))
        try server.start()
        // So many that their times of revocation take another page of the disk.
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let accounts = try await ServiceAccounts(file: "\(data)/service-accounts.json", logger: quiet)
        var tokens: [String] = []
        for number in 0..<120 {
            let (_, secret) = try await accounts.issue(name: "t\(number)", scopes: [.all], lifetime: nil)
            tokens.append(secret.expose())
        }
        let last = try #require(tokens.last)
        while try isRefused(last, by: server) {}
        try fill(disk)
        #expect(try server.run(["token", "create", "one-more"]).status == 73)
        let (status, output) = try server.run(["token", "revoke", try identifier(of: last)])
        #expect(status == 0, "\(output)")
        while try !isRefused(last, by: server) {}
        #expect(try !isRefused(server.token, by: server))
        for token in tokens.dropLast() {
            try fill(disk)
            try await accounts.revoke(id: try identifier(of: token))
        }
        server.kill()
        let listed = try server.run(["token", "list"])
        #expect(listed.status == 0)
        #expect(listed.output.split(separator: "\n").filter { $0.contains("  revoked ") }.count == 120)
        try FileManager.default.removeItem(atPath: "\(disk.folder.path())/ballast")
        try server.start()
        for token in tokens { #expect(try isRefused(token, by: server)) }
        #expect(server.stop() == 0)
        try disk.unmount()
    }

    @Test("a disk without room for another file", .whereMemoryDisksMount)
    func noMoreFiles() async throws {
        let disk = try MemoryDisk(options: "nr_inodes=6")
        let path = "\(disk.folder.path())/service-accounts.json"
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let accounts = try await ServiceAccounts(file: path, logger: quiet)
        var ids: [String] = []
        for name in ["a", "b", "c"] {
            ids.append(try await accounts.issue(name: name, scopes: [.all], lifetime: nil).0.id)
        }
        while FileManager.default.createFile(
            atPath: disk.folder.appending(path: UUID().uuidString).path(), contents: nil)
        {}
        for id in ids { try await accounts.revoke(id: id) }
        let again = try await ServiceAccounts(file: path, logger: quiet)
        #expect(try await again.credentials().allSatisfy { $0.revoked != nil })
        try disk.unmount()
    }

    @Test(
        "a command that dies at any of its calls: a token is as it was or revoked, and no other changes",
        .whereCallsCanFail)
    func death() throws {
        let server = try ServerProcess()
        let tokens = try ["a", "b", "c"].map { try server.makeToken($0, scopes: ["users:read"]) }
        let ids = try tokens.map(identifier)
        #expect(try server.run(["token", "revoke", ids[0]]).status == 0)
        let calls = "write,fsync,link,linkat,rename,renameat,renameat2,unlink,unlinkat"
        var call = 0, status: Int32 = -1, deaths = 0
        while status != 0, call < 100 {
            call += 1
            server.launcher = [
                "strace", "-f", "-o", "/dev/null", "-e", "trace=\(calls)", "-e",
                "inject=\(calls):signal=SIGKILL:when=\(call)",
            ]
            status = try server.run(["token", "revoke", ids[1]]).status
            if status != 0 { deaths += 1 }
            server.launcher = []
            let (listing, output) = try server.run(["token", "list"])
            #expect(listing == 0, "call \(call): \(output)")
            let lines = output.split(separator: "\n").filter { line in ids.contains { line.hasPrefix($0) } }
            #expect(lines.count == 3)
            #expect(lines.first?.contains("  revoked ") == true && lines.last?.contains("  revoked ") == false)
        }
        #expect(status == 0 && deaths > 3, "\(deaths)")
        #expect(try server.run(["token", "list"]).output.split(separator: "\n")[1].contains("  revoked "))
    }
}
