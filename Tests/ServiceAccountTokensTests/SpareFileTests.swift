import RosterCore
import SCIM
import ServiceAccountTokens
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite("Service accounts — the spare beside the file")
struct SpareFileTests {
    private func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : -1
    }

    @Test("file and spare have room for the revocation of every token, and the spare tells nothing")
    func room() async throws {
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        var ids: [String] = []
        for number in 0..<20 {
            let lifetime: Duration? = number.isMultiple(of: 2) ? nil : .seconds(60)
            ids.append(try await accounts.issue("n\(number)", lifetime: lifetime).id)
        }
        let room = size(of: scratch.file)
        for id in ids {
            #expect(size(of: scratch.file) == room && size(of: "\(scratch.file).spare") == room)
            #expect(scratch.read("\(scratch.file).spare").allSatisfy { $0 == " " })
            try await accounts.revoke(id: id)
        }
        #expect(try await ServiceAccounts(scratch).credentials().allSatisfy { $0.revoked != nil })
    }

    /// What a process may leave behind that ends while it changes the file.
    enum Remains: CaseIterable {
        case nothingWritten, halfWritten, written, passageMade, targetReplaced
    }

    @Test(
        "whatever a process leaves behind that ended in the middle, the next change is whole",
        arguments: Remains.allCases)
    func remains(_ remains: Remains) async throws {
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        let (first, token) = try await accounts.issue("first")
        try await accounts.revoke(id: first)
        let (second, _) = try await accounts.issue("second")
        let content = scratch.read(scratch.file)
        let spare = "\(scratch.file).spare", passage = "\(scratch.file).old"
        func write(_ text: String) {
            guard let stream = fopen(spare, "r+") else { return }
            fputs(text, stream)
            fclose(stream)
        }
        switch remains {
        case .nothingWritten: unlink(spare)
        case .halfWritten: write(String(content.prefix(content.count / 2)))
        case .written: write(content)
        case .passageMade:
            write(content)
            link(scratch.file, passage)
        case .targetReplaced:
            write(content)
            link(scratch.file, passage)
            rename(spare, scratch.file)
        }
        #expect(try await ServiceAccounts(scratch).credentials().map { $0.revoked != nil } == [true, false])
        try await ServiceAccounts(scratch).revoke(id: second)
        let after = try await ServiceAccounts(scratch)
        #expect(try await after.credentials().map { $0.revoked != nil } == [true, true])
        #expect(throws: refusal) { try after.authenticate("Bearer \(token)") }
        #expect(scratch.names().filter { $0.hasSuffix(".old") } == [])
        #expect(size(of: spare) == size(of: scratch.file))
    }

    @Test("a reader finds the file whole while others change it", .timeLimit(.minutes(5)))
    func readers() async throws {
        let scratch = Scratch()
        let writer = try await ServiceAccounts(scratch)
        let (id, _) = try await writer.issue()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for _ in 0..<3 {
                tasks.addTask {
                    for _ in 0..<200 {
                        let credentials = try await ServiceAccounts(scratch).credentials()
                        #expect(credentials.contains { $0.id == id })
                    }
                }
            }
            tasks.addTask {
                for _ in 0..<60 { try await writer.revoke(id: try await writer.issue().id) }
            }
            try await tasks.waitForAll()
        }
    }

    @Test("a server makes the spare of a file that has none", .timeLimit(.minutes(5)))
    func upgrade() async throws {
        let scratch = Scratch()
        _ = try await ServiceAccounts(scratch).issue()
        unlink("\(scratch.file).spare")
        let server = try await ServiceAccounts(scratch)
        let task = Task { try await server.run() }
        // It goes on as long as the file is watched.
        while !scratch.names().contains("service-accounts.json.spare") { try await server.refreshOnce() }
        task.cancel()
        try await task.value
        #expect(size(of: "\(scratch.file).spare") >= size(of: scratch.file))
    }
}
