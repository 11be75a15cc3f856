import RosterCore
import SCIM

/// What stands in the file of service accounts: a version and, one on each line, the accounts.
enum AccountDocument {
    private static let version = 1
    /// An unknown member is refused: a slip in `expires` must not make a token good for ever.
    private static let members: [AttributeName] = [
        "id", "name", "scopes", "created", "expires", "revoked", "digest",
    ]

    /// Only accounts that stand for a user have it.
    private static let subjectMember: AttributeName = "subject"

    /// Why a document is none; the reason says where and never shows a value.
    struct Refusal: Error {
        let reason: String
    }

    /// Reads accounts.
    static func accounts(in bytes: [UInt8]) throws(Refusal) -> [Account] {
        let root: AttributeValue
        do throws(SCIMError) {
            root = try JSONReader.read(bytes)
        } catch {
            // The reader ends with the byte; editors count lines.
            let byte = error.detail.split(separator: " ").last.flatMap { Int($0) } ?? 0
            let line = 1 + bytes.prefix(byte).count { $0 == UInt8(ascii: "\n") }
            throw Refusal(reason: "line \(line): \(error.detail)")
        }
        guard case .complex(let document) = root else { throw Refusal(reason: "it must hold an object") }
        guard document["version"]?.integer == version else { throw Refusal(reason: "'version' must be \(version)") }
        try refuseUnknown(in: document, known: ["version", "accounts"])
        guard let entries = document["accounts"]?.array else { throw Refusal(reason: "'accounts' must be an array") }
        var accounts: [Account] = []
        var ids: Set<KeyID> = []
        for (index, entry) in entries.enumerated() {
            do throws(Refusal) {
                let account = try account(entry)
                guard ids.insert(account.keyID).inserted else { throw Refusal(reason: "its 'id' occurs twice") }
                accounts.append(account)
            } catch {
                let line = hasLine(of: index, entry, in: bytes) ? "line \(index + 2): " : ""
                throw Refusal(reason: "\(line)account \(index + 1): \(error.reason)")
            }
        }
        return accounts
    }

    /// Writes accounts, each on a line of its own.
    static func bytes(of accounts: [Account]) -> [UInt8] {
        let lines = accounts.map { account in
            var writer = JSONWriter(capacity: 512)
            writer.write(entry(for: account))
            return writer.finish()
        }
        var bytes = Array("{\"version\":\(version),\"accounts\":[\n".utf8)
        bytes += lines.joined(separator: ",\n".utf8)
        bytes += "\n]}\n".utf8
        return bytes
    }

    /// How many bytes accounts may come to need, if each of them is given an end and revoked.
    static func room(for accounts: [Account]) -> Int {
        let growth = value(of: DateTime.now.inMilliseconds).json.utf8.count - AttributeValue.null.json.utf8.count
        return accounts.reduce(bytes(of: accounts).count) { room, account in
            [account.credential.expires, account.credential.revoked].reduce(room) { $0 + ($1 == nil ? growth : 0) }
        }
    }

    /// Whether an account stands where ``bytes(of:)`` puts it.
    private static func hasLine(of index: Int, _ entry: AttributeValue, in bytes: [UInt8]) -> Bool {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard index + 1 < lines.count else { return false }
        let line = lines[index + 1]
        return (try? JSONReader.read(line.last == UInt8(ascii: ",") ? line.dropLast() : line)) == entry
    }

    private static func entry(for account: Account) -> Attributes {
        let credential = account.credential
        let scopes = credential.scopes.map(\.text).sorted().map { AttributeValue.string($0) }
        var entry: Attributes = [
            "id": .string(credential.id), "name": .string(credential.name), "scopes": .array(scopes),
            "created": .string(credential.created.description), "expires": value(of: credential.expires),
            "revoked": value(of: credential.revoked), "digest": .string(account.digest.hexadecimal),
        ]
        if let subject = credential.subject { entry.append(subjectMember, .string(subject.text)) }
        return entry
    }

    private static func value(of time: DateTime?) -> AttributeValue {
        time.map { .string($0.description) } ?? .null
    }

    private static func account(_ value: AttributeValue) throws(Refusal) -> Account {
        guard case .complex(let entry) = value else { throw Refusal(reason: "it must be an object") }
        try refuseUnknown(in: entry, known: members + [subjectMember])
        for name in members where entry[name] == nil { throw Refusal(reason: "'\(name)' is missing") }
        guard let id = entry["id"]?.string, let keyID = KeyID(Array(id.utf8)) else {
            throw Refusal(reason: "'id' must be \(KeyID.length) letters and digits")
        }
        guard let name = entry["name"]?.string, !name.isEmpty else { throw Refusal(reason: "'name' must be text") }
        guard let scopes = entry["scopes"]?.array, scopes.allSatisfy({ $0.string != nil }) else {
            throw Refusal(reason: "'scopes' must be an array of texts")
        }
        guard let created = try time("created", in: entry) else { throw Refusal(reason: "'created' must be a time") }
        guard let digest = entry["digest"]?.string.flatMap(TokenDigest.init(hexadecimal:)) else {
            throw Refusal(reason: "'digest' must be 64 lower-case hexadecimal digits")
        }
        guard entry[subjectMember].map({ $0.string?.isEmpty == false }) ?? true else {
            throw Refusal(reason: "'subject' must be the id of a user")
        }
        let credential = Credential(
            id: id, name: name, scopes: Set(scopes.compactMap(\.string).map { Scope($0) }), created: created,
            expires: try time("expires", in: entry), revoked: try time("revoked", in: entry),
            subject: entry[subjectMember]?.string.map { ResourceID($0) })
        return Account(keyID, digest: digest, credential: credential)
    }

    private static func time(_ name: AttributeName, in entry: Attributes) throws(Refusal) -> DateTime? {
        if entry[name] == .null { return nil }
        guard let time = entry[name]?.string.flatMap({ DateTime($0) }) else {
            throw Refusal(reason: "'\(name)' must be a time such as 2026-01-31T09:30:00Z")
        }
        return time
    }

    private static func refuseUnknown(in attributes: Attributes, known: [AttributeName]) throws(Refusal) {
        for (name, _) in attributes where !known.contains(name) {
            throw Refusal(reason: "unknown member \(name.text.quotedForDisplay)")
        }
    }
}
