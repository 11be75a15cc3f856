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

    /// Makes tokens in what is left of the last page, and not in what revocations will need.
    private func issueAsLongAsThereIsRoom(in accounts: ServiceAccounts) async throws -> [String] {
        var tokens: [String] = []
        do {
            for number in 0..<40 {
                let (_, secret) = try await accounts.issue(name: "x\(number)", scopes: [.all], lifetime: nil)
                tokens.append(secret.expose())
            }
            Issue.record("there is no end to the room")
        } catch let error as AccountFileError {
            #expect(error.exitCode == 73 && error.reason.contains("No space left on device"))
        }
        return tokens
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
        tokens = try await issueAsLongAsThereIsRoom(in: accounts) + tokens
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
        #expect(listed.output.split(separator: "\n").filter { $0.contains("  revoked ") }.count == tokens.count)
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
        let gone = try identifier(of: server.makeToken("gone", scopes: ["users:read"]))
        #expect(try server.run(["token", "revoke", gone]).status == 0)
        var deaths = 0
        for calls in ["write", "fsync", "link,linkat", "rename,renameat,renameat2", "unlink,unlinkat"] {
            // Each call is counted by itself, so this ends behind the last one.
            var place = 0, status: Int32 = -1
            while status != 0, place < 20 {
                place += 1
                let id = try identifier(of: server.makeToken("\(calls) \(place)", scopes: ["users:read"]))
                let before = try accounts(of: server)
                server.launcher = [
                    "strace", "-f", "-o", "/dev/null", "-e", "trace=\(calls)", "-e",
                    "inject=\(calls):signal=SIGKILL:when=\(place)",
                ]
                status = try server.run(["token", "revoke", id]).status
                server.launcher = []
                if status != 0 { deaths += 1 }
                let after = try accounts(of: server)
                #expect(after[gone] == before[gone] && after[gone]?.contains("  revoked ") == true)
                #expect(after.filter { $0.key != id } == before.filter { $0.key != id }, "\(calls) \(place)")
                #expect(after[id] == before[id] || after[id]?.contains("  revoked ") == true, "\(calls) \(place)")
                #expect(status != 0 || after[id]?.contains("  revoked ") == true)
            }
        }
        #expect(deaths >= 8, "\(deaths)")
    }

    /// The lines of the list by the identifiers of the accounts.
    private func accounts(of server: ServerProcess) throws -> [String: String] {
        let (status, output) = try server.run(["token", "list"])
        #expect(status == 0, "\(output)")
        let lines = output.split(separator: "\n").map(String.init)
        return Dictionary(lines.map { (String($0.prefix(8)), $0) }) { first, _ in first }
    }
}
