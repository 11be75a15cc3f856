import Foundation
import JSONFileStorage
import Logging
import RosterCore
import SCIM
import Testing

@testable import RosterHost

@Suite(
    "Failures of real disks: what was answered stays, and the server goes on or ends with status 74", .serialized,
    .onThreadOfItsOwn)
struct DiskFailureTests {
    private func journal(of server: ServerProcess, in folder: URL? = nil) throws -> URL {
        let folder = folder ?? server.folder.appending(path: "data")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
        return folder.appending(path: try #require(names.filter { $0.hasPrefix("journal-") }.max()))
    }

    private func create(_ name: String, _ connection: HTTPConnection, title: String = "x") throws -> Int {
        try connection.send(
            "POST", "/Users",
            #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"\#(name)","title":"\#(title)"}"#
        ).status
    }

    private func names(_ connection: HTTPConnection) throws -> Set<String> {
        let users = try connection.send("GET", "/Users?count=1000&attributes=userName").json["Resources"]?.array ?? []
        return Set(users.compactMap { $0["userName"]?.string })
    }

    @Test("EIO of a journal under load", .whereCallsCanFail, arguments: ["fdatasync", "write"])
    func inputOutputError(call: String) throws {
        let server = try ServerProcess(), workload = Workload()
        try server.start()
        workload.start(on: server)
        #expect(workload.wait(for: 50))
        let path = try journal(of: server).path()
        let tracer = try Tracer(server.processID, "\(call):error=EIO", path: call == "write" ? path : nil)
        #expect(server.waitForEnd() == 74)
        workload.end()
        tracer.detach()
        #expect(server.output.contains("Input/output error"))
        try server.start()
        let problems = try workload.check(on: server, whole: true)
        #expect(problems.isEmpty, "\(problems.prefix(5))")
        #expect(server.stop() == 0)
    }

    @Test("EIO while a start puts the last segment in order", .whereCallsCanFail, arguments: ["fsync", "rename"])
    func inputOutputErrorAtStart(call: String) throws {
        let server = try ServerProcess(), workload = Workload()
        try server.start()
        workload.start(on: server)
        #expect(workload.wait(for: 30))
        server.kill()
        workload.end()
        server.launcher = [
            "strace", "-D", "-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):error=EIO",
        ]
        let (status, output) = try server.run(["serve"])
        #expect(status == 74 && output.contains("Input/output error"), "\(output)")
        server.launcher = []
        try server.start()
        let problems = try workload.check(on: server, whole: true)
        #expect(problems.isEmpty, "\(problems.prefix(5))")
        #expect(server.stop() == 0)
    }

    @Test("ENOSPC of a journal under load, until it passes", .whereCallsCanFail)
    func noSpaceUnderLoad() throws {
        let server = try ServerProcess(), workload = Workload()
        try server.start()
        workload.start(on: server)
        #expect(workload.wait(for: 50))
        let tracer = try Tracer(server.processID, "write:error=ENOSPC", path: try journal(of: server).path())
        // Each client ends with its first refusal.
        workload.end()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        #expect(try create("refused", connection) == 503)
        #expect(connection.head.contains { $0.lowercased().hasPrefix("retry-after: ") })
        #expect(try connection.send("GET", "/Users").status == 200)
        tracer.detach()
        var problems = try workload.check(on: server, whole: true)
        workload.start(on: server)
        #expect(workload.wait(for: 50))
        server.kill()
        workload.end()
        try server.start()
        problems += try workload.check(on: server, whole: true)
        #expect(problems.isEmpty, "\(problems.prefix(5))")
        #expect(server.stop() == 0)
    }

    @Test("a disk of 1 MiB that runs full, and grows", .whereMemoryDisksMount)
    func fullDisk() throws {
        let disk = try MemoryDisk(options: "size=1m")
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("path: data", with: "path: \(disk.folder.path())/data")
        )
        defer { server.kill() }
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        var kept: Set<String> = [], status = 201
        for number in 0..<300 where status == 201 {
            status = try create("u\(number)", connection, title: String(repeating: "t", count: 20_000))
            if status == 201 { kept.insert("u\(number)") }
        }
        #expect(status == 503)
        #expect(connection.head.contains { $0.lowercased().hasPrefix("retry-after: ") })
        #expect(try names(connection) == kept)
        try disk.resize("size=4m")
        #expect(try create("late", connection) == 201)
        server.kill()
        #expect(server.waitForEnd() != 0)
        #expect(server.output.contains("error roster: ") && server.output.contains("no room for changes"))
        #expect(server.output.contains("No space left on device") && server.output.contains("room again"))
        try server.start()
        #expect(try names(HTTPConnection(port: server.port, token: server.token)) == kept.union(["late"]))
        #expect(server.stop() == 0)
        try disk.unmount()
    }

