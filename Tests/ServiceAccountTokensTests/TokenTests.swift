import ConformanceLedger
import RosterCore
import SCIM
import ServiceAccountTokens
import Testing

@Suite("Tokens — form and checksum")
struct TokenTests {
    private func isToken(_ text: some Collection<UInt8>) -> Bool {
        Array(text).withUnsafeBufferPointer { Token($0) != nil }
    }

    @Test(
        "the checksum is the CRC-32 of zip",
        arguments: [("", 0), ("a", 0xE8B7_BE43), ("123456789", 0xCBF4_3926)] as [(String, UInt32)])
    func crc(_ text: String, checksum: UInt32) {
        #expect(CRC32.checksum(text.utf8) == checksum)
    }

    @Test(
        "a token that was made elsewhere is one",
        arguments: [
            "scim_live_7QX2M9KA_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg2agNYd",
            "scim_live_00000000_00000000000000000000000000000000000000000003YDVBy",
        ])
    func vector(_ text: String) {
        #expect(isToken(text.utf8))
    }

    @Test("has 68 characters and the form that scanners look for", .shows("7644-7.4-a"))
    func form() async throws {
        let accounts = try await ServiceAccounts(Scratch())
        for _ in 0..<20 {
            let (id, token) = try await accounts.issue()
            #expect(token.utf8.count == 68 && Token.length == 68)
            #expect(token.wholeMatch(of: /scim_live_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}/) != nil)
            #expect(token.dropFirst(10).prefix(8) == id)
        }
    }

    @Test("no character can be changed, left out, doubled or swapped with the next")
    func tampering() async throws {
        let accounts = try await ServiceAccounts(Scratch())
        let token = Array(try await accounts.issue().token.utf8)
        #expect(isToken(token))
        for index in token.indices {
            for byte in UInt8.min...UInt8.max where byte != token[index] {
                var changed = token
                changed[index] = byte
                #expect(!isToken(changed))
            }
            var changed = token
            changed.remove(at: index)
            #expect(!isToken(changed))
            changed = token
            changed.insert(token[index], at: index)
            #expect(!isToken(changed))
            changed = token
            changed.swapAt(index, min(index + 1, token.count - 1))
            #expect(changed == token || !isToken(changed))
        }
    }

    @Test("a right checksum is not enough: every changed character is refused")
    func forgery() async throws {
        let accounts = try await ServiceAccounts(Scratch())
        let token = try await accounts.issue().token
        for index in 10..<62 where index != 18 {
            var body = Array(token.utf8.prefix(62))
            body[index] = body[index] == UInt8(ascii: "x") ? UInt8(ascii: "y") : UInt8(ascii: "x")
            let forged = String(decoding: body, as: UTF8.self) + checksum(of: body)
            #expect(isToken(forged.utf8))
            #expect(throws: refusal) { try accounts.authenticate("Bearer \(forged)") }
        }
        #expect(try accounts.authenticate("Bearer \(token)") != nil)
    }

    private func checksum(of bytes: [UInt8]) -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        var rest = Int(CRC32.checksum(bytes))
        var text = ""
        for _ in 0..<6 {
            text = "\(alphabet[rest % 62])\(text)"
            rest /= 62
        }
        return text
    }

    @Test("no two are alike, and every digit occurs in every place", .shows("7644-2.1-a", "7644-7.4-a", "7644-7.7-a"))
    func randomness() async throws {
        let accounts = try await ServiceAccounts(Scratch())
        var tokens: Set<String> = []
        for _ in 0..<200 { tokens.insert(try await accounts.issue().token) }
        #expect(tokens.count == 200)
        #expect(Set(tokens.map { $0.dropFirst(10).prefix(8) }).count == 200)
        for position in 19..<62 {
            // 200 draws of 62 digits leave about 2.4 digits out; twenty would be no chance.
            let digits = Set(tokens.map { Array($0.utf8)[position] })
            #expect(digits.count > 42)
        }
    }
}
