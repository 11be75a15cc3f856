import ConformanceLedger
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

@Suite("Service accounts — the file", .serialized)
struct AccountFileTests {
    private func refusal(of scratch: Scratch) async -> AccountFileError? {
        await #expect(throws: AccountFileError.self) { try await ServiceAccounts(scratch) }
    }

    @Test("file and folder are the owner's alone, whatever the umask", arguments: [0o000, 0o022, 0o077] as [mode_t])
    func modes(_ mask: mode_t) async throws {
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        let before = umask(mask)
        defer { umask(before) }
        _ = try await accounts.issue()
        #expect(scratch.status(scratch.file).mode == 0o600)
        #expect(scratch.status("\(scratch.file).lock").mode == 0o600)
        #expect(scratch.status("\(scratch.folder)/data").mode == 0o700)
        #expect(scratch.status("\(scratch.file).spare").mode == 0o600)
        let names = ["service-accounts.json", "service-accounts.json.lock", "service-accounts.json.spare"]
        #expect(scratch.names() == names)
    }

    @Test("nothing is made before there is an account")
    func lazily() async throws {
        let scratch = Scratch()
        _ = try await ServiceAccounts(scratch)
        #expect(scratch.names(in: scratch.folder) == [])
    }

    @Test("each account is a line that people can read", .shows("7644-7.7-a"))
    func layout() async throws {
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        let (credential, _) = try await accounts.issue(
            name: "okta", scopes: [Scope("users:write"), Scope("users:read")], lifetime: .seconds(86_400))
        _ = try await accounts.issue("entra")
        let lines = scratch.read(scratch.file).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 5 && lines.first == #"{"version":1,"accounts":["#)
        #expect(lines[3] == "]}" && lines[4].allSatisfy { $0 == " " })
        let start = #"{"id":"\#(credential.id)","name":"okta","scopes":["users:read","users:write"],"#
        let times = #""created":"2027-01-15T08:00:00.000Z","expires":"2027-01-16T08:00:00.000Z","revoked":null,"#
        #expect(lines[1].hasPrefix(start + times + #""digest":""#))
        #expect(lines[1].contains(/"digest":"[0-9a-f]{64}"},$/))
    }

    private static let entry =
        #"{"id":"7QX2M9KA","name":"okta","scopes":["*"],"created":"2026-01-01T00:00:00Z","expires":null,"revoked":null,"#
        + #""digest":"0000000000000000000000000000000000000000000000000000000000000000"}"#

