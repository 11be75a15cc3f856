import Dispatch
import HTTPTypes
import Logging
import RosterCore
import SCIM
import ServiceAccountTokens
import Synchronization

/// Nothing but the token itself opens the door, and any file of accounts is read or refused.
public enum TokenProperty {
    private static let door = waiting { try await Door() }

    /// Checks one input, as the value of `Authorization` and as a file of accounts; `{t}` stands for a token.
    public static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        let door = door
        let text = String(decoding: bytes, as: UTF8.self).replacing("{t}", with: door.token)
        if let field = HTTPField(name: .authorization, value: text) as HTTPField?, HTTPField.isValidValue(text) {
            var request = HTTPRequest(method: .get, scheme: "https", authority: "scim.test", path: "/scim/Users")
            request.headerFields.append(field)
            let asked = request
            let isOpen = waiting { (try? await door.accounts.authenticate(asked, from: Peer())) ?? nil }
            require((isOpen != nil) == door.isRight(text), "the token and nothing else is right", text)
        }
        ScratchFolder.clear()
        let file = ScratchFolder.write("accounts.json", Array(bytes))
        waiting {
            do {
                let accounts = try await ServiceAccounts(file: file, logger: quiet)
                let listed = try await accounts.credentials()
                require(Set(listed.map(\.id)).count == listed.count, "each account has an id of its own")
            } catch {
                require(error is any ExitReason, "a bad file is refused with a status", "\(error)")
            }
        }
    }

    /// A file of accounts with one token.
    private struct Door {
        let accounts: ServiceAccounts
        let token: String

        init() async throws {
            ScratchFolder.clear()
            // Not in the folder that is cleared: without the file the token is none.
            accounts = try await ServiceAccounts(file: "\(ScratchFolder.path).door/accounts.json", logger: quiet)
            let (_, secret) = try await accounts.issue(name: "fuzz", scopes: [.discovery], lifetime: nil, subject: nil)
            token = secret.expose()
        }

        /// Whether a value of `Authorization` is the token behind its scheme.
        func isRight(_ value: String) -> Bool {
            let isBlank = { (character: Character) in character == " " || character == "\t" }
            func trimmed(_ text: some StringProtocol) -> Substring {
                let head = Substring(text).drop(while: isBlank)
                return head.dropLast(head.reversed().prefix(while: isBlank).count)
            }
            let value = trimmed(value)
            guard value.prefix(6).lowercased() == "bearer" else { return false }
            let rest = value.dropFirst(6)
            return rest.first.map(isBlank) == true && trimmed(rest) == token
        }
    }

    private static let quiet = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }

    /// Waits for work that goes on elsewhere.
    private static func waiting<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) -> Value {
        let result = Outcome<Value>()
        let done = DispatchSemaphore(value: 0)
        Task {
            do {
                let value = try await work()
                result.value.withLock { $0 = value }
            } catch {
                violation("the work succeeds", "\(error)")
            }
            done.signal()
        }
        done.wait()
        guard let value = result.value.withLock({ $0 }) else { violation("the work ends") }
        return value
    }

    private final class Outcome<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }
}
