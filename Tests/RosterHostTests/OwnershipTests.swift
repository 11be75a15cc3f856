import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The user that the servers of these tests run as.
private let user: UInt32 = 54_321
private let asUser = ["setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups"]

/// Whether another user may run the program.
private let isPossible: Bool = {
    guard geteuid() == 0 else { return false }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = asUser + ["test", "-x", ServerProcess.binary.path()]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}()

@Suite(
    "A server of its own user, and root who gives a hand", .serialized, .onThreadOfItsOwn,
    .enabled(if: isPossible, "it takes root, setpriv, and a program that every user may run"))
struct OwnershipTests {
    private func server(_ store: String) throws -> ServerProcess {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("path: data", with: "path: data\(store)"))
        #expect(chown(server.folder.path(), user, user) == 0)
        return server
    }

    /// Lets what is run next run as the user of the server, or as root.
    private func run(_ server: ServerProcess, asRoot: Bool) {
        server.launcher = asRoot ? [] : asUser
    }

    /// Everything in the folder that does not belong to the user of the server; the configuration need not.
    private func foreign(in server: ServerProcess) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: server.folder.path()).filter { path in
            var status = stat()
            let isThere = lstat(server.folder.appending(path: path).path(), &status) == 0
            return path != "config.yaml" && (!isThere || status.st_uid != user || status.st_gid != user)
        }
    }

    /// What /readyz says as soon as that is something else; it is asked very many times.
    private func readiness(of server: ServerProcess, after known: String) throws -> String {
        let connection = try HTTPConnection(port: server.port, token: "")
        for _ in 0..<500_000 {
            try connection.write("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            _ = try connection.text(upTo: "\r\n\r\n")
            let line = try connection.text(upTo: "\n").dropLast()
            if line != known { return String(line) }
        }
        return known
    }

    @Test("whatever command root runs leaves files that the server can use", arguments: [false, true])
    func commands(rootBegins: Bool) throws {
        let server = try server("")
        if rootBegins {
            run(server, asRoot: true)
            #expect(try server.run(["token", "create", "okta"]).status == 0)
            #expect(try foreign(in: server).isEmpty)
            try server.start()
            #expect(server.stop() == 0)
        }
        run(server, asRoot: false)
        try server.start()
        let name = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada"}"#
        let token = try server.makeToken("test", scopes: ["users:write", "users:read"])
        #expect(try HTTPConnection(port: server.port, token: token).send("POST", "/Users", name).status == 201)
        #expect(server.stop() == 0)
        for command in [
            ["backup", "create"], ["store", "compact"], ["token", "create", "more"], ["backup", "restore"],
            ["store", "repair", "--apply"], ["backup", "create", "--to", "elsewhere/deeper"],
        ] {
            for asRoot in [true, false] {
                run(server, asRoot: asRoot)
                let (status, output) = try server.run(command)
                #expect(status == 0, "\(command), root \(asRoot): \(output)")
                #expect(try foreign(in: server) == [], "\(command)")
            }
        }
        run(server, asRoot: false)
        try server.start()
        #expect(server.stop() == 0)
    }

    @Test("a backup of root that is in the way is told with owner and mode, and /readyz says degraded until it is gone")
    func degraded() throws {
        let server = try server(", backup: { every: 1s }")
        run(server, asRoot: true)
        let folder = server.folder.appending(path: "backups")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #expect(chmod(folder.path(), 0o700) == 0)
        run(server, asRoot: false)
        try server.start()
        let failed = "degraded: the last backup failed"
        #expect(try readiness(of: server, after: "ready") == failed)
        let (status, output) = try server.run(["backup", "create"])
        #expect(status == 73)
        #expect(output.contains("\(folder.path()) belongs to root and has mode 0700"), "\(output)")
        #expect(output.contains("this process runs as user \(user)"), "\(output)")
        #expect(output.contains("run: chown -R "), "\(output)")
        #expect(server.output.contains("belongs to root and has mode 0700"))
        #expect(chown(folder.path(), user, user) == 0)
        #expect(try readiness(of: server, after: failed) == "ready")
        #expect(server.stop() == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter {
            $0.hasPrefix("backup-")
        }
        let backup = folder.appending(path: try #require(names.first)).path()
        #expect(chown(backup, 0, 0) == 0)
        let list = try server.run(["backup", "list"])
        #expect(list.status == 73 && list.output.contains("\(backup) belongs to root"), "\(list.output)")
    }

    @Test("what the user who checks may not use is a warning, as the server may run as another one")
    func check() throws {
        let server = try server("")
        run(server, asRoot: true)
        try server.start()
        #expect(server.stop() == 0)
        #expect(try server.run(["check"]) == (0, "config.yaml: no problems\n"))
        let data = server.folder.appending(path: "data").path()
        #expect(chown(data, 0, 0) == 0)
        run(server, asRoot: false)
        let (status, output) = try server.run(["check"])
        #expect(status == 0)
        #expect(
            output.contains("warning: access \(data): Permission denied (\(data) belongs to root and has mode 0700; "),
            "\(output)")
        #expect(output.contains("warning: \(data)/service-accounts.json: the file cannot be read"), "\(output)")
        #expect(output.hasSuffix("config.yaml: no errors, 2 warnings; the data was not checked\n"), "\(output)")
        let serve = try server.run(["serve"])
        #expect(serve.status == 77 || serve.status == 73, "\(serve.output)")
    }
}