    @Test("the file of these tests is well-formed")
    func wellFormed() async throws {
        let scratch = Scratch()
        scratch.write(#"{"version":1,"accounts":[\#(Self.entry)]}"#)
        #expect(try await ServiceAccounts(scratch).credentials().map(\.id) == ["7QX2M9KA"])
    }

    @Test(
        "a malformed file is refused with file and reason",
        arguments: [
            ("", "", "line 1: the text ends where a value was expected, at byte 0"),
            ("}]}", "}]", "line 1: the text ends where ',' or '}' was expected, at byte 201"),
            (#"{"version":1,"#, #"{"version":2,"#, "'version' must be 1"),
            (#"{"version":1,"#, "{", "'version' must be 1"),
            (#""accounts":["#, #""accounts":[7,"#, "account 1: it must be an object"),
            (#""accounts":"#, #""account":"#, "unknown member 'account'"),
            ("]}", #"],"x":1}"#, "unknown member 'x'"),
            ("7QX2M9KA", "7QX2M9K", "account 1: 'id' must be 8 letters and digits"),
            ("7QX2M9KA", "7QX2M9K_", "account 1: 'id' must be 8 letters and digits"),
            (#""okta""#, #""""#, "account 1: 'name' must be text"),
            (#"["*"]"#, #"["*",1]"#, "account 1: 'scopes' must be an array of texts"),
            (#"["*"]"#, #""*""#, "account 1: 'scopes' must be an array of texts"),
            (#""2026-01-01T00:00:00Z""#, "null", "account 1: 'created' must be a time"),
            ("2026-01-01T", "2026-13-01T", "account 1: 'created' must be a time such as 2026-01-31T09:30:00Z"),
            (#""expires":null"#, #""expires":0"#, "account 1: 'expires' must be a time such as 2026-01-31T09:30:00Z"),
            (#""expires":null"#, #""expirse":null"#, "account 1: unknown member 'expirse'"),
            (#""expires":null,"#, "", "account 1: 'expires' is missing"),
            (
                #""revoked":null"#, #""revoked":true"#,
                "account 1: 'revoked' must be a time such as 2026-01-31T09:30:00Z"
            ),
            (#""revoked":null,"#, "", "account 1: 'revoked' is missing"),
            ("000000\"}", "00000\"}", "account 1: 'digest' must be 64 lower-case hexadecimal digits"),
            ("000000\"}", "00000+\"}", "account 1: 'digest' must be 64 lower-case hexadecimal digits"),
            ("000000\"}", "00000F\"}", "account 1: 'digest' must be 64 lower-case hexadecimal digits"),
            ("}]}", "},\(entry)]}", "account 2: its 'id' occurs twice"),
        ])
    func malformed(_ part: String, replacement: String, reason: String) async throws {
        let scratch = Scratch()
        let text = #"{"version":1,"accounts":[\#(Self.entry)]}"#
        scratch.write(part.isEmpty ? replacement : text.replacing(part, with: replacement))
        let error = await refusal(of: scratch)
        #expect(error?.exitCode == 78)
        let shown = try #require(error?.reason)
        #expect(shown.hasPrefix("\(scratch.file): ") && !shown.contains("\n"))
        #expect(shown.hasSuffix(Self.advice(scratch)), "\(shown)")
        #expect(
            shown.dropFirst(scratch.file.count + 2).dropLast(Self.advice(scratch).count)
                .replacing(/[0-9]+$/, with: "#") == reason.replacing(/[0-9]+$/, with: "#"))
    }

    /// What there is to do about a file that is damaged.
    private static func advice(_ scratch: Scratch) -> String {
        ". Nothing was changed. Put a copy of the file in its place, or put it away and make new tokens: "
            + "mv \(scratch.file) \(scratch.file).damaged && roster token create NAME"
    }

    @Test(
        "a malformed account is named with its line",
        arguments: [
            ("\"digest\"", "\"digst\"", "line 3: account 2: unknown member 'digst'"),
            ("\"scopes\":[", "\"scopes\":", "line 3: expected"), ("}\n]}", "}\n", "line 5: the text ends where"),
        ])
    func lines(_ part: String, replacement: String, reason: String) async throws {
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        for _ in 0..<2 { _ = try await accounts.issue() }
        var text = scratch.read(scratch.file)
        let place = try #require(text.ranges(of: part).last)
        text.replaceSubrange(place, with: replacement)
        scratch.write(text)
        let error = await refusal(of: scratch)
        #expect(error?.reason.hasPrefix("\(scratch.file): \(reason)") == true, "\(error?.reason ?? "")")
    }

    @Test("no value makes a file that cannot be read again")
    func readableAgain() async throws {
        let scratch = Scratch()
        let accounts = try await ServiceAccounts(scratch)
        let (id, token) = try await accounts.issue()
        let before = scratch.read(scratch.file)
        let subject = ResourceID(String(repeating: "x", count: JSONLimits.default.stringBytes + 1))
        let error = await #expect(throws: AccountFileError.self) {
            try await accounts.issue(name: "x", scopes: [.readSelf], lifetime: nil, subject: subject)
        }
        #expect(error?.reason.hasPrefix("\(scratch.file): it stays as it is") == true)
        #expect(scratch.read(scratch.file) == before)
        #expect(try await ServiceAccounts(scratch).credentials().map(\.id) == [id])
        #expect(try accounts.authenticate("Bearer \(token)") != nil)
    }

    @Test("what is no regular file is refused and does not hold up the start")
    func irregular() async throws {
        let scratch = Scratch()
        mkdir("\(scratch.folder)/data", 0o700)
        mkfifo(scratch.file, 0o600)
        #expect(
            await refusal(of: scratch)?.reason == "\(scratch.file): it is not a regular file\(Self.advice(scratch))")
        unlink(scratch.file)
        mkdir(scratch.file, 0o700)
        #expect(await refusal(of: scratch)?.exitCode == 78)
    }

    @Test("a folder that cannot be made ends with 73")
    func unwritable() async throws {
        let scratch = Scratch()
        scratch.write("")
        let path = "\(scratch.file)/below/accounts.json"
        // A file where a folder should be stops root, too.
        let accounts = try? await ServiceAccounts(file: path, logger: CapturedLog().logger)
        #expect(accounts == nil)
        let other = try await ServiceAccounts(file: "/proc/no/accounts.json", logger: CapturedLog().logger)
        let error = await #expect(throws: AccountFileError.self) { try await other.issue() }
        #expect(error?.exitCode == 73)
        #expect(error?.reason.hasPrefix("/proc/no/accounts.json.lock: the file cannot be written: ") == true)
    }

    @Test("folders above are made, too, and no link in the place of the spare is followed")
    func folders() async throws {
        let scratch = Scratch()
        let path = "\(scratch.folder)/a/b/accounts.json"
        let accounts = try await ServiceAccounts(file: path, logger: CapturedLog().logger)
        _ = try await accounts.issue()
        let other = "\(scratch.folder)/other"
        scratch.write("precious")
        rename(scratch.file, other)
        for makeLink in [symlink, link] {
            unlink("\(path).spare")
            #expect(makeLink(other, "\(path).spare") == 0)
            _ = try await accounts.issue()
            #expect(scratch.read(other) == "precious")
        }
        let names = ["accounts.json", "accounts.json.lock", "accounts.json.spare"]
        #expect(scratch.names(in: "\(scratch.folder)/a/b") == names)
        #expect(scratch.status("\(scratch.folder)/a").mode == 0o700)
        #expect(try await ServiceAccounts(file: path, logger: CapturedLog().logger).credentials().count == 3)
    }

    @Test("root leaves behind files that the server's user can read", .enabled(if: geteuid() == 0))
    func inheritance() async throws {
        let scratch = Scratch()
        mkdir("\(scratch.folder)/data", 0o700)
        chown("\(scratch.folder)/data", 12_345, 12_345)
        _ = try await ServiceAccounts(scratch).issue()
        #expect(scratch.status(scratch.file) == (0o600, 12_345))
        #expect(scratch.status("\(scratch.file).lock") == (0o600, 12_345))
        chown(scratch.file, 12_346, 12_346)
        _ = try await ServiceAccounts(scratch).issue()
        #expect(scratch.status(scratch.file).user == 12_346)
    }
}
