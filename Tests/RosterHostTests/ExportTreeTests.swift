import Foundation
import Testing

@Suite("store export --tree writes all of a folder or nothing", .serialized, .onThreadOfItsOwn)
struct ExportTreeTests {
    /// A server that has stopped, with a few large users.
    private func filled() throws -> ServerProcess {
        let server = try ServerProcess()
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        for number in 0..<20 {
            let title = String(repeating: "x", count: 10_000)
            let body =
                #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"u\#(number)","title":"\#(title)"}"#
            #expect(try connection.send("POST", "/Users", body).status == 201)
        }
        #expect(server.stop() == 0)
        return server
    }

    private func names(_ path: String) -> [String]? {
        (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted()
    }

    @Test(
        "a full disk leaves nothing behind that would block the next attempt", .whereMemoryDisksMount,
        arguments: [false, true])
    func fullDisk(isMade: Bool) throws {
        let server = try filled(), disk = try MemoryDisk(options: "size=128k")
        let tree = disk.folder.appending(path: "tree").path()
        if isMade { try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: false) }
        let (status, output) = try server.run(["store", "export", "--tree", tree])
        #expect(status == 73 && output.contains("No space left on device"), "\(output)")
        #expect(names(tree) == (isMade ? [] : nil))
        try disk.resize("size=4m")
        #expect(try server.run(["store", "export", "--tree", tree]).status == 0)
        #expect(names(tree) == ["Groups", "Users"] && names("\(tree)/Users")?.count == 20)
        try disk.unmount()
    }

    @Test("what stands in the place of the folder stays", arguments: ["file", "link", "unreadable"])
    func occupied(_ kind: String) throws {
        let server = try filled()
        let tree = server.folder.appending(path: "tree").path()
        switch kind {
        case "file": try "mine".write(toFile: tree, atomically: false, encoding: .utf8)
        case "link": try FileManager.default.createSymbolicLink(atPath: tree, withDestinationPath: "nowhere")
        default:
            try FileManager.default.createDirectory(
                atPath: tree, withIntermediateDirectories: false, attributes: [.posixPermissions: 0])
        }
        // Root may read every folder.
        let isRefused = kind != "unreadable" || getuid() != 0
        let (status, output) = try server.run(["store", "export", "--tree", tree])
        #expect(status == (isRefused ? 73 : 0), "\(output)")
        var found = stat()
        #expect(lstat(tree, &found) == 0)
        if kind == "file" { #expect(try String(contentsOfFile: tree, encoding: .utf8) == "mine") }
    }

    @Test("what an attempt left that was killed is deleted by the next one, and nothing else is")
    func killed() throws {
        let server = try filled()
        let tree = server.folder.appending(path: "tree").path()
        for path in ["\(tree)/export.tmp/Users", "\(tree)/mine"] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        #expect(try server.run(["store", "export", "--tree", tree]).status == 73)
        #expect(names(tree) == ["export.tmp", "mine"])
        try FileManager.default.removeItem(atPath: "\(tree)/mine")
        #expect(try server.run(["store", "export", "--tree", tree]).status == 0)
        #expect(names(tree) == ["Groups", "Users"])
        #expect(try server.run(["store", "export", "--tree", tree]).status == 73)
        #expect(names("\(tree)/Users")?.count == 20)
    }
}
