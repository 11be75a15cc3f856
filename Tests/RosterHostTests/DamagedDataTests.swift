import Foundation
import SCIM
import Testing

@Suite(
    "What the commands say of data that is not as it has to be", .serialized, .timeLimit(.minutes(5)),
    .onThreadOfItsOwn)
struct DamagedDataTests {
    /// Commands that need a store, and change nothing of one that is damaged.
    private static let looking = [
        ["store", "verify"], ["store", "stats"], ["store", "export"], ["store", "compact"],
        ["store", "repair", "--plan"], ["history", "ada"], ["backup", "create"], ["explain", "ada"],
    ]

    /// A server that has stopped, with one user and an export.
    private func stopped(_ configuration: String = ServerProcess.configuration) throws -> ServerProcess {
        let server = try ServerProcess(configuration: configuration)
        try server.start()
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada"}"#
        let connection = try HTTPConnection(port: server.port, token: server.token)
        #expect(try connection.send("POST", "/Users", body).status == 201)
        #expect(server.stop() == 0)
        return server
    }

    private func data(_ server: ServerProcess, _ name: String) -> URL { server.folder.appending(path: "data/\(name)") }

    private let journal = "journal-00000000000000000001.jsonl"

    @Test("without STORE.json every command ends with 65 and names it; without a store with 66")
    func noManifest() throws {
        let server = try stopped()
        #expect(try server.run(["store", "export", "all.jsonl"]).status == 0)
        try FileManager.default.removeItem(at: data(server, "STORE.json"))
        for command in Self.looking + [["serve"], ["store", "import", "all.jsonl"]] {
            let (status, output) = try server.run(command)
            #expect(status == 65 && output.contains("STORE.json"), "\(command): \(status) \(output)")
        }
        for isThere in [false, true] {
            try FileManager.default.removeItem(at: server.folder.appending(path: "data"))
            if isThere {
                try FileManager.default.createDirectory(at: data(server, ""), withIntermediateDirectories: true)
                try Data("x".utf8).write(to: data(server, "notes.txt"))
            }
            for command in Self.looking {
                let (status, output) = try server.run(command)
                #expect(status == 66, "\(command): \(status) \(output)")
            }
            if !isThere {
                try FileManager.default.createDirectory(at: data(server, ""), withIntermediateDirectories: true)
            }
        }
    }

