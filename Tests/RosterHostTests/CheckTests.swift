import Foundation
import Testing

@Suite("roster check — what the configuration names", .serialized, .onThreadOfItsOwn)
struct CheckTests {
    private func check(_ server: ServerProcess) throws -> (status: Int32, output: String) {
        let before = try FileManager.default.subpathsOfDirectory(atPath: server.folder.path()).sorted()
        let result = try server.run(["check"])
        let after = try FileManager.default.subpathsOfDirectory(atPath: server.folder.path()).sorted()
        #expect(after == before, "a check makes nothing")
        return result
    }

    @Test("nothing is wrong before the first start, and after it")
    func fine() throws {
        let server = try ServerProcess()
        #expect(try check(server) == (0, "config.yaml: no problems\n"))
        try server.start()
        #expect(try check(server) == (0, "config.yaml: no problems\n"))
        #expect(server.stop() == 0)
    }

    @Test(
        "a folder that cannot be is an error at its place, for data and for backups",
        arguments: [
            ("path: config.yaml", "4:33"), ("path: config.yaml/data/more", "4:33"),
            ("path: data, backup: { folder: config.yaml/backups }", "4:47"),
        ])
    func folders(_ settings: String, place: String) throws {
        let server = try ServerProcess(
            configuration: "\n\n\n"
                + ServerProcess.configuration.replacing("server: { port: 0 }\n", with: "")
                .replacing("path: data", with: settings))
        let (status, output) = try check(server)
        #expect(status == 78)
        #expect(output.hasPrefix("config.yaml:\(place): error: "), "\(output)")
        #expect(output.contains("/config.yaml is no folder\n"), "\(output)")
    }

    #if os(Linux)
    @Test("a folder among those that show the state of the system")
    func virtual() throws {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("path: data", with: "path: /proc/roster"))
        let (status, output) = try check(server)
        #expect(status == 78 && output.contains("2:33: error: /proc shows the state of the system"), "\(output)")
    }
    #endif

    @Test("a file of accounts that a start would refuse is an error, a scope that opens nothing a warning")
    func accounts() throws {
        let server = try ServerProcess()
        try server.start()
        #expect(server.stop() == 0)
        let file = server.folder.appending(path: "data/service-accounts.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        func write(_ text: String, mode: Int = 0o600) throws {
            try text.write(to: file, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path())
        }
        try write(text.replacing("users:read", with: "users:raed"))
        let typo = try check(server)
        #expect(typo.status == 0)
        #expect(typo.output.contains("4:37: warning: the service account 'default' ("), "\(typo.output)")
        #expect(typo.output.contains("did you mean 'users:read'?"), "\(typo.output)")
        #expect(typo.output.hasSuffix("config.yaml: no errors, 1 warning\n"), "\(typo.output)")
        try write(text, mode: 0o644)
        let open = try check(server)
        #expect(open.status == 78 && open.output.contains("4:37: error: "), "\(open.output)")
        try write("{")
        let damaged = try check(server)
        #expect(damaged.status == 78 && damaged.output.contains("line 1"), "\(damaged.output)")
    }

    @Test("a mistyped scope of a new token is refused with what was meant")
    func scope() throws {
        let server = try ServerProcess()
        for (scope, meant) in [
            ("users:raed", "users:read"), ("group:write", "groups:write"), ("Users:Read", "users:read"),
        ] {
            let (status, output) = try server.run(["token", "create", "x", "--scope", scope])
            #expect(status == 64 && output.contains("'\(scope)'; did you mean '\(meant)'?"), "\(output)")
        }
    }
}
