import Foundation
import Testing

@Suite(
    "Output that cannot be written is a failure of every command", .serialized, .onThreadOfItsOwn,
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
struct LostOutputTests {
    /// A folder with a store in it that no server uses, and a body to explain.
    private func prepared() throws -> ServerProcess {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration + """

                directory: { mapper: { type: rules, users: { login: userName } } }
                """)
        try server.start()
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada"}"#
        #expect(try HTTPConnection(port: server.port, token: server.token).send("POST", "/Users", body).status == 201)
        #expect(server.stop() == 0)
        try body.write(to: server.folder.appending(path: "body.json"), atomically: true, encoding: .utf8)
        return server
    }

    @Test("of every kind of command")
    func everyCommand() throws {
        let server = try prepared()
        #expect(try server.run(["backup", "create"]).status == 0)
        let backup = try #require(try server.run(["backup", "list"]).output.split(separator: " ").first).description
        let commands: [[String]] = [
            ["check"], ["token", "list"], ["explain", "ada"], ["map", "explain", "body.json"], ["history", "ada"],
            ["store", "verify"], ["store", "stats"], ["store", "export"], ["store", "repair", "--plan"],
            ["store", "compact"], ["backup", "create"], ["backup", "list"], ["backup", "verify", backup],
            ["backup", "restore", backup], ["--help"], ["help", "store"], ["--version"],
            ["--generate-completion-script", "bash"],
        ]
        for command in commands {
            #expect(try server.run(command).status == 0, "\(command)")
            let (status, output) = try server.run(command, output: "/dev/full")
            #expect(status == 73, "\(command): \(output)")
            #expect(output.contains("roster: standard output: it cannot be written: "), "\(command): \(output)")
        }
    }

    @Test("a token that nobody has seen is not made, by a command or by a first start")
    func token() throws {
        let server = try ServerProcess()
        #expect(try server.run(["serve"], output: "/dev/full").status == 73)
        #expect(try server.run(["token", "create", "okta"], output: "/dev/full").status == 73)
        #expect(try server.run(["token", "list"]).output.hasPrefix("There are no service accounts"))
        #expect(try server.run(["token", "create", "okta"]).status == 0)
        #expect(try server.run(["token", "list"]).output.split(separator: "\n").count == 1)
    }

    @Test("a stream that is closed takes nothing, and no file takes its place")
    func closedStream() throws {
        let server = try prepared()
        for command in [["token", "create", "okta"], ["store", "stats"]] {
            let shell = "exec \"$0\" \(command.joined(separator: " ")) >&- 2>&-"
            #expect(try server.run([], shell: shell).status == 73, "\(command)")
        }
        #expect(try server.run(["store", "verify"]).status == 0)
        #expect(try server.run(["token", "list"]).output.contains("okta") == false)
    }
}

extension ServerProcess {
    /// Runs a command whose standard output goes to a file; what comes back is its standard error.
    func run(_ arguments: [String], output: String) throws -> (status: Int32, output: String) {
        try run(arguments, shell: "exec \"$0\" \"$@\" >\(output)")
    }

    /// Runs a line of a shell that knows the binary as `$0`.
    func run(_ arguments: [String], shell: String) throws -> (status: Int32, output: String) {
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", shell, Self.binary.path()] + arguments
        process.currentDirectoryURL = folder
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}