    @Test("a disk on which there is no room for another file", .whereMemoryDisksMount, arguments: 5..<10)
    func noMoreFiles(files: Int) async throws {
        let disk = try MemoryDisk(options: "nr_inodes=\(files)")
        let path = disk.folder.appending(path: "data").path()
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let store = try await JSONFileStore.open(path: path, types: [.user], logger: quiet)
        for number in 0..<3 {
            _ = try await store.create(Draft(unchecked: [.userName: .string("u\(number)")], as: .user))
            await store.compact()
        }
        #expect(store.failure == nil)
        try disk.resize("nr_inodes=100")
        await store.compact()
        await store.close()
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        #expect(names.contains { $0.hasPrefix("snapshot-") } && !names.contains { $0.hasSuffix(".tmp") })
        let again = try await JSONFileStore.open(path: path, types: [.user], logger: quiet)
        #expect(try await again.search(Query(.user)).totalResults == 3)
        await again.close()
        try disk.unmount()
    }

    @Test("a limit on the size of files, until it is lifted", .whereLimitsCanBeSet)
    func limitedFileSize() throws {
        let server = try ServerProcess()
        server.launcher = ["prlimit", "--fsize=65536:unlimited"]
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        var kept: Set<String> = [], status = 201
        for number in 0..<300 where status == 201 {
            status = try create("u\(number)", connection, title: String(repeating: "t", count: 2_000))
            if status == 201 { kept.insert("u\(number)") }
        }
        #expect(status == 503)
        #expect(try names(connection) == kept)
        try MountedDisk.require(["prlimit", "--pid", String(server.processID), "--fsize=unlimited:unlimited"])
        #expect(try create("late", connection) == 201)
        server.kill()
        server.launcher = []
        try server.start()
        #expect(try names(HTTPConnection(port: server.port, token: server.token)) == kept.union(["late"]))
        #expect(server.stop() == 0)
    }

