import Crypto
import SCIM
import Testing

@testable import RosterCore

@Suite("FIPS 180-4 — the digest of which versions are made")
struct ContentDigestTests {
    @Test(
        "agrees with the examples of NIST",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb924"), ("abc", "ba7816bf8f01cfea414140de5dae2223"),
            ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039"),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b049237"
            ), (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67"),
        ])
    func examples(_ text: String, is version: String) {
        #expect(Version(of: Array(text.utf8)) == Version(version))
    }

    @Test("agrees with swift-crypto about content of each length around the end of a block")
    func lengths() {
        for count in 0...200 {
            let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
            let digest = ContentDigest(of: content).words.flatMap { word in
                (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) }
            }
            #expect(digest == Array(SHA256.hash(data: content)))
        }
    }
}
