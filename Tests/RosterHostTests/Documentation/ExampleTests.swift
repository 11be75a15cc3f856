import Foundation
import RosterCore
import SCIM
import Testing

@Suite("The fenced blocks of every page", .serialized, .onThreadOfItsOwn)
struct ExampleTests {
    @Test("each is checked, or says behind its language why it is not", arguments: Project.blocks)
    func block(_ block: Project.Block) throws {
        switch block.language {
        case "json": _ = try JSONReader.read(Array(block.text.utf8))
        case "yaml":
            let (status, output) = try ServerProcess(configuration: try configuration(of: block)).run(["check"])
            #expect(status == 0, "\(output)")
        case "sh" where block.note.isEmpty: try ShellExample(block).run()
        case "sh": #expect(block.note.wholeMatch(of: /\(not run: .+\)/) != nil, "\(block.note)")
        case "swift":
            let file = try #require(block.note.wholeMatch(of: /\(compiled in (.+)\)/)).1
            #expect(FileManager.default.fileExists(atPath: Project.folder.appending(path: String(file)).path()))
        case "": try ShellExample(block).runCommands()
        default: Issue.record("nobody checks \(block.language)")
        }
    }

    /// A whole configuration with what a page shows of one.
    private func configuration(of block: Project.Block) throws -> String {
        var text = block.text
        // What a page is about as a whole it does not name each time; a mapper of the directory changes no store.
        if let section = ["docs/roles.md": "roles", "docs/mapping.md": "directory"][block.page] {
            text = "\(section):\n" + text.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        }
        let names = Set(text.matches(of: #/(?:^|\n)([a-z-]+):/#).map { String($0.1) })
        let missing = ServerProcess.configuration.components(separatedBy: "\nauthenticators")
        if !names.contains("store") { text += "\nstore: { type: json-file, path: data }" }
        if !names.contains("authenticators") { text += "\nauthenticators\(missing[1])" }
        return text
    }

    @Test("what docs/durability.md says of settings is so")
    func durability() throws {
        let page = try Project.text("docs/durability.md")
        let settings = Set(page.matches(of: /`([a-z-]+: [^`]+)`/).map { String($0.1) })
        #expect(settings.count >= 4)
        for setting in settings {
            let (status, output) = try ServerProcess(
                configuration: ServerProcess.configuration.replacing("path: data", with: "path: data, \(setting)")
            ).run(["check"])
            #expect(status == 0, "\(setting): \(output)")
        }
    }

    @Test("commands of docs/operating.md print what it shows, but for names, numbers and times")
    func output() throws {
        let page = Project.blocks.filter { $0.page == "docs/operating.md" && $0.language.isEmpty }
        let shown = page.flatMap { ConsoleExample.all(in: $0.text) }
        let server = try ServerProcess()
        try server.start()
        #expect(server.stop() == 0)
        #expect(try server.run(["backup", "create"]).status == 0)
        try ShellExample.fill(server)
        for command in [
            "store verify", "store stats", "backup create", "backup list", "backup verify NAME",
            "backup restore --to-sequence 3", "store compact",
        ] {
            let arguments = command.split(separator: " ").map { String($0) }
            let example = try #require(
                shown.first { $0.command.hasPrefix("roster \(command.replacing(" NAME", with: ""))") }, "\(command)")
            let names = try FileManager.default.contentsOfDirectory(atPath: server.folder.path() + "/backups")
            let last = names.filter { $0.hasPrefix("backup-") }.max() ?? ""
            let (status, output) = try server.run(arguments.map { $0 == "NAME" ? last : $0 })
            #expect(status == 0)
            #expect(
                ConsoleExample.skeleton(output, of: server) == ConsoleExample.skeleton(example.output, of: server),
                "\(command)")
        }
    }
}

/// A command on a page, with what it prints there.
struct ConsoleExample {
    let command: String
    let output: String

    static func all(in text: String) -> [ConsoleExample] {
        text.components(separatedBy: "$ ").dropFirst().map { part in
            let lines = part.split(separator: "\n", omittingEmptySubsequences: false)
            return ConsoleExample(
                command: String(lines.first ?? ""), output: lines.dropFirst().joined(separator: "\n"))
        }
    }

    /// An output without what differs from run to run.
    static func skeleton(_ output: String, of server: ServerProcess) -> String {
        output.replacing(server.folder.path(), with: "/srv/roster").replacing("/srv/roster//", with: "/srv/roster/")
            .replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/, with: "TIME")
            .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "ID")
            .replacing(/backup-[0-9]+-[0-9]+T[0-9]+Z/, with: "BACKUP").replacing(/[0-9]+/, with: "N")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// Runs a block beside a server, or over its data.
struct ShellExample {
    private let block: Project.Block

    init(_ block: Project.Block) {
        self.block = block
    }

    /// How a command may end that was understood: well, or because the data is not that of the page.
    private static let understood = """
        roster() { s=0; command roster "$@" || s=$?; case $s in 0|65|66|73) ;; *) echo "roster $* ended with $s"; exit 1;; esac; }
        curl() { command curl -sS --fail-with-body "$@"; }

        """

    /// Runs the block as it stands.
    func run() throws {
        let asks = block.text.contains("curl ")
        if asks, try Kernel.run(["curl", "--version"]).status != 0 { return }
        let server = try ServerProcess(configuration: configuration())
        try server.start()
        var id = ""
        if !asks {
            #expect(server.stop() == 0)
            id = try Self.fill(server)
        }
        let credentials = try server.run(["token", "list"]).output.split(separator: " ").first.map { String($0) } ?? ""
        let text = block.text.replacing(".build/release/roster", with: "roster").replacing(
            "scim_live_…", with: server.token
        )
        .replacing("http://127.0.0.1:8080", with: "http://127.0.0.1:\(server.port)")
        .replacing("<id>", with: credentials).replacing("5f1c…", with: id)
        let (status, output) = try shell(text, server)
        #expect(status == 0, "\(output)")
    }

    /// Runs the commands of the program in a block that shows what they print.
    func runCommands() throws {
        let commands = ConsoleExample.all(in: block.text).map(\.command)
            .filter { $0.hasPrefix("roster ") && !$0.hasPrefix("roster serve") }
        guard !commands.isEmpty else { return }
        let server = try ServerProcess(configuration: configuration())
        try Self.fill(server)
        let (status, output) = try shell(commands.joined(separator: "\n"), server)
        #expect(status == 0, "\(output)")
    }

    /// Three users, and a group of two of them, as on docs/operating.md.
    ///
    /// - Returns: The id of a user.
    @discardableResult
    static func fill(_ server: ServerProcess) throws -> String {
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        let schemas = #""schemas":["urn:ietf:params:scim:schemas:core:2.0:"#
        var ids: [String] = []
        for name in ["ada@example.com", "bob@example.com", "cyd@example.com"] {
            let body = #"{\#(schemas)User"],"userName":"\#(name)","emails":[{"value":"\#(name)"}]}"#
            ids.append(try #require(try connection.send("POST", "/Users", body).json["id"]?.string))
        }
        let members = ids.prefix(2).map { #"{"value":"\#($0)"}"# }.joined(separator: ",")
        let group = #"{\#(schemas)Group"],"displayName":"Staff","members":[\#(members)]}"#
        #expect(try connection.send("POST", "/Groups", group).status == 201)
        #expect(server.stop() == 0)
        return ids[0]
    }

    private func configuration() throws -> String {
        switch block.page {
        case "docs/directory.md":
            try #require(Project.blocks.first { $0.page == block.page && $0.language == "yaml" }).text
        case "Examples/Devices/README.md":
            try Project.text("Examples/Devices/config.yaml").replacing("port: 8080", with: "port: 0")
        default: ServerProcess.configuration
        }
    }

    private func shell(_ text: String, _ server: ServerProcess) throws -> (status: Int32, output: String) {
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-ec", Self.understood + text]
        process.currentDirectoryURL = server.folder
        process.environment = [
            "PATH": "\(ServerProcess.binary.deletingLastPathComponent().path()):/usr/bin:/bin", "TOKEN": server.token,
            "URL": "http://127.0.0.1:\(server.port)/scim",
        ]
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, printed)
    }
}