    @Test(
        "a pipe, a folder, a device or a link that leads nowhere in the place of a file is refused with its name, and nobody waits for it"
    )
    func noFiles() throws {
        let server = try stopped()
        for name in [journal, "STORE.json"] {
            let path = data(server, name).path()
            let kept = try Data(contentsOf: data(server, name))
            for kind in 0..<4 {
                try FileManager.default.removeItem(atPath: path)
                switch kind {
                case 0: #expect(mkfifo(path, 0o600) == 0)
                case 1: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
                case 2: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
                default:
                    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/nowhere/at/all")
                }
                for command in Self.looking + [["serve"]] {
                    let (status, output) = try server.run(command)
                    #expect(
                        status == 65 && output.contains(name) && output.contains("no regular file"),
                        "\(kind) \(command): \(status) \(output)")
                }
            }
            try FileManager.default.removeItem(atPath: path)
            try kept.write(to: data(server, name))
        }
        #expect(try server.run(["store", "verify"]).status == 0)
    }

    @Test("an export takes the place of no file, least of all of one that the server needs")
    func exportOverFile() throws {
        let server = try stopped()
        for name in ["config.yaml", "data/\(journal)", "data/STORE.json", "data/service-accounts.json"] {
            let before = try Data(contentsOf: server.folder.appending(path: name))
            let (status, output) = try server.run(["store", "export", name])
            #expect(status == 73 && output.contains("\(name): there is such a file already"), "\(output)")
            #expect(try Data(contentsOf: server.folder.appending(path: name)) == before)
        }
        #expect(try server.run(["store", "verify"]).status == 0)
    }

    @Test("what is to be run next names the configuration that the command was given")
    func hints() throws {
        let server = try stopped()
        let folder = server.folder
        try FileManager.default.moveItem(
            at: folder.appending(path: "config.yaml"), to: folder.appending(path: "my own.yaml"))
        try FileManager.default.removeItem(at: data(server, "STORE.json"))
        let option = ["--config", "my own.yaml"]
        let refused = try server.run(["serve"] + option)
        let advice =
            "Run: roster store verify --config 'my own.yaml', then: roster store repair --config 'my own.yaml' --plan"
        #expect(refused.status == 65 && refused.output.contains(advice), "\(refused.output)")
        let plan = try server.run(["store", "repair", "--plan"] + option)
        #expect(
            plan.output.contains("do it with: roster store repair --config 'my own.yaml' --apply"), "\(plan.output)")
        #expect(try server.run(["store", "repair", "--config", "my own.yaml", "--apply"]).status == 0)
    }

    @Test("a folder in the place of the mark of a replacement makes room for a repair, which loses nothing")
    func markIsFolder() throws {
        let server = try stopped()
        let before = try server.run(["store", "export"]).output
        try FileManager.default.createDirectory(
            at: data(server, "REPLACE.json"), withIntermediateDirectories: false)
        #expect(try server.run(["serve"]).status == 65)
        let repaired = try server.run(["store", "repair", "--apply"])
        #expect(repaired.status == 0, "\(repaired.output)")
        #expect(try server.run(["store", "verify"]).status == 0)
        #expect(try server.run(["store", "export"]).output == before)
    }

    @Test("a link in the place of LOCK is named, with what to do about it")
    func noLock() throws {
        let server = try stopped()
        try FileManager.default.removeItem(at: data(server, "LOCK"))
        try FileManager.default.createSymbolicLink(
            atPath: data(server, "LOCK").path(), withDestinationPath: "/nowhere/at/all")
        for command in [["serve"], ["store", "compact"]] {
            let (status, output) = try server.run(command)
            #expect(status == 65 && output.contains("LOCK: it is no regular file. Nothing was changed. "), "\(output)")
            #expect(output.contains(": mv ") && output.contains("/data/LOCK.old\n"), "\(output)")
        }
    }

    @Test("a spoilt snapshot that nothing takes the place of is what stats, history and backup name")
    func spoiltSnapshot() throws {
        let server = try stopped()
        let lines = try server.run(["store", "export"]).output
        let other = try ServerProcess()
        try Data(lines.utf8).write(to: other.folder.appending(path: "all.jsonl"))
        #expect(try other.run(["store", "import", "all.jsonl"]).status == 0)
        let path = try #require(
            try FileManager.default.contentsOfDirectory(atPath: data(other, "").path()).first {
                $0.hasPrefix("snapshot-")
            })
        var bytes = try Data(contentsOf: data(other, path))
        bytes[300] ^= 1
        try bytes.write(to: data(other, path))
        for command in [["store", "stats"], ["store", "export"], ["backup", "create"], ["serve"]] {
            let (status, output) = try other.run(command)
            #expect(status == 65 && output.contains("roster: \(path): byte "), "\(command): \(output)")
            #expect(!output.contains(journal), "\(command): \(output)")
        }
        let plan = try other.run(["store", "repair", "--plan"])
        #expect(plan.status == 65 && plan.output.contains(" lines is lost"), "\(plan.output)")
        let told = try other.run(["history", "ada"])
        #expect(
            told.status == 65 && told.output.contains("\(path): ") && !told.output.contains(journal), "\(told.output)")
    }

    @Test("history of data that is damaged tells what is whole, names the rest, and ends with 65")
    func history() throws {
        let server = try stopped()
        try server.start()
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"bob"}"#
        let connection = try HTTPConnection(port: server.port, token: server.token)
        #expect(try connection.send("POST", "/Users", body).status == 201)
        #expect(server.stop() == 0)
        var bytes = try Data(contentsOf: data(server, journal))
        let second = try #require(bytes.firstIndex(of: 10)) + 60
        let third = try #require(bytes[second...].firstIndex(of: 10)) + 60
        bytes[third] ^= 1
        try bytes.write(to: data(server, journal))
        let gap = try server.run(["history", "ada"])
        #expect(
            gap.status == 65 && gap.output.contains("since the beginning was looked at, but for n=2, which is lost; "),
            "\(gap.output)")
        bytes[third] ^= 1
        bytes[second] ^= 1
        try bytes.write(to: data(server, journal))
        let bob = try server.run(["history", "bob"])
        #expect(
            bob.status == 65 && bob.output.contains("User ") && bob.output.contains("  created by "), "\(bob.output)")
        #expect(bob.output.contains("n=1 cannot be read and is lost") && bob.output.contains(journal), "\(bob.output)")
        let ada = try server.run(["history", "ada"])
        #expect(ada.status == 65 && ada.output.contains("as far as the data can be read"), "\(ada.output)")
        for output in [bob.output, ada.output] {
            #expect(
                output.contains("changes before n=2 are lost; ") && !output.contains("since the beginning"), "\(output)"
            )
        }
    }

    @Test("what a terminal would obey is not shown raw, wherever it came from")
    func controlCharacters() throws {
        let server = try stopped()
        let evil = "a\u{1B}[2Jb"
        let commands = [
            ["store", "verify", "--config", evil], ["store", evil], [evil], ["history", evil],
            ["store", "import", evil], ["store", "export", "\(evil)/x"],
            ["store", "export", "--tree", "config.yaml/\(evil)"],
            ["backup", "restore", "--to-time", evil], ["backup", "verify", evil], ["token", "create", evil],
            ["token", "create", "x", "--scope", evil], ["token", "create", "x", "--ttl", evil], ["token", "list"],
            ["token", "revoke", evil], ["map", "explain", evil],
        ]
        for command in commands {
            #expect(try !server.run(command).output.contains("\u{1B}"), "\(command)")
        }
        let named = server.folder.appending(path: evil + ".yaml")
        try ServerProcess.configuration.write(to: named, atomically: true, encoding: .utf8)
        #expect(try !server.run(["check", "--config", evil + ".yaml"]).output.contains("\u{1B}"))
    }

    @Test("a time without a zone is refused with the right form")
    func zone() throws {
        let server = try stopped()
        for time in ["2026-11-24T17:53:00", "2026-11-24T17:53:00.123"] {
            let (status, output) = try server.run(["backup", "restore", "--to-time", time])
            #expect(status == 64 && output.contains("\(time)Z"), "\(output)")
        }
        #expect(try server.run(["backup", "restore", "--to-time", "2001-11-24T17:53:00+01:00"]).status == 66)
    }

    @Test("a data folder that would be that of the backups is refused")
    func folderOfBackups() throws {
        for path in ["backups", "./backups/"] {
            let configuration = ServerProcess.configuration.replacing("path: data }", with: "path: \(path) }")
            let (status, output) = try ServerProcess(configuration: configuration).run(["check"])
            #expect(status == 78 && output.contains("backup") && output.contains("folder"), "\(output)")
        }
        let moved = ServerProcess.configuration.replacing(
            "path: data }", with: "path: backups, backup: { folder: kept } }")
        #expect(try ServerProcess(configuration: moved).run(["check"]).status == 0)
    }

    @Test("verify, stats and a backup say the same of the end of the data")
    func end() throws {
        let server = try stopped()
        let outputs = try [["store", "verify"], ["store", "stats"]].map { try server.run($0).output }
        let ends = outputs.compactMap {
            $0.firstMatch(of: /up to n=[0-9]+; the last change was made at [0-9T:.Z-]+\n/).map { String($0.0) }
        }
        #expect(ends.count == 2 && ends.first == ends.last, "\(outputs)")
        #expect(try server.run(["store", "compact"]).status == 0)
        let later = try [["store", "verify"], ["store", "stats"]].map { try server.run($0).output }
        let laterEnds = later.compactMap {
            $0.firstMatch(of: /up to n=[0-9]+; the last change was made at [0-9T:.Z-]+\n/).map { String($0.0) }
        }
        #expect(laterEnds.count == 2 && laterEnds.first == laterEnds.last, "\(later)")
    }

    @Test("an export that cannot be written leaves nothing behind and says why")
    func exportFailure() throws {
        let server = try stopped()
        server.launcher = ["prlimit", "--fsize=10"]
        let (status, output) = try server.run(["store", "export", "all.jsonl"])
        let tree = try server.run(["store", "export", "--tree", "tree"])
        server.launcher = []
        #expect(tree.status == 73 && tree.output.contains("File too large"), "\(tree.status) \(tree.output)")
        let names = try FileManager.default.contentsOfDirectory(atPath: server.folder.path())
        #expect(status == 73 && output.contains("File too large"), "\(status) \(output)")
        #expect(!names.contains { $0.hasPrefix("all.jsonl") }, "\(names)")
    }

    @Test("a folder that is to be imported is named with the reason")
    func importOfFolder() throws {
        let server = try stopped()
        let (status, output) = try server.run(["store", "import", "."])
        #expect(status == 66 && output.contains("Is a directory") && !output.contains("NSCocoa"), "\(output)")
    }
}
