import Foundation
import SCIM
import Testing

@Suite("The operator's commands for backups", .serialized, .onThreadOfItsOwn)
struct BackupCommandTests {
    private func create(_ name: String, on server: ServerProcess) throws {
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"\#(name)"}"#
        let connection = try HTTPConnection(port: server.port, token: server.token)
        #expect(try connection.send("POST", "/Users", body).status == 201)
    }

    private func backups(_ server: ServerProcess) throws -> [String] {
        let (status, output) = try server.run(["backup", "list"])
        #expect(status == 0)
        return output.matches(of: /backup-[0-9]{20}-[0-9]{8}T[0-9]{6}Z/).map { String($0.0) }
    }

    @Test("create, list, verify while the server runs; restore once it has stopped, in place and elsewhere")
    func roundTrip() throws {
        let server = try ServerProcess()
        try server.start()
        #expect(try server.run(["backup", "list"]).output.contains("There are no backups"))
        try create("ada", on: server)
        let created = try server.run(["backup", "create"])
        #expect(created.status == 0 && created.output.contains("tokens are not in it"), "\(created.output)")
        let lines = try server.run(["store", "export"]).output
        try create("bob", on: server)
        let name = try #require(try backups(server).first)
        #expect(created.output.contains("/backups/\(name)\n"))
        let verified = try server.run(["backup", "verify", name])
        #expect(verified.status == 0 && verified.output.contains("User: 1\n"), "\(verified.output)")
        #expect(try server.run(["backup", "verify", "backup-none"]).status == 66)
        #expect(try server.run(["backup", "restore"]).status == 75)
        #expect(server.stop() == 0)
        let restored = try server.run(["backup", "restore"])
        #expect(restored.status == 0, "\(restored.output)")
        #expect(restored.output.contains("from the backup \(name)\n") && restored.output.contains("User: 1\n"))
        #expect(try server.run(["store", "export"]).output == lines)
        // The token is as good as before.
        try server.start()
        try create("cyd", on: server)
        let other = try ServerProcess()
        let path = server.folder.appending(path: "backups/\(name)").path()
        #expect(try other.run(["backup", "restore", path]).status == 0)
        #expect(try other.run(["store", "export"]).output == lines)
        try other.start()
        try create("bob", on: other)
    }

    @Test("a store that was begun after the loss of another one is told from it, and restore wants a name")
    func severalStores() throws {
        let server = try ServerProcess()
        try server.start()
        try create("ada", on: server)
        #expect(try server.run(["backup", "create"]).status == 0)
        #expect(server.stop() == 0)
        let first = try server.run(["backup", "list"]).output
        #expect(!first.contains("store"), "\(first)")
        try FileManager.default.removeItem(at: server.folder.appending(path: "data"))
        try server.start()
        #expect(server.stop() == 0)
        #expect(try server.run(["backup", "restore"]).status == 66)
        #expect(try server.run(["backup", "create"]).status == 0)
        let list = try server.run(["backup", "list"]).output.split(separator: "\n")
        #expect(list.count == 2 && list.allSatisfy { $0.contains("bytes  store ") }, "\(list)")
        #expect(list.filter { $0.hasSuffix(", that of the data folder") }.count == 1, "\(list)")
        let refused = try server.run(["backup", "restore"])
        #expect(refused.status == 66, "\(refused.output)")
        let command = try #require(
            refused.output.firstMatch(of: /roster (backup restore \S+) \(store [0-9a-f]{8}, made/))
        let restored = try server.run(command.1.split(separator: " ").map { String($0) })
        #expect(restored.status == 0 && restored.output.contains("User: 1\n"), "\(restored.output)")
        #expect(try server.run(["backup", "list", "--help"]).output.contains("each line names the store"))
        let other = server.folder.appending(path: "backups/\(String(list[0].prefix { $0 != " " }))")
        for file in try FileManager.default.contentsOfDirectory(atPath: other.path()) {
            try Data("x".utf8).write(to: other.appending(path: file))
        }
        let damaged = try server.run(["backup", "list"]).output
        #expect(damaged.contains("bytes  damaged: no file tells of which store it is\n"), "\(damaged)")
    }

    @Test("a name that the folder of the backups does not have is that of a folder here")
    func folderHere() throws {
        let server = try ServerProcess()
        try server.start()
        try create("ada", on: server)
        #expect(server.stop() == 0)
        #expect(try server.run(["backup", "create"]).status == 0)
        let name = try #require(try backups(server).first)
        try FileManager.default.moveItem(
            at: server.folder.appending(path: "backups/\(name)"), to: server.folder.appending(path: "mine"))
        let verified = try server.run(["backup", "verify", "mine"])
        #expect(verified.status == 0 && verified.output.contains("User: 1\n"), "\(verified.output)")
        let restored = try server.run(["backup", "restore", "mine"])
        #expect(restored.status == 0 && restored.output.contains("User: 1\n"), "\(restored.output)")
        let none = try server.run(["backup", "verify", name])
        #expect(
            none.status == 66 && none.output.contains("/backups, and no folder of a store that is called so here"),
            "\(none.output)")
    }

    @Test("the way back from quarantine on docs/operating.md takes the newest copy of each file")
    func wayBack() throws {
        let server = try ServerProcess()
        try server.start()
        try create("ada", on: server)
        #expect(server.stop() == 0)
        let export = try server.run(["store", "export"]).output
        let quarantine = server.folder.appending(path: "data/quarantine")
        try FileManager.default.createDirectory(at: quarantine, withIntermediateDirectories: true)
        for number in 1...9 {
            try Data("an earlier copy".utf8)
                .write(to: quarantine.appending(path: "journal-00000000000000000001.jsonl.\(number)"))
        }
        #expect(try server.run(["backup", "restore", "--to-sequence", "0"]).status == 0)
        #expect(try server.run(["store", "export"]).output.isEmpty)
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/operating.md")
        let section = try #require(
            try String(contentsOf: page, encoding: .utf8).components(separatedBy: "### Back from quarantine\n").last)
        let recipe = try #require(section.components(separatedBy: "```").dropFirst().first?.dropFirst("sh\n".count))
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-ec", String(recipe)]
        shell.currentDirectoryURL = server.folder
        let binaries = ServerProcess.binary.deletingLastPathComponent().path()
        shell.environment = ["PATH": "\(binaries):/usr/bin:/bin"]
        shell.standardOutput = FileHandle.nullDevice
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        #expect(try server.run(["store", "export"]).output == export)
    }

    @Test("restore goes to a number or a time, and says what there is if nothing reaches it")
    func moments() throws {
        let server = try ServerProcess()
        try server.start()
        for name in ["ada", "bob", "cyd"] { try create(name, on: server) }
        #expect(server.stop() == 0)
        let export = try server.run(["store", "export"]).output
        let times = export.matches(of: /"created":"([^"]+)"/).map { String($0.1) }
        for arguments in [["--to-sequence", "99"], ["--to-time", "2001-01-01T00:00:00Z"]] {
            let refused = try server.run(["backup", "restore"] + arguments)
            #expect(refused.status == 66 && refused.output.contains("the data folder: from n=0 ("), "\(refused.output)")
        }
        let usage = [
            ["--to-time", "noon"], ["--to-sequence", "-1"], ["--to-sequence", "1", "--to-time", times[0]],
        ]
        for arguments in usage { #expect(try server.run(["backup", "restore"] + arguments).status == 64) }
        #expect(try server.run(["store", "export"]).output == export)
        let restored = try server.run(["backup", "restore", "--to-time", times[0]])
        #expect(restored.status == 0, "\(restored.output)")
        #expect(restored.output.contains("from the history in the data folder\n"))
        #expect(
            restored.output.contains("its last change was made at \(times[0])\n")
                && restored.output.contains("User: 1\n"))
        #expect(try server.run(["store", "export"]).output == export.split(separator: "\n").prefix(1).joined() + "\n")
    }

    @Test("what is made in the middle of the work of 8 clients is sound and restores")
    func underLoad() throws {
        let server = try ServerProcess()
        try server.start()
        let workload = Workload()
        workload.start(on: server)
        for _ in 0..<5 {
            #expect(workload.wait(for: 60))
            let answered = workload.acknowledgements
            let created = try server.run(["backup", "create"])
            #expect(created.status == 0, "\(created.output)")
            // Every change is a line of its own, and those that were answered before are in it.
            let last = created.output.firstMatch(of: /up to n=([0-9]+)/).flatMap { Int($0.1) } ?? 0
            #expect(last >= answered)
        }
        server.kill()
        workload.end()
        let names = try backups(server)
        #expect(names.count == 5)
        for name in names {
            let verified = try server.run(["backup", "verify", name])
            #expect(verified.status == 0, "\(verified.output)")
            let other = try ServerProcess()
            let path = server.folder.appending(path: "backups/\(name)").path()
            #expect(try other.run(["backup", "restore", path]).status == 0)
            #expect(try other.run(["store", "verify"]).status == 0)
            #expect(try other.run(["store", "export"]).output.isEmpty == false)
        }
        try server.start()
        #expect(try workload.check(on: server, whole: true).isEmpty)
    }

    @Test("a server makes them by itself and keeps as many as it was told")
    func schedule() throws {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing(
                "path: data", with: "path: data, backup: { folder: copies, every: 1s, keep: 2 }"))
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        let folder = server.folder.appending(path: "copies").path()
        var seen: Set<String> = []
        for _ in 0..<2_000_000 where seen.count < 4 {
            guard try connection.send("GET", "/Users?count=0").status == 200 else { break }
            let found = try? FileManager.default.contentsOfDirectory(atPath: folder)
            let new = Set((found ?? []).filter { $0.hasPrefix("backup-") }).subtracting(seen)
            guard !new.isEmpty else { continue }
            seen.formUnion(new)
            // Without a change there is nothing new to keep.
            let user =
                #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"late\#(seen.count)"}"#
            #expect(try connection.send("POST", "/Users", user).status == 201)
        }
        #expect(seen.count >= 4)
        #expect(server.stop() == 0)
        #expect(try server.run(["backup", "create"]).output.contains("deleted backup-"))
        #expect(try backups(server).count == 2)
    }

    @Test("every problem of the section of the store comes at once")
    func everyProblem() throws {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing(
                "path: data",
                with: "paht: data, sync: maybe, backup: { evry: 1d, keep: 0 }, history: 7 days, snapshot-after: 10B"))
        let (status, output) = try server.run(["check"])
        for key in ["paht", "sync", "evry", "'keep'", "history", "'snapshot-after'"] {
            #expect(status == 78 && output.contains(key), "\(key): \(output)")
        }
    }

    @Test(
        "the section is checked before the start",
        arguments: [
            ("{ every: 0s }", "between 1s and 366d"), ("{ keep: 0 }", "must be at least 1"),
            ("{ keep: all }", "'keep' must be"), ("{ folder: data }", "must not be that of the data"),
            ("{ folder: ./x/../data/ }", "must not be that of the data"),
            ("{ folder: data/backups }", "nor lie in it"),
            ("{ evry: 1d }", "did you mean"), ("daily", "must be a mapping"),
        ])
    func configuration(section: String, message: String) throws {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("path: data", with: "path: data, backup: \(section)"))
        let (status, output) = try server.run(["check"])
        #expect(status == 78 && output.contains(message), "\(output)")
    }
}
