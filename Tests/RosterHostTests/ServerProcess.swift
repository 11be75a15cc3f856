import Foundation
import Synchronization

/// The real binary in a folder of its own.
final class ServerProcess {
    struct DidNotStart: Error { let output: String }

    let folder: URL
    /// A command that starts the server with other limits, such as `prlimit --nofile=64`.
    var launcher: [String] = []
    private let written = Written()
    private(set) var token = ""
    private(set) var port = 0
    private var process: Process?
    private var drain: Thread?

    /// Makes an empty folder with a configuration.
    init(configuration: String = ServerProcess.configuration) throws {
        folder = URL.temporaryDirectory.appending(path: "roster-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try configure(configuration)
    }

    /// Writes the configuration.
    func configure(_ configuration: String) throws {
        try configuration.write(to: folder.appending(path: "config.yaml"), atomically: true, encoding: .utf8)
    }

    deinit {
        process?.terminate()
        process?.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    static let configuration = """
        server: { port: 0 }
        store: { type: json-file, path: data }
        authenticators:
          - { type: service-accounts, file: data/service-accounts.json }
        """

    static var binary: URL {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "roster")
    }

    /// Starts the server and waits until it serves.
    func start() throws {
        let output = Pipe()
        let process = try launch(["serve"], output: output)
        var text = ""
        while !text.contains("serving") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw DidNotStart(output: text) }
            text += String(decoding: data, as: UTF8.self)
        }
        self.process = process
        if let found = text.firstMatch(of: /Token +(\S+)/) { token = String(found.1) }
        if let found = text.firstMatch(of: /http:\/\/127\.0\.0\.1:([1-9][0-9]*)/) { port = Int(found.1) ?? 0 }
        // A full pipe would stop the server.
        let reader = output.fileHandleForReading
        let written = written
        written.begin()
        written.add(text)
        drain = Thread {
            while true {
                let data = reader.availableData
                if data.isEmpty { break }
                written.add(String(decoding: data, as: UTF8.self))
            }
            written.end()
        }
        drain?.start()
    }

    /// What the servers that have ended wrote.
    var output: String { written.text }

    /// The process of the server.
    var processID: Int32 { process?.processIdentifier ?? 0 }

    /// How many descriptors the server has, where /proc tells.
    func countDescriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(processID)/fd").count
    }

    /// Waits until the server ends by itself.
    ///
    /// - Returns: Its status.
    func waitForEnd() -> Int32 {
        process?.waitUntilExit()
        written.waitForEnd()
        return process?.terminationStatus ?? -1
    }

    /// Starts a server and does not wait.
    ///
    /// - Returns: The process, and what it writes.
    func launch() throws -> (process: Process, output: FileHandle) {
        let output = Pipe()
        return (try launch(["serve"], output: output), output.fileHandleForReading)
    }

    /// Ends the server without a chance to tidy up.
    func kill() {
        guard let process else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks the server to stop and waits for it.
    func stop() -> Int32 {
        process?.terminate()
        process?.waitUntilExit()
        written.waitForEnd()
        return process?.terminationStatus ?? -1
    }

    /// Runs a command to its end.
    func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let output = Pipe()
        let process = try launch(arguments, output: output)
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    /// Makes a token; a server that runs takes note of it within a second, one that starts later at once.
    func makeToken(_ name: String, scopes: [String]) throws -> String {
        let (status, output) = try run(["token", "create", name] + scopes.flatMap { ["--scope", $0] })
        guard status == 0, let token = output.firstMatch(of: /scim_[a-z]+_\S+/) else {
            throw DidNotStart(output: output)
        }
        return String(token.0)
    }

    private func launch(_ arguments: [String], output: Pipe) throws -> Process {
        let process = Process()
        process.executableURL = launcher.isEmpty ? Self.binary : URL(filePath: "/usr/bin/env")
        process.arguments = launcher.isEmpty ? arguments : launcher + [Self.binary.path()] + arguments
        process.currentDirectoryURL = folder
        process.standardOutput = output
        process.standardError = output
        try process.run()
        return process
    }
}

/// What a process writes, while others look at it.
private final class Written: Sendable {
    private let content = Mutex("")
    private let readers = DispatchGroup()

    var text: String { content.withLock { $0 } }

    func add(_ text: String) { content.withLock { $0 += text } }

    func begin() { readers.enter() }

    func end() { readers.leave() }

    func waitForEnd() { readers.wait() }
}
