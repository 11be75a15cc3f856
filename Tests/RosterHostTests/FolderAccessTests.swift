import Foundation
import Testing

@Suite("The data folder of a real server is looked at when it starts", .serialized, .onThreadOfItsOwn)
struct FolderAccessTests {
    private func mode(_ path: String, of server: ServerProcess) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: server.folder.appending(path: path).path())
        return try #require(attributes[.posixPermissions] as? Int)
    }

    private func setMode(_ mode: Int, of path: String, of server: ServerProcess) throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: server.folder.appending(path: path).path())
    }

    @Test("one that cannot be written is refused with status 73, also after a clean stop", .whereUsersCanBeChanged)
    func unwritable() throws {
        let server = try ServerProcess()
        if geteuid() == 0 {
            // Nothing is forbidden to root.
            server.launcher = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            #expect(chown(server.folder.path(), 65_534, 65_534) == 0)
        }
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada"}"#
        #expect(try connection.send("POST", "/Users", body).status == 201)
        #expect(server.stop() == 0)
        try setMode(0o500, of: "data", of: server)
        let (status, output) = try server.run(["serve"])
        #expect(status == 73, "\(output)")
        #expect(output.contains("data cannot be written: Permission denied"), "\(output)")
        #expect(try server.run(["store", "verify"]).status == 0)
        try setMode(0o700, of: "data", of: server)
        try server.start()
        #expect(server.stop() == 0)
    }

    @Test("what others could use is closed to them, and the log says so")
    func open() throws {
        let server = try ServerProcess()
        try server.start()
        #expect(server.stop() == 0)
        let journal = "data/journal-00000000000000000001.jsonl"
        try setMode(0o757, of: "data", of: server)
        try setMode(0o606, of: journal, of: server)
        try server.start()
        #expect(server.stop() == 0)
        #expect(try mode("data", of: server) == 0o750 && mode(journal, of: server) == 0o600)
        #expect(
            server.output.contains("data (0757)") && server.output.contains("0001.jsonl (0606)"), "\(server.output)")
        #expect(server.output.contains("files of the store are open to their group"), "\(server.output)")
    }

    @Test("a mode that its owner alone can change is refused with status 78", .whereUsersCanBeChanged)
    func foreign() throws {
        guard geteuid() == 0 else { return }
        let server = try ServerProcess()
        try server.configure(
            ServerProcess.configuration.replacing("data/service-accounts", with: "service-accounts"))
        #expect(chown(server.folder.path(), 65_534, 65_534) == 0)
        try FileManager.default.createDirectory(
            at: server.folder.appending(path: "data"), withIntermediateDirectories: false)
        try setMode(0o777, of: "data", of: server)
        server.launcher = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        let (status, output) = try server.run(["serve"])
        #expect(status == 78 && output.contains("chmod o-rwx"), "\(output)")
        // Others may list the root of a volume.
        try setMode(0o775, of: "data", of: server)
        #expect(chown(server.folder.appending(path: "data").path(), 0, 65_534) == 0)
        try server.start()
        #expect(server.stop() == 0)
        #expect(server.output.contains("can list the data folder"), "\(server.output)")
    }
}

extension Kernel {
    /// Whether processes can be started that are not allowed everything.
    static let changesUsers =
        geteuid() != 0 || (try? run(["setpriv", "--reuid=65534", "--clear-groups", "true"]).status) == 0
}

extension Trait where Self == ConditionTrait {
    static var whereUsersCanBeChanged: Self {
        .enabled(if: Kernel.changesUsers, "needs setpriv, or another user than root")
    }
}