    @Test(
        "more connections than descriptors: some are served, the others wait, and descriptors are left",
        .whereLimitsCanBeSet)
    func fewDescriptors() throws {
        let server = try ServerProcess()
        let limit = DescriptorLimit.reserve + 18
        server.launcher = ["prlimit", "--nofile=\(limit)"]
        try server.start()
        #expect(server.output.contains("leaves room for fewer connections"))
        let connection = try HTTPConnection(port: server.port, token: server.token)
        #expect(try create("first", connection) == 201)
        var others: [HTTPConnection] = []
        for _ in 0..<100 {
            let other = try HTTPConnection(port: server.port, token: server.token)
            try other.write("GET", "/Users?count=0")
            others.append(other)
        }
        // Their answers show that they have descriptors.
        for other in others.prefix(10) { #expect(try other.read().status == 200) }
        // Without any libdispatch traps as soon as it looks at its threads.
        #expect(try server.countDescriptors() < limit - 4)
        for number in 0..<50 { #expect(try create("u\(number)", connection) == 201) }
        #expect(try connection.send("GET", "/Users?count=0").json["totalResults"] == 51)
        others = []
        let late = try HTTPConnection(port: server.port, token: server.token)
        #expect(try late.send("GET", "/Users?count=0").json["totalResults"] == 51)
        #expect(server.stop() == 0)
    }

    @Test("as many connections as are configured, where the limit on descriptors can be raised", .whereLimitsCanBeSet)
    func fewDescriptorsAtFirst() throws {
        let server = try ServerProcess()
        server.launcher = ["prlimit", "--nofile=64:2000"]
        try server.start()
        #expect(!server.output.contains("leaves room for fewer connections"))
        var connections: [HTTPConnection] = []
        for _ in 0..<100 {
            let connection = try HTTPConnection(port: server.port, token: server.token)
            #expect(try connection.send("GET", "/Users?count=0").status == 200)
            connections.append(connection)
        }
        #expect(server.stop() == 0)
    }

    @Test("a file that is deleted while the server runs", arguments: ["journal", "LOCK", "STORE.json"])
    func deletedFile(name: String) throws {
        let server = try ServerProcess()
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        #expect(try create("first", connection) == 201)
        let file = name == "journal" ? try journal(of: server) : server.folder.appending(path: "data/\(name)")
        try FileManager.default.removeItem(at: file)
        #expect((try? create("second", connection)) != 201)
        #expect(server.waitForEnd() == 74)
        #expect(server.output.contains("\(file.lastPathComponent)") && server.output.contains("deleted"))
        if name == "LOCK" {
            try server.start()
            #expect(try names(HTTPConnection(port: server.port, token: server.token)) == ["first"])
            #expect(server.stop() == 0)
        } else {
            #expect(try server.run(["serve"]).status == 65)
        }
    }

    @Test("a journal that somebody else cuts off or adds to while the server runs", arguments: [-1, 1])
    func changedLength(difference: Int) throws {
        let server = try ServerProcess()
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        #expect(try create("first", connection) == 201)
        let path = try journal(of: server)
        let file = try FileHandle(forUpdating: path)
        let end = try file.seekToEnd()
        if difference < 0 { try file.truncate(atOffset: end - 1) } else { try file.write(contentsOf: Data([65])) }
        try file.close()
        #expect((try? create("second", connection)) != 201)
        #expect(server.waitForEnd() == 74)
        #expect(server.output.contains("\(path.lastPathComponent) is "), "\(server.output)")
        #expect(server.output.contains("bytes long and should be "))
        // The reason is not to be looked for among others, save for what the client was told.
        let others = server.output.split(separator: "\n").filter { !$0.contains("refused a request") }
        #expect(!others.contains { $0.contains(/\berror\b/) }, "\(server.output)")
    }

    @Test("a store that stops while clients come and go ends the process with its status, too", arguments: 0..<5)
    func stopAmongClients(round: Int) throws {
        let server = try ServerProcess()
        try server.start()
        let port = server.port, token = server.token
        let connection = try HTTPConnection(port: port, token: token)
        #expect(try create("first", connection) == 201)
        let clients = DispatchGroup(), arrived = DispatchSemaphore(value: 0)
        for _ in 0..<8 {
            clients.enter()
            Thread.detachNewThread {
                while let client = try? HTTPConnection(port: port, token: token) {
                    try? client.write("GET", "/Users?count=0")
                    arrived.signal()
                }
                clients.leave()
            }
        }
        for _ in 0..<100 { try #require(arrived.wait(timeout: .now() + .seconds(30)) == .success) }
        try FileManager.default.removeItem(at: server.folder.appending(path: "data/LOCK"))
        #expect((try? create("second", connection)) != 201)
        #expect(server.waitForEnd() == 74, "\(server.output.suffix(4_000))")
        clients.wait()
    }

    @Test("a byte that has changed under a server that reads its files again")
    func spoiltByte() throws {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("path: data", with: "path: data, scrub: 1s"))
        try server.start()
        let connection = try HTTPConnection(port: server.port, token: server.token)
        for number in 0..<20 { #expect(try create("u\(number)", connection) == 201) }
        let path = try journal(of: server)
        let file = try FileHandle(forUpdating: path)
        try file.seek(toOffset: 1_000)
        try file.write(contentsOf: Data([0]))
        try file.close()
        // It goes when a snapshot holds what it held; a copy of it is kept before.
        while FileManager.default.fileExists(atPath: path.path()) {
            try #require(try connection.send("GET", "/Users?count=0").status == 200)
        }
        #expect(try create("late", connection) == 201)
        server.kill()
        try server.start()
        #expect(server.output.contains("is broken on the disk") && server.output.contains("checksum mismatch"))
        #expect(try names(HTTPConnection(port: server.port, token: server.token)).count == 21)
        #expect(server.stop() == 0)
    }

    @Test(
        "what the configuration says of reading files again and of snapshots is checked before the start",
        arguments: [
            ("scrub: 0s", "between 1s and 366d"), ("scrub: week", "between 1s and 366d"),
            ("scrub: 500d", "between 1s and 366d"), ("snapshot-after: 100", "at least 1KiB"),
            ("snapshot-after: much", "a number of bytes"),
        ])
    func settings(text: String, refusal: String) throws {
        let server = try ServerProcess(
            configuration: ServerProcess.configuration.replacing("path: data", with: "path: data, \(text)"))
        let (status, output) = try server.run(["check"])
        #expect(status == 78 && output.contains(refusal), "\(output)")
    }

    // It takes half a minute and the machine for itself; `SlowDiskTests` shows the same on a clock of its own.
    @Test(
        "a disk that takes very long: others are refused after a while, and reads go on", .whereCallsCanFail,
        .enabled(if: Kernel.count("CRASH_SLOW_DISKS", 0) > 0, "is part of make crash"))
    func slowDisk() throws {
        let server = try ServerProcess()
        try server.start()
        let first = try HTTPConnection(port: server.port, token: server.token)
        let second = try HTTPConnection(port: server.port, token: server.token)
        #expect(try create("before", first) == 201)
        let path = try journal(of: server).path()
        let size = { try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0 }
        // The store says that it is at rest a little after the last change, and must not be held up in that.
        let unsealed = try size()
        while try size() == unsealed { try #require(try first.send("GET", "/Users").status == 200) }
        let tracer = try Tracer(server.processID, "fdatasync:delay_enter=14000000")
        let before = try size()
        let body = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"#
        try first.write("POST", "/Users", body + #""waits"}"#)
        // When the line is there the disk is waited for.
        while try size() == before {
            try #require(try second.send("GET", "/Users?count=0").json["totalResults"] == 1)
        }
        try second.write("POST", "/Users", body + #""refused"}"#)
        let answer = try second.read()
        #expect(answer.status == 503)
        #expect(second.head.contains { $0.lowercased().hasPrefix("retry-after: ") })
        #expect(try first.read().status == 201)
        tracer.detach()
        #expect(try create("after", second) == 201)
        #expect(try names(second) == ["before", "waits", "after"])
        #expect(server.stop() == 0)
    }
}
