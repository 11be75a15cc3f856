import RosterCore
import ServiceAccountTokens
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite("Service accounts — a file behind a symbolic link")
struct LinkedFileTests {
    /// A folder `data` with the link `service-accounts.json`, and a folder `real`.
    private func linked(to destination: (Scratch) -> String) -> Scratch {
        let scratch = Scratch()
        mkdir("\(scratch.folder)/data", 0o700)
        mkdir("\(scratch.folder)/real", 0o700)
        symlink(destination(scratch), scratch.file)
        return scratch
    }

    private func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    @Test(
        "each change is made to what the link leads to, and the link stays", arguments: [false, true], [false, true])
    func change(isRelative: Bool, isThere: Bool) async throws {
        let scratch = linked { isRelative ? "../real/accounts.json" : "\($0.folder)/real/accounts.json" }
        let path = "\(scratch.folder)/real/accounts.json"
        if isThere { _ = try await ServiceAccounts(file: path, logger: CapturedLog().logger).issue("first") }
        let accounts = try await ServiceAccounts(scratch)
        let (id, token) = try await accounts.issue()
        #expect(isLink(scratch.file))
        #expect(scratch.names() == ["service-accounts.json"])
        #expect(
            scratch.names(in: "\(scratch.folder)/real") == [
                "accounts.json", "accounts.json.lock", "accounts.json.spare",
            ])
        let direct = try await ServiceAccounts(file: path, logger: CapturedLog().logger)
        #expect(try await direct.credentials().count == (isThere ? 2 : 1))
        try await accounts.revoke(id: id)
        try await direct.refreshOnce()
        #expect(throws: refusal) { try direct.authenticate("Bearer \(token)") }
        #expect(isLink(scratch.file))
    }

    @Test("a chain of links is followed, as Kubernetes makes them, and a new end of it is noticed")
    func chain() async throws {
        let scratch = linked { _ in "..data/service-accounts.json" }
        let folder = "\(scratch.folder)/data"
        for version in ["..1", "..2"] { mkdir("\(folder)/\(version)", 0o700) }
        symlink("..1", "\(folder)/..data")
        let (_, first) = try await ServiceAccounts(
            file: "\(folder)/..1/service-accounts.json", logger: CapturedLog().logger
        ).issue()
        let (_, second) = try await ServiceAccounts(
            file: "\(folder)/..2/service-accounts.json", logger: CapturedLog().logger
        ).issue()
        let server = try await ServiceAccounts(scratch)
        #expect(try server.authenticate("Bearer \(first)") != nil)
        symlink("..2", "\(folder)/..new")
        rename("\(folder)/..new", "\(folder)/..data")
        try await server.refreshOnce()
        #expect(try server.authenticate("Bearer \(second)") != nil)
        #expect(throws: refusal) { try server.authenticate("Bearer \(first)") }
        _ = try await server.issue("third")
        #expect(isLink(scratch.file) && isLink("\(folder)/..data"))
        #expect(
            scratch.names(in: "\(folder)/..2") == [
                "service-accounts.json", "service-accounts.json.lock", "service-accounts.json.spare",
            ])
    }

    @Test("links in a circle are refused, and nothing is made")
    func circle() async throws {
        let scratch = linked { _ in "service-accounts.json" }
        let error = await #expect(throws: AccountFileError.self) { try await ServiceAccounts(scratch).issue() }
        #expect(error?.exitCode == 74)
        #expect(scratch.names() == ["service-accounts.json"])
    }
}
