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

@Suite("Service accounts — the mode of the file", .serialized)
struct FileModeTests {
    private func isGood(_ token: String, for accounts: ServiceAccounts) async -> Bool {
        (try? await accounts.authenticate(request(authorization: ["Bearer \(token)"]), from: Peer())) != nil
    }

    @Test("of all modes those that let everybody in are refused, those that let the group in are warned of")
    func allModes() async throws {
        let scratch = Scratch()
        let (_, token) = try await ServiceAccounts(scratch).issue()
        let content = scratch.read(scratch.file)
        for mode in 0...0o777 as ClosedRange<UInt32> {
            let (log, octal) = (CapturedLog(), String(mode, radix: 8))
            chmod(scratch.file, 0o600)
            scratch.write(content, mode: mode)
            do {
                let accounts = try await ServiceAccounts(scratch, log: log)
                #expect(mode & 0o007 == 0, "\(octal)")
                #expect(await isGood(token, for: accounts), "\(octal)")
                let warnings = log.lines.filter { $0.hasPrefix("warning: ") }
                #expect(warnings.count == (mode & 0o070 == 0 ? 0 : 1), "\(octal): \(warnings)")
                #expect(
                    warnings.allSatisfy { $0.contains("chmod 600 \(scratch.file)") && $0.contains("mode=0\(octal)") })
            } catch let error as AccountFileError {
                let isUnreadable = geteuid() != 0 && mode & 0o400 == 0
                #expect(mode & 0o007 != 0 || isUnreadable, "\(octal)")
                #expect(error.exitCode == (isUnreadable ? 77 : 78), "\(octal)")
                let reason = "the file is open to all users (mode 0\(octal)); run: chmod 600 \(scratch.file)"
                #expect(isUnreadable || error.reason == "\(scratch.file): \(reason)")
            }
        }
    }

    @Test(
        "a running server that is warned once goes on reading the file, and revokes", arguments: [0o660, 0o640, 0o440])
    func running(_ mode: UInt32) async throws {
        let (scratch, log) = (Scratch(), CapturedLog())
        let (id, token) = try await ServiceAccounts(scratch).issue()
        let server = try await ServiceAccounts(scratch, log: log)
        let notices = { log.lines.filter { !$0.hasPrefix("debug: ") } }
        // What a mount with an `fsGroup` does to a file.
        chmod(scratch.file, mode_t(mode))
        for _ in 0..<3 {
            try await server.refreshOnce()
            #expect(notices().count == 1 && notices()[0].contains("open to its group"), "\(notices())")
        }
        try await ServiceAccounts(scratch).revoke(id: id)
        #expect(scratch.status(scratch.file).mode == 0o600 | mode & 0o060)
        try await server.refreshOnce()
        #expect(await !isGood(token, for: server))
        #expect(notices().allSatisfy { $0.contains("open to its group") })
    }

    @Test("a file in a folder that cannot be written serves, and nothing is made there")
    func readOnly() async throws {
        let scratch = Scratch()
        let (_, token) = try await ServiceAccounts(scratch).issue()
        chmod(scratch.file, 0o440)
        chmod("\(scratch.folder)/data", 0o500)
        defer { chmod("\(scratch.folder)/data", 0o700) }
        let names = scratch.names()
        let server = try await ServiceAccounts(scratch)
        #expect(await isGood(token, for: server))
        #expect(await !isGood("\(token)x", for: server))
        #expect(try await server.credentials().count == 1)
        #expect(scratch.names() == names)
    }

    @Test("root keeps the group by which a server reads its file", .enabled(if: geteuid() == 0))
    func group() async throws {
        let scratch = Scratch()
        _ = try await ServiceAccounts(scratch).issue()
        for mode in [0o640, 0o660] as [UInt32] {
            chown(scratch.file, 0, 12_345)
            chmod(scratch.file, mode_t(mode))
            _ = try await ServiceAccounts(scratch).issue()
            #expect(scratch.status(scratch.file) == (mode, 0))
            #expect(scratch.group(of: scratch.file) == 12_345)
        }
        chmod(scratch.file, 0o600)
        _ = try await ServiceAccounts(scratch).issue()
        #expect(scratch.status(scratch.file) == (0o600, 0))
    }
}
